/** Rows up to this many are all drawn: find-in-page and readers have them. */
const DRAW_ALL = 150;
/** Rows drawn beyond each edge of what is seen. */
const BEYOND = 8;

/** Which rows of a list of equally high ones are drawn: from `first` on and before `end`. */
export function drawnRows(
	total: number,
	{ top, height, rowHeight }: { top: number; height: number; rowHeight: number }
): { first: number; end: number } {
	if (total <= DRAW_ALL) return { first: 0, end: total };
	const first = Math.max(0, Math.min(total, Math.floor(top / rowHeight) - BEYOND));
	return { first, end: Math.min(total, Math.ceil((top + height) / rowHeight) + BEYOND) };
}

/** The row that a key of a grid leads to; null where the key moves nothing. */
export function rowAfter(key: string, row: number, total: number, page: number): number | null {
	const steps: Record<string, number> = {
		ArrowUp: row - 1,
		ArrowDown: row + 1,
		PageUp: row - page,
		PageDown: row + page
	};
	const next = steps[key];
	return next === undefined ? null : Math.max(0, Math.min(total - 1, next));
}

/**
 * Which elements draw each of the rows in view: those that drew it before, else those of a row that left the view, in their
 * order; to fill them anew costs a fraction of making others. The row `held` keeps its own to itself also when it leaves: the
 * focus in them must not come to stand in another row.
 */
export function elementsOf(
	ids: readonly string[],
	before: ReadonlyMap<string, number>,
	held?: string
): Map<string, number> {
	const stay = new Set(ids);
	const free = [...before].filter(([id]) => !stay.has(id) && id !== held).map(([, element]) => element);
	let next = Math.max(-1, ...before.values()) + 1;
	return new Map(ids.map((id) => [id, before.get(id) ?? free.shift() ?? next++]));
}

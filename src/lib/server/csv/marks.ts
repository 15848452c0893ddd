/** A place in a file without keys: before it stand the rows up to a number, behind it the newer ones and nothing else. */
export interface Mark {
	/** The number of the last row before it. */
	last: number;
	/** Bytes before it. */
	size: number;
}

/** The end of a file, and places before it, in order. */
export interface End extends Mark {
	marks?: readonly Mark[];
}

/** Bytes between two marks, at least: some thousand rows, which are written again when the first of them goes. */
const SPACING = 1 << 19;
/** The oldest are forgotten: all are noted with each write. */
const MOST = 400;

/** The marks of a file that is about to grow. */
export function marked({ last, size, marks = [] }: End): readonly Mark[] {
	const before = marks.at(-1);
	if (before && size - before.size < SPACING) return marks;
	return [...marks, { last, size }].slice(-MOST);
}

/** The last marked place before a row; null where there is none. */
export function endBefore({ marks = [] }: End, number: number): End | null {
	const place = marks.findLastIndex(({ last }) => last < number);
	return place === -1 ? null : { ...marks[place]!, marks: marks.slice(0, place) };
}

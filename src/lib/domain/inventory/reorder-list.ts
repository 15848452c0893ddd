/** The table of suggestions: what a person narrowed it to, grouped by supplier, with what they changed. */
import type { Assessment, ReorderFlag, StockItem } from './suggest';

export interface ReorderLine {
	item: StockItem;
	given: Assessment;
}

/** The owner's words, most urgent first. */
export const FLAGS = [
	'Reorder needed',
	'Monitor',
	'Stable',
	'No reorder needed'
] as const satisfies readonly ReorderFlag[];

export const SORT_KEYS = ['name', 'stock', 'week', 'cover', 'quantity', 'cost', 'flag'] as const;
export type SortKey = (typeof SORT_KEYS)[number];

/** What a table shows; everything that is absent does not narrow it. */
export interface ReorderQuery {
	flag?: ReorderFlag;
	section?: string;
	supplier?: string;
	/** Ids that a search found. */
	found?: ReadonlySet<string>;
	/** By supplier, the emptiest shelf first, where it is absent. */
	sort?: { key: SortKey; down: boolean };
}

/** A product with the pieces that are to be ordered: the person's own figure, or the suggested one. */
export interface OrderLine extends ReorderLine {
	pieces: number;
	/** Minor units; null where the cost of a piece is not known. */
	cost: number | null;
}

export interface OrderSum {
	parts: number;
	pieces: number;
	/** Of the parts whose cost is known, minor units. */
	cost: number;
	/** Parts whose cost is not known. */
	unpriced: number;
}

export interface SupplierGroup extends OrderSum {
	/** '' for parts without one. */
	supplier: string;
	lines: OrderLine[];
}

export interface ReorderList {
	/** In the order of the table. */
	lines: OrderLine[];
	/** By name; empty where another sort mixes the suppliers. */
	groups: SupplierGroup[];
	total: OrderSum;
	/** How many products each flag would leave, all other filters on. */
	flags: Record<ReorderFlag, number>;
}

export function reorderList(
	all: readonly ReorderLine[],
	wanted: ReadonlyMap<string, number>,
	query: ReorderQuery
): ReorderList {
	const flags: ReorderList['flags'] = { 'Reorder needed': 0, Monitor: 0, Stable: 0, 'No reorder needed': 0 };
	const lines: OrderLine[] = [];
	for (const line of all) {
		const { given } = line;
		if (query.section !== undefined && given.section !== query.section) continue;
		if (query.supplier !== undefined && given.supplier !== query.supplier) continue;
		if (query.found && !query.found.has(given.productId)) continue;
		flags[given.flag]++;
		// What a person set is not out of their sight.
		if (query.flag === undefined || given.flag === query.flag || wanted.get(given.productId))
			lines.push(orderLine(line, wanted));
	}
	const { sort } = query;
	if (sort) lines.sort((a, b) => (sort.down ? -1 : 1) * compareBy[sort.key](a, b) || byName(a, b));
	else sortBySupplier(lines);
	return { lines, groups: sort ? [] : groupsOf(lines), total: sumOf(lines), flags };
}

/** A line with what is to be ordered of it. */
export function orderLine({ item, given }: ReorderLine, wanted: ReadonlyMap<string, number>): OrderLine {
	const pieces = wanted.get(given.productId) ?? given.quantity;
	return { item, given, pieces, cost: item.cost === undefined ? null : item.cost * pieces };
}

/** Parts that are ordered, and what they come to. */
export function sumOf(lines: readonly OrderLine[]): OrderSum {
	const sum: OrderSum = { parts: 0, pieces: 0, cost: 0, unpriced: 0 };
	for (const { pieces, cost } of lines) {
		if (pieces === 0) continue;
		sum.parts++;
		sum.pieces += pieces;
		sum.cost += cost ?? 0;
		if (cost === null) sum.unpriced++;
	}
	return sum;
}

/** The lines of each supplier, as they stand behind each other. */
function groupsOf(lines: readonly OrderLine[]): SupplierGroup[] {
	const groups: { supplier: string; lines: OrderLine[] }[] = [];
	for (const line of lines) {
		const last = groups.at(-1);
		if (last?.supplier === line.given.supplier) last.lines.push(line);
		else groups.push({ supplier: line.given.supplier, lines: [line] });
	}
	return groups.map((group) => ({ ...group, ...sumOf(group.lines) }));
}

/** What is wrong with pieces for a supplier who sells packs and has a minimum, in words; nothing where they fit. */
export function packProblem(pieces: number, { packSize, minOrderQuantity }: StockItem): string | undefined {
	if (!Number.isInteger(pieces) || pieces < 0 || pieces > MAX_PIECES)
		return 'Use a whole number of pieces, 0 or more.';
	if (pieces === 0) return undefined;
	const pack = Math.max(1, packSize ?? 1);
	const least = Math.ceil(Math.max(1, minOrderQuantity ?? 1) / pack) * pack;
	if (pieces < least) return `The least that is sold is ${least}.`;
	const down = Math.floor(pieces / pack) * pack;
	return down === pieces ? undefined : `Packs of ${pack}: use ${down} or ${down + pack}.`;
}

/** The most pieces of a purchase. */
const MAX_PIECES = 99_999;

/** By supplier, those without one last, the most urgent first: of ten thousand lines the page waits for it. */
function sortBySupplier(lines: OrderLine[]): void {
	const suppliers = [...new Set(lines.map(lastIfNone))].sort(compareText);
	const ranks = new Map(suppliers.map((name, rank) => [name, rank * FLAGS.length]));
	const ranked = lines.map((line) => ({
		line,
		rank: ranks.get(lastIfNone(line))! + urgency.get(line.given.flag)!,
		cover: cover(line)
	}));
	ranked.sort((a, b) => a.rank - b.rank || a.cover - b.cover || byName(a.line, b.line));
	ranked.forEach(({ line }, at) => (lines[at] = line));
}

const compareText = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);
const lastIfNone = ({ given }: ReorderLine) => given.supplier || '\u{10ffff}';
const byName = (a: ReorderLine, b: ReorderLine) =>
	compareText(a.given.name, b.given.name) || compareText(a.given.productId, b.given.productId);
const urgency = new Map<ReorderFlag, number>(FLAGS.map((flag, at) => [flag, at]));
const byFlag = (a: ReorderLine, b: ReorderLine) => urgency.get(a.given.flag)! - urgency.get(b.given.flag)!;
/** What never runs out comes last. */
const cover = ({ given }: ReorderLine) => given.daysOfCover ?? Number.MAX_VALUE;
const byUrgency = (a: ReorderLine, b: ReorderLine) => byFlag(a, b) || cover(a) - cover(b);

const compareBy: Record<SortKey, (a: OrderLine, b: OrderLine) => number> = {
	name: byName,
	stock: (a, b) => a.given.stock - b.given.stock,
	week: (a, b) => a.given.week - b.given.week,
	cover: (a, b) => cover(a) - cover(b),
	quantity: (a, b) => a.pieces - b.pieces,
	cost: (a, b) => (a.cost ?? -1) - (b.cost ?? -1),
	flag: byUrgency
};

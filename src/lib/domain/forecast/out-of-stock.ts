import type { Movement } from '../stock/stock';
import { dayOf } from './calendar';
import type { DemandLine } from './demand';

/**
 * Days of one stretch without stock that are left out of a history, at most. What nobody has restocked for eight weeks
 * is taken for not wanted from then on: else a product that was given up would be forecast, and bought, for ever.
 */
const LONGEST = 56;

interface Change {
	day: number;
	/** Pieces that left the shelf, and that came to it. */
	sold: number;
	moved: number;
}

/**
 * The days on which a product could not be sold, by product id: they began and ended with nothing on the shelf, and sold
 * nothing. Counted back from what is on the shelf now, over `lines` of sales and movements (the evening ones of an import
 * moved nothing). Where the books give less than nothing, they don't reach further back and nothing is said.
 * @param today a day since 1970; it and what is dated later is not looked at
 */
export function outOfStockDays(
	products: Iterable<{ productId: string; stock: number }>,
	lines: Iterable<DemandLine>,
	movements: Iterable<Pick<Movement, 'date' | 'productId' | 'delta' | 'reason'>>,
	today: number
): Map<string, Set<number>> {
	const changes = new Map<string, Change[]>();
	const note = (productId: string, change: Change) => {
		const known = changes.get(productId);
		if (!known) changes.set(productId, [change]);
		else known.push(change);
	};
	for (const { item, day, units } of lines) note(item, { day, sold: units, moved: 0 });
	for (const { productId, date, delta, reason } of movements) {
		const day = reason === 'import' ? null : dayOf(date);
		if (day !== null) note(productId, { day, sold: 0, moved: delta });
	}
	const out = new Map<string, Set<number>>();
	for (const { productId, stock } of products) {
		const days = emptyDays(stock, changes.get(productId) ?? [], today);
		if (days.size > 0) out.set(productId, days);
	}
	return out;
}

function emptyDays(stock: number, changes: Change[], today: number): Set<number> {
	changes.sort((a, b) => b.day - a.day);
	const empty = new Set<number>();
	let shelf = stock;
	let later = today;
	for (let at = 0; at < changes.length;) {
		const { day } = changes[at]!;
		let sold = 0;
		let change = 0;
		for (; at < changes.length && changes[at]!.day === day; at++) {
			sold += Math.max(0, changes[at]!.sold);
			change += changes[at]!.moved - changes[at]!.sold;
		}
		const before = shelf - change;
		if (day < today) {
			if (shelf === 0)
				for (let idle = day + 1; idle < Math.min(later, day + 1 + LONGEST); idle++) empty.add(idle);
			if (shelf === 0 && before === 0 && sold === 0) empty.add(day);
			later = day;
		}
		if (before < 0) break;
		shelf = before;
	}
	return empty;
}

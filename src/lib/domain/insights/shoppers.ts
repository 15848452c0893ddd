import { dayOf } from '../forecast/calendar';
import type { SaleLine } from './sale-line';
import { compareText } from './totals';

export interface Returning {
	/** Known shoppers who bought something. */
	shoppers: number;
	/** Of these, how many bought on two days or more. */
	returning: number;
	/** `returning / shoppers`, 0 without shoppers. */
	share: number;
}

/** How many shoppers come back; sales without a username are left out. */
export function returningShoppers(lines: Iterable<SaleLine>): Returning {
	const days = new Map<string, Set<string>>();
	for (const { username, quantity, date } of lines)
		if (quantity > 0 && username) setOf(days, username).add(date.slice(0, 10));
	const returning = [...days.values()].filter(({ size }) => size > 1).length;
	return { shoppers: days.size, returning, share: days.size > 0 ? returning / days.size : 0 };
}

export interface RepeatInterval {
	productId: string;
	/** Known shoppers who bought the product, and those who bought it again on a later day. */
	shoppers: number;
	returning: number;
	/** How many intervals the figures below stand on. */
	intervals: number;
	/** Days from one purchase to the same shopper's next: median and quartiles. */
	median: number;
	lower: number;
	upper: number;
}

/** After how many days a part is bought again by the same shopper, for parts with at least `minIntervals`, shortest first. */
export function repeatIntervals(lines: Iterable<SaleLine>, minIntervals = 3): RepeatInterval[] {
	const bought = new Map<string, Map<string, Set<string>>>();
	for (const { productId, username, quantity, date } of lines) {
		if (!(quantity > 0) || !username) continue;
		let byShopper = bought.get(productId);
		if (!byShopper) bought.set(productId, (byShopper = new Map()));
		setOf(byShopper, username).add(date.slice(0, 10));
	}
	const rows: RepeatInterval[] = [];
	for (const [productId, byShopper] of bought) {
		const intervals: number[] = [];
		let returning = 0;
		for (const dates of byShopper.values()) {
			const days = [...dates].map(dayOf).filter((day) => day !== null);
			if (days.length > 1) returning++;
			days.sort((a, b) => a - b).forEach((day, i) => i > 0 && intervals.push(day - days[i - 1]!));
		}
		if (intervals.length < Math.max(1, minIntervals)) continue;
		intervals.sort((a, b) => a - b);
		rows.push({
			productId,
			shoppers: byShopper.size,
			returning,
			intervals: intervals.length,
			median: quantile(intervals, 0.5),
			lower: quantile(intervals, 0.25),
			upper: quantile(intervals, 0.75)
		});
	}
	return rows.sort((a, b) => a.median - b.median || compareText(a.productId, b.productId));
}

/** Linear between order statistics: type 7 of Hyndman and Fan 1996. */
function quantile(sorted: readonly number[], share: number): number {
	const at = (sorted.length - 1) * share;
	const below = sorted[Math.floor(at)]!;
	return below + (at - Math.floor(at)) * (sorted[Math.ceil(at)]! - below);
}

function setOf(sets: Map<string, Set<string>>, key: string): Set<string> {
	let set = sets.get(key);
	if (!set) sets.set(key, (set = new Set()));
	return set;
}

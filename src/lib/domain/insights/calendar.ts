import { dateOf, dayOf } from '../forecast/calendar';
import type { Stretch } from './range';
import type { SaleLine } from './sale-line';

export interface DaySales {
	/** `YYYY-MM-DD`; of an hour `YYYY-MM-DD HH`. */
	date: string;
	units: number;
	/** Minor units. */
	revenue: number;
	orders: number;
}

/** Every day from `first` to `last` (`YYYY-MM-DD`, both included), days without sales too; returns on the day they came. */
export function salesByDay(lines: Iterable<SaleLine>, first: string, last: string): DaySales[] {
	const from = dayOf(first);
	const to = dayOf(last);
	if (from === null || to === null) return [];
	return salesIn(
		lines,
		Array.from({ length: Math.max(0, to - from + 1) }, (_, i) => dateOf(from + i))
	);
}

/** Every hour of a stretch that has begun at `now`, each as `salesByDay` gives a day. */
export function salesByHour(lines: Iterable<SaleLine>, { from, to }: Stretch, now: string): DaySales[] {
	const hourOf = (text: string) => 24 * dayOf(text)! + Number(text.slice(11, 13));
	const first = hourOf(from);
	const last = Math.min(to.length > 10 ? hourOf(to) : hourOf(to) - 1, hourOf(now));
	const name = (hour: number) => `${dateOf(Math.floor(hour / 24))} ${String(hour % 24).padStart(2, '0')}`;
	return salesIn(
		lines,
		Array.from({ length: Math.max(0, last - first + 1) }, (_, i) => name(first + i))
	);
}

/** The lines by the beginnings of their dates. */
function salesIn(lines: Iterable<SaleLine>, dates: readonly string[]): DaySales[] {
	const sums = dates.map((date) => ({ date, units: 0, revenue: 0, orders: 0 }));
	const byDate = new Map(sums.map((sum) => [sum.date, sum]));
	const length = dates[0]?.length ?? 0;
	const counted = new Set<string>();
	for (const { date, orderId, quantity, price } of lines) {
		const sum = byDate.get(date.slice(0, length));
		if (!sum) continue;
		sum.units += quantity;
		sum.revenue += quantity * price;
		if (quantity > 0 && !counted.has(orderId)) {
			counted.add(orderId);
			sum.orders++;
		}
	}
	return sums;
}

/** The mean of each value and the `window - 1` before it; null until there are as many. */
export function movingAverage(values: ArrayLike<number>, window: number): (number | null)[] {
	const means: (number | null)[] = [];
	for (let i = 0; i < values.length; i++) {
		let sum = 0;
		for (let j = i - window + 1; j <= i; j++) sum += values[j] ?? NaN;
		means.push(Number.isNaN(sum) ? null : sum / window);
	}
	return means;
}

/** By weekday and hour: cell `24 * weekday + hour`, Monday is 0. */
export interface HeatMap {
	units: Float64Array;
	/** Minor units. */
	revenue: Float64Array;
	/** Each order once, at its first line. */
	orders: Float64Array;
}

/** When the shop sells; returns and lines without a time of day are left out. */
export function weekdayByHour(lines: Iterable<SaleLine>): HeatMap {
	const map = { units: new Float64Array(168), revenue: new Float64Array(168), orders: new Float64Array(168) };
	const counted = new Set<string>();
	const weekdays = new Map<string, number | null>();
	for (const { date, orderId, quantity, price } of lines) {
		if (!(quantity > 0) || !/^.{10}[ T][0-2]\d/.test(date)) continue;
		const text = date.slice(0, 10);
		let weekday = weekdays.get(text);
		if (weekday === undefined) {
			const day = dayOf(text);
			// Day 0, 1 January 1970, was a Thursday.
			weekdays.set(text, (weekday = day === null ? null : (((day + 3) % 7) + 7) % 7));
		}
		const hour = Number(date.slice(11, 13));
		if (weekday === null || hour > 23) continue;
		const cell = 24 * weekday + hour;
		map.units[cell]! += quantity;
		map.revenue[cell]! += quantity * price;
		if (!counted.has(orderId)) {
			counted.add(orderId);
			map.orders[cell]!++;
		}
	}
	return map;
}

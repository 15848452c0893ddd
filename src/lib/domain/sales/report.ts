import { dateOf, dayOf, firstDay, periodOf } from '../forecast/calendar';
import type { Sale } from './sale';

/** What a report counts the sales by. */
export const groupings = ['day', 'week', 'month', 'section', 'product', 'shopper'] as const;
export type Grouping = (typeof groupings)[number];

/** Days of the shop's calendar, `YYYY-MM-DD`, both included. */
export interface Range {
	from: string;
	to: string;
}

/** What sales come to, returns taken off. */
export interface SalesSum {
	/** Minor units. */
	revenue: number;
	/** Orders that bought something in the range; a return alone is none. */
	orders: number;
	units: number;
	lines: number;
}

export interface ReportRow extends SalesSum {
	key: string;
}

export interface Report {
	rows: ReportRow[];
	total: SalesSum;
}

/** The sales of days by a grouping: days, weeks and months newest first, the others by revenue. */
export function salesReport(
	sales: Iterable<Sale>,
	grouping: Grouping,
	/** The section of a sale; only asked where the grouping is by section. */
	sectionOf: (sale: Sale) => string
): Report {
	const total = new Sum();
	const groups = new Map<string, Sum>();
	for (const sale of sales) {
		const key = keyOf(sale, grouping, sectionOf);
		let group = groups.get(key);
		if (!group) groups.set(key, (group = new Sum()));
		group.add(sale);
		total.add(sale);
	}
	const byTime = grouping === 'day' || grouping === 'week' || grouping === 'month';
	const rows = [...groups].map(([key, sum]) => ({ key, ...sum.value() }));
	rows.sort(
		(a, b) => (byTime ? 0 : b.revenue - a.revenue) || (a.key < b.key ? (byTime ? 1 : -1) : byTime ? -1 : 1)
	);
	return { rows, total: total.value() };
}

class Sum {
	#revenue = 0;
	#units = 0;
	#lines = 0;
	#orders = new Set<string>();

	add({ total, quantity, orderId }: Sale): void {
		this.#revenue += total;
		this.#units += quantity;
		this.#lines++;
		if (quantity > 0) this.#orders.add(orderId);
	}

	value(): SalesSum {
		return { revenue: this.#revenue, orders: this.#orders.size, units: this.#units, lines: this.#lines };
	}
}

function keyOf(sale: Sale, grouping: Grouping, sectionOf: (sale: Sale) => string): string {
	const day = sale.date.slice(0, 10);
	switch (grouping) {
		case 'day':
			return day;
		case 'week':
			return mondayOf(day);
		case 'month':
			return day.slice(0, 7);
		case 'section':
			return sectionOf(sale);
		case 'product':
			return sale.productId ?? sale.item;
		case 'shopper':
			return sale.username;
	}
}

/** The Monday of a day's week, as weeks are counted by ISO 8601; a text that is no day is itself. */
export function mondayOf(day: string): string {
	const number = dayOf(day);
	return number === null ? day : dateOf(firstDay(periodOf(number, 'week'), 'week'));
}

/** A day moved by some days; a text that is no day is itself. */
export function dayPlus(day: string, days: number): string {
	const number = dayOf(day);
	return number === null ? day : dateOf(number + days);
}

export const presets = ['today', 'yesterday', 'week', 'month', 'last-month', 'year', 'all'] as const;
export type Preset = (typeof presets)[number];

/** The days of a preset, seen from today; `first` is the first day with sales. */
export function rangeOf(preset: Preset, today: string, first: string): Range {
	const month = today.slice(0, 7);
	switch (preset) {
		case 'today':
			return { from: today, to: today };
		case 'yesterday':
			return { from: dayPlus(today, -1), to: dayPlus(today, -1) };
		case 'week':
			return { from: mondayOf(today), to: today };
		case 'month':
			return { from: `${month}-01`, to: today };
		case 'last-month': {
			const to = dayPlus(`${month}-01`, -1);
			return { from: `${to.slice(0, 7)}-01`, to };
		}
		case 'year':
			return { from: `${today.slice(0, 4)}-01-01`, to: today };
		case 'all':
			return { from: first < today ? first : today, to: today };
	}
}

/** Whether a text is a day of the calendar, `YYYY-MM-DD`. */
export const isDay = (text: string): boolean => /^\d{4}-\d{2}-\d{2}$/.test(text) && dayOf(text) !== null;

/** Revenue and lines of sales alone: what is compared with the file. */
export function sumOf(sales: Iterable<Pick<Sale, 'total'>>): { revenue: number; lines: number } {
	let revenue = 0;
	let lines = 0;
	for (const { total } of sales) {
		revenue += total;
		lines++;
	}
	return { revenue, lines };
}

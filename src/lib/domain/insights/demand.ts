import { dayOf } from '../forecast/calendar';
import type { SaleLine } from './sale-line';

export interface DemandRange {
	/** `YYYY-MM-DD`, the last whole day. */
	readonly last: string;
	/** Periods back from there, and the days of each. */
	readonly periods: number;
	readonly periodDays: number;
}

/**
 * Units of each product a period, oldest first, returns taken off. The lines should reach back before the range: a
 * product whose first sale lies inside it begins with the period after that one. The periods before may be older than
 * the product, and that of the first sale is above 0 by choice, which would look like a decline.
 */
export function demandSeries(lines: Iterable<SaleLine>, range: DemandRange): Map<string, Float64Array> {
	const { periods, periodDays } = range;
	const end = dayOf(range.last);
	if (end === null) return new Map();
	const full = new Map<string, Float64Array>();
	/** The period of the first sale; below 0 if that was before the range. */
	const firstSale = new Map<string, number>();
	const days = new Map<string, number | null>();
	for (const { date, productId, quantity } of lines) {
		const text = date.slice(0, 10);
		let day = days.get(text);
		if (day === undefined) days.set(text, (day = dayOf(text)));
		if (day === null || day > end) continue;
		const period = periods - 1 - Math.floor((end - day) / periodDays);
		if (quantity > 0) firstSale.set(productId, Math.min(period, firstSale.get(productId) ?? Infinity));
		if (period < 0) continue;
		let series = full.get(productId);
		if (!series) full.set(productId, (series = new Float64Array(periods)));
		series[period]! += quantity;
	}
	for (const [productId, first] of firstSale) {
		const series = full.get(productId) ?? new Float64Array(periods);
		full.set(productId, first < 0 ? series : series.subarray(first + 1));
	}
	return full;
}

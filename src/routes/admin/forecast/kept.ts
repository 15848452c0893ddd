import type { ItemForecast } from '$lib/domain/forecast/forecast';
import { dayOf } from '$lib/domain/forecast/calendar';
import { HORIZON_DAYS, type ProductForecast } from '$lib/domain/forecast/kept';
import type { KeptRow, KeptTable } from '$lib/domain/forecast/kept-table';
import type { Asked } from './figures';

/** The first of the steps that are asked for, in a forecast of so many days; null where it does not reach that far. */
function stepIn(made: number | null, days: number, { period, end, horizon }: Asked): number | null {
	if (period !== 'day' || made === null || Number.isNaN(made)) return null;
	const from = end - made;
	return from < 0 || from + horizon > days ? null : from;
}

/** Where the periods that are asked for begin in a table's block; null where its row at a place does not reach that far. */
export function keptStart({ made, days }: KeptTable, place: number, asked: Asked): number | null {
	const from = stepIn(made[place]!, days[place]!, asked);
	return from === null ? null : place * HORIZON_DAYS + from;
}

/** Units of all periods that are asked for, where a table's row at a place reaches that far. */
export function keptTotal(table: KeptTable, place: number, asked: Asked): number {
	const { horizon } = asked;
	if (horizon === table.days[place]) return table.totals[3 * place]!;
	const start = keptStart(table, place, asked)!;
	let total = 0;
	for (let step = 0; step < horizon; step++) total += table.forecast[start + step]!;
	return total;
}

/** What a kept row says of the periods that are asked for; null where it does not reach that far. */
export function keptForecast(row: KeptRow | undefined, asked: Asked): ItemForecast | null {
	const from = row ? stepIn(dayOf(row.from), row.forecast.length, asked) : null;
	if (!row || from === null) return null;
	const { horizon } = asked;
	const steps = (values: ArrayLike<number | null>) =>
		Float64Array.from({ length: horizon }, (_, step) => values[from + step] ?? NaN);
	const forecast = steps(row.forecast);
	const whole = horizon === row.forecast.length;
	return {
		item: row.productId,
		method: row.method,
		reason: row.reason,
		demandClass: row.demandClass,
		trend: row.trend,
		forecast,
		lower: steps(row.lower),
		upper: steps(row.upper),
		total: whole
			? row.total
			: { forecast: forecast.reduce((sum, units) => sum + units, 0), lower: null, upper: null },
		// Errors over all its days say little of some.
		metrics: whole ? row.metrics : null
	};
}

/** The row that was read, where it is of the product that is shown: that of the one before stands until it is read. */
export const rowOf = (productId: string | undefined, read: ProductForecast | undefined) =>
	read?.productId === productId ? read : undefined;

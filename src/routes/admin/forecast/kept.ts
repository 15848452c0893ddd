import type { DeviceDb } from '$lib/client/db/schema';
import { dayOf } from '$lib/domain/forecast/calendar';
import type { ItemForecast } from '$lib/domain/forecast/forecast';
import { WHOLE_SHOP, type ProductForecast } from '$lib/domain/forecast/kept';
import type { Asked, Brief } from './figures';

/** Rows that are read at once: more would hold up typing. */
const AT_ONCE = 100;

/** The forecasts that the shop keeps of some products, and the one of the whole shop. */
export async function keptRows(
	db: DeviceDb,
	products: readonly string[]
): Promise<{ whole: ProductForecast | undefined; rows: ReadonlyMap<string, ProductForecast> }> {
	const rows = new Map<string, ProductForecast>();
	for (let from = 0; from < products.length; from += AT_ONCE)
		for (const row of await db.forecasts.bulkGet(products.slice(from, from + AT_ONCE)))
			if (row) rows.set(row.productId, row);
	return { whole: await db.forecasts.get(WHOLE_SHOP), rows };
}

let last: { text: string; day: number | null } = { text: '', day: null };

/** The day on which a row was made: mostly that of the row before. */
function madeOn({ from }: ProductForecast): number | null {
	if (from !== last.text) last = { text: from, day: dayOf(from) };
	return last.day;
}

/** The first and the last step of a kept row that are asked for; null where it does not reach that far. */
function reachOf(row: ProductForecast | undefined, asked: Asked): [from: number, to: number] | null {
	if (!row || row.period !== asked.period) return null;
	const made = madeOn(row);
	if (made === null) return null;
	const from = asked.end - made;
	const to = from + asked.horizon;
	return from < 0 || to > row.forecast.length ? null : [from, to];
}

/** What a kept row says, as far as lists want it. */
export function keptBrief(row: ProductForecast | undefined, asked: Asked): Brief | null {
	const reach = reachOf(row, asked);
	if (!row || !reach) return null;
	const [from, to] = reach;
	let total = 0;
	for (let step = from; step < to; step++) total += row.forecast[step]!;
	if (to - from === row.forecast.length) total = row.total.forecast;
	return { method: row.method, demandClass: row.demandClass, total };
}

/** Adds what a kept row says of each period that is asked for; nothing where it does not reach that far. */
export function addKept(sum: Float64Array, row: ProductForecast | undefined, asked: Asked): void {
	const reach = reachOf(row, asked);
	if (!row || !reach) return;
	for (let step = 0; step < sum.length; step++) sum[step]! += row.forecast[reach[0] + step]!;
}

/** What a kept row says of the periods that are asked for; null where it does not reach that far. */
export function keptForecast(row: ProductForecast | undefined, asked: Asked): ItemForecast | null {
	const reach = reachOf(row, asked);
	if (!row || !reach) return null;
	const [from, to] = reach;
	const steps = (values: readonly (number | null)[]) =>
		Float64Array.from(values.slice(from, to), (value) => value ?? NaN);
	const forecast = steps(row.forecast);
	const whole = from === 0 && to === row.forecast.length;
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

import { dateOf, dayOf } from './calendar';
import { HORIZON_DAYS, type ProductForecast } from './kept';
import { TREND_LABELS } from '../insights/trend';
import { CLASSES, ITEM_METRICS, packKinds, packMetrics, totalAt, unpackMetrics, type Mixes } from './table';

/** The kept forecasts of many products in blocks of numbers: ten thousand of them pass to a page at once. */
export interface KeptTable extends Mixes {
	/** Ids of products. */
	items: string[];
	/** The day on which each was made, since 1970. */
	made: Float64Array;
	/** How many days each reaches. */
	days: Uint8Array;
	trends: Uint8Array;
	/** `HORIZON_DAYS` a product, one product after another; NaN where there is nothing. */
	forecast: Float64Array;
	lower: Float64Array;
	upper: Float64Array;
	/** Forecast, lower and upper of each product's total. */
	totals: Float64Array;
	metrics: Float64Array;
}

/** A row of a table: what came of it, and the methods beside it, stay in the database. */
export interface KeptRow extends Omit<ProductForecast, 'forecast' | 'lower' | 'upper' | 'others' | 'track'> {
	forecast: ArrayLike<number>;
	/** Null or NaN where there is no interval. */
	lower: ArrayLike<number | null>;
	upper: ArrayLike<number | null>;
}

export function keptTable(rows: readonly ProductForecast[]): KeptTable {
	const steps = (of: (row: ProductForecast) => readonly (number | null)[]) => {
		const block = new Float64Array(rows.length * HORIZON_DAYS).fill(NaN);
		rows.forEach((row, place) =>
			of(row)
				.slice(0, HORIZON_DAYS)
				.forEach((units, day) => (block[place * HORIZON_DAYS + day] = units ?? NaN))
		);
		return block;
	};
	return {
		items: rows.map(({ productId }) => productId),
		made: Float64Array.from(rows, ({ from }) => dayOf(from) ?? NaN),
		days: Uint8Array.from(rows, ({ forecast }) => Math.min(forecast.length, HORIZON_DAYS)),
		...packKinds(rows),
		forecast: steps(({ forecast }) => forecast),
		lower: steps(({ lower }) => lower),
		upper: steps(({ upper }) => upper),
		metrics: packMetrics(
			rows.map(({ metrics }) => metrics),
			ITEM_METRICS
		)
	};
}

const orNull = (value: number) => (Number.isNaN(value) ? null : value);

/** The row at a place. */
export function keptRow(table: KeptTable, place: number): KeptRow {
	const from = place * HORIZON_DAYS;
	const steps = (block: Float64Array) => block.subarray(from, from + table.days[place]!);
	return {
		productId: table.items[place]!,
		...table.mixes[table.mix[place]!]!,
		demandClass: CLASSES[table.classes[place]!]!,
		trend: TREND_LABELS[table.trends[place]!]!,
		from: madeOn(table, place),
		period: 'day',
		forecast: steps(table.forecast),
		lower: steps(table.lower),
		upper: steps(table.upper),
		total: totalAt(table, place),
		metrics: unpackMetrics(table.metrics, place, ITEM_METRICS)
	};
}

/** The day on which the row at a place was made, `YYYY-MM-DD`; '' where there is none. */
export function madeOn({ made }: KeptTable, place: number): string {
	const day = made[place] ?? NaN;
	return Number.isNaN(day) ? '' : dateOf(day);
}

const RMSE = ITEM_METRICS.indexOf('rmse');

/** Root mean square error of a day of the row at a place; null where there was no backtest. */
export const keptError = ({ metrics }: KeptTable, place: number): number | null =>
	orNull(metrics[place * ITEM_METRICS.length + RMSE]!);

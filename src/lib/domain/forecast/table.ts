/**
 * Forecasts of a whole shop as blocks of numbers: ten thousand products pass from a worker to a page without being
 * copied one by one, and the page makes an object only of what it shows.
 */
import { CLASS_MEANING, type DemandClass } from './demand-class';
import { applyLearned, type ItemForecast } from './forecast';
import type { ItemMetrics, Learned } from './learn';
import { pooledMetrics, type Metrics } from './metrics';
import { TREND_LABELS, type TrendLabel } from '../insights/trend';
import type { Panel } from './panel';
import { seasonProfile } from './profile';
import type { Period } from './calendar';

/** A panel whose histories stand behind each other. */
export interface PackedPanel {
	period: Period;
	end: number;
	items: string[];
	lengths: Uint32Array;
	values: Float64Array;
}

export function packPanel({ period, end, items, values }: Panel): PackedPanel {
	const lengths = Uint32Array.from(values, (history) => history.length);
	const packed = new Float64Array(lengths.reduce((sum, length) => sum + length, 0));
	let at = 0;
	for (const history of values) {
		packed.set(history, at);
		at += history.length;
	}
	return { period, end, items, lengths, values: packed };
}

/** The panel again; its histories are views of the block. */
export function unpackPanel({ period, end, items, lengths, values }: PackedPanel): Panel {
	let at = 0;
	const histories = Array.from(lengths, (length) => values.subarray(at, (at += length)));
	return { period, end, items, values: histories };
}

const METRICS = [
	'origins',
	'periods',
	'mae',
	'rmse',
	'mape',
	'mapePeriods',
	'mase',
	'rmsse',
	'wape',
	'bias',
	'demand',
	'totalError',
	'totalWape'
] as const satisfies readonly (keyof Metrics)[];
export const ITEM_METRICS = [
	...METRICS,
	'pinball',
	'coverage'
] as const satisfies readonly (keyof ItemMetrics)[];

/** Rows of metrics, one an item; NaN for what is not known. */
export function packMetrics(rows: readonly (Metrics | null)[], fields: readonly string[]): Float64Array {
	const packed = new Float64Array(rows.length * fields.length).fill(NaN);
	rows.forEach((row, item) => {
		if (!row) return;
		fields.forEach((field, at) => {
			packed[item * fields.length + at] = row[field as keyof Metrics] ?? NaN;
		});
	});
	return packed;
}

/** Reads a row into `into`; null where nothing was tested. */
export function unpackMetrics<M extends Metrics>(
	packed: Float64Array,
	item: number,
	fields: readonly (keyof M & string)[],
	into = {} as M
): M | null {
	const at = item * fields.length;
	if (Number.isNaN(packed[at])) return null;
	const row: Partial<Record<string, number | null>> = into as object;
	for (let field = 0; field < fields.length; field++) {
		const value = packed[at + field]!;
		row[fields[field]!] = Number.isNaN(value) ? null : value;
	}
	return into;
}

export const CLASSES = Object.keys(CLASS_MEANING) as DemandClass[];

export const packTrends = (trends: readonly TrendLabel[]): Uint8Array =>
	Uint8Array.from(trends, (trend) => TREND_LABELS.indexOf(trend));

/** By which methods products are forecast, and of which kind their demand is. */
export interface Mixes {
	/** One for each way that methods are mixed, with its reason. */
	mixes: { method: string; reason: string }[];
	mix: Uint8Array;
	/** Places in `CLASSES`: ten thousand words would take longer to hand over than all figures. */
	classes: Uint8Array;
}

/** What was learnt and forecast, without the histories. */
export interface ForecastTable extends Mixes, Pick<Learned, 'options' | 'tested' | 'origins' | 'trees'> {
	end: number;
	/** The season; null where it does not help. */
	profile: Float64Array | null;
	/** Places in `TREND_LABELS`. */
	trends: Uint8Array;
	/** Item after item, a number a step. */
	forecast: Float64Array;
	lower: Float64Array;
	upper: Float64Array;
	/** Forecast, lower and upper of each item's total. */
	totals: Float64Array;
	metrics: Float64Array;
	/** Of every method. */
	methods: Map<string, Float64Array>;
}

/** What forecasts are in a word or three numbers, in blocks: mixes, kinds of demand, trends and totals. */
export function packKinds(
	rows: readonly Pick<ItemForecast, 'method' | 'reason' | 'demandClass' | 'trend' | 'total'>[]
): Mixes & Pick<ForecastTable, 'trends' | 'totals'> {
	const mixes: ForecastTable['mixes'] = [];
	const mixOf = ({ method, reason }: (typeof rows)[number]) => {
		const known = mixes.findIndex((mix) => mix.method === method && mix.reason === reason);
		return known >= 0 ? known : mixes.push({ method, reason }) - 1;
	};
	return {
		mix: Uint8Array.from(rows, mixOf),
		mixes,
		classes: Uint8Array.from(rows, ({ demandClass }) => CLASSES.indexOf(demandClass)),
		trends: packTrends(rows.map(({ trend }) => trend)),
		totals: Float64Array.from(
			rows.flatMap(({ total }) => [total.forecast, total.lower ?? NaN, total.upper ?? NaN])
		)
	};
}

/** Forecasts every item by what was learnt, into a table. */
export function forecastTable(panel: Panel, learned: Learned): ForecastTable {
	const items = applyLearned(panel, learned);
	const { horizon } = learned.options;
	const steps = (of: (item: ItemForecast) => Float64Array) => {
		const block = new Float64Array(items.length * horizon);
		items.forEach((item, place) => block.set(of(item), place * horizon));
		return block;
	};
	return {
		options: learned.options,
		tested: learned.tested,
		origins: learned.origins,
		trees: learned.trees,
		end: panel.end,
		profile: learned.seasonal ? seasonProfile(panel, panel.end) : null,
		...packKinds(items),
		forecast: steps(({ forecast }) => forecast),
		lower: steps(({ lower }) => lower),
		upper: steps(({ upper }) => upper),
		metrics: packMetrics(learned.metrics, ITEM_METRICS),
		methods: new Map([...learned.methods].map(([id, rows]) => [id, packMetrics(rows, METRICS)]))
	};
}

const orNull = (value: number | undefined) => (value === undefined || Number.isNaN(value) ? null : value);

/** The total of the row at a place. */
export const totalAt = ({ totals }: Pick<ForecastTable, 'totals'>, place: number): ItemForecast['total'] => ({
	forecast: totals[3 * place]!,
	lower: orNull(totals[3 * place + 1]),
	upper: orNull(totals[3 * place + 2])
});

/** The forecast of the item at a place. */
export function forecastAt(table: ForecastTable, panel: Panel, place: number): ItemForecast {
	const { horizon } = table.options;
	const steps = (block: Float64Array) => block.subarray(place * horizon, (place + 1) * horizon);
	return {
		item: panel.items[place]!,
		...table.mixes[table.mix[place]!]!,
		demandClass: CLASSES[table.classes[place]!]!,
		trend: TREND_LABELS[table.trends[place]!]!,
		forecast: steps(table.forecast),
		lower: steps(table.lower),
		upper: steps(table.upper),
		total: totalAt(table, place),
		metrics: unpackMetrics<ItemMetrics>(table.metrics, place, ITEM_METRICS)
	};
}

/** How a method did on the item at a place; null where nothing could be tested. */
export function methodMetrics(table: ForecastTable, method: string, place: number): Metrics | null {
	const packed = table.methods.get(method);
	return packed ? unpackMetrics<Metrics>(packed, place, METRICS) : null;
}

/** How a method, or what was forecast (`auto`), did on several items together; null where nothing could be tested. */
export function metricsTogether(
	table: ForecastTable,
	method: string,
	places: readonly number[]
): Metrics | null {
	const auto = method === 'auto';
	const packed = auto ? table.metrics : table.methods.get(method);
	const fields = auto ? ITEM_METRICS : METRICS;
	const row = {} as Metrics;
	function* rows() {
		if (packed)
			for (const place of places) yield unpackMetrics<Metrics>(packed, place, fields as typeof METRICS, row);
	}
	return pooledMetrics(rows());
}

/** The blocks of numbers in plain data, to be handed over instead of copied. */
export function blocksOf(data: unknown, found: Set<ArrayBufferLike> = new Set()): Set<ArrayBufferLike> {
	if (ArrayBuffer.isView(data)) found.add(data.buffer);
	else if (data instanceof Map) for (const value of data.values()) blocksOf(value, found);
	else if (Array.isArray(data)) {
		if (typeof data[0] === 'object') for (const value of data) blocksOf(value, found);
	} else if (data && typeof data === 'object')
		for (const value of Object.values(data)) blocksOf(value, found);
	return found;
}

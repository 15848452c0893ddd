/** The forecasts that the shop keeps for every device: rows of `forecasts`. */
import { dateOf, type Period } from './calendar';
import { demandClass, type DemandClass } from './demand-class';
import type { ItemForecast } from './forecast';
import type { ItemMetrics, Learned } from './learn';
import { sumOf } from './lines';
import type { Metrics } from './metrics';
import type { TrackRecord } from './track-record';
import { trendOf } from './trend';
import type { Panel } from './panel';
import type { TrendLabel } from '../insights/trend';
import type { DailyDemand } from '../inventory/suggest';

/** Days that the shop forecasts. */
export const HORIZON_DAYS = 28;

/**
 * Periods over which the shop and its pages choose methods: the forecast of a week is the first week of that of four,
 * whatever page shows it.
 */
export const SPAN: Record<Period, number> = { day: HORIZON_DAYS, week: 4, month: 3 };

/** Products up to which all is learnt anew as soon as demand changes: it takes a few seconds. */
export const FEW_PRODUCTS = 2000;

/** The id of the row that is the whole shop: the sum over its products, and its track record. */
export const WHOLE_SHOP = '';

/** A method beside the one that was chosen, and its errors in the same backtest. */
export interface MethodErrors extends Pick<Metrics, 'mae' | 'rmse' | 'mape'> {
	method: string;
}

/** What is expected of a product, in units a day, rounded to four digits. */
export interface ProductForecast {
	/** `WHOLE_SHOP` for all together. */
	productId: string;
	/** Ids of the methods that are mixed, joined by `+`; '' for the whole shop. */
	method: string;
	reason: string;
	demandClass: DemandClass;
	trend: TrendLabel;
	/** The first day that is forecast, `YYYY-MM-DD`: the day on which it was made. */
	from: string;
	period: 'day';
	/** A day each. */
	forecast: number[];
	/** Null where there is no interval. */
	lower: (number | null)[];
	upper: (number | null)[];
	/** Over all days. */
	total: { forecast: number; lower: number | null; upper: number | null };
	/** Of this forecast in the backtest; null where the history is too short for one. */
	metrics: ItemMetrics | null;
	/** The owner's usual lines and the forest beside it. */
	others: MethodErrors[];
	/** How earlier forecasts of it did; null where none has come true. */
	track: TrackRecord | null;
}

/** The methods whose errors are kept beside those of the chosen one. */
export const OTHER_METHODS = ['ema', 'sma', 'forest'] as const;

/** Four digits: 10,000 rows are synced, and no forecast is surer than that. */
export const rounded = (value: number): number => (Number.isFinite(value) ? Number(value.toPrecision(4)) : 0);

const orNull = (value: number | null | undefined) =>
	value === null || value === undefined || Number.isNaN(value) ? null : rounded(value);

/** The rows of all products; `end` is the first day that is forecast. */
export function keptForecasts(
	forecasts: readonly ItemForecast[],
	{ methods }: Pick<Learned, 'methods'>,
	end: number,
	tracks: ReadonlyMap<string, TrackRecord>
): ProductForecast[] {
	return forecasts.map((given, place) => ({
		productId: given.item,
		method: given.method,
		reason: given.reason,
		demandClass: given.demandClass,
		trend: given.trend,
		from: dateOf(end),
		period: 'day',
		forecast: Array.from(given.forecast, rounded),
		lower: Array.from(given.lower, orNull),
		upper: Array.from(given.upper, orNull),
		total: {
			forecast: rounded(given.total.forecast),
			lower: orNull(given.total.lower),
			upper: orNull(given.total.upper)
		},
		metrics: roundedRow(given.metrics),
		others: OTHER_METHODS.flatMap((method) => {
			const own = methods.get(method)?.[place];
			return own ? [{ method, mae: rounded(own.mae), rmse: rounded(own.rmse), mape: orNull(own.mape) }] : [];
		}),
		track: roundedRow(tracks.get(given.item) ?? null)
	}));
}

/** The row of the whole shop. Its days have no interval: those of the products don't add up to one. */
export function wholeShop(
	rows: readonly ProductForecast[],
	panel: Panel,
	track: TrackRecord | null
): ProductForecast {
	const forecast = Array.from({ length: HORIZON_DAYS }, (_, day) =>
		rounded(rows.reduce((sum, row) => sum + row.forecast[day]!, 0))
	);
	const places = panel.items.map((_, place) => place);
	const demand = sumOf(panel, places, WHOLE_SHOP).values[0]!;
	const none = forecast.map(() => null);
	return {
		productId: WHOLE_SHOP,
		method: '',
		reason: 'The sum of all products.',
		demandClass: demandClass(demand),
		trend: trendOf(demand, panel.period),
		from: dateOf(panel.end),
		period: 'day',
		forecast,
		lower: none,
		upper: none,
		total: { forecast: rounded(forecast.reduce((sum, units) => sum + units, 0)), lower: null, upper: null },
		metrics: null,
		others: [],
		track: roundedRow(track)
	};
}

/** What reordering needs of a forecast. */
export function dailyDemand({ forecast, metrics }: ProductForecast): DailyDemand {
	return { forecast: Float64Array.from(forecast), error: metrics && metrics.rmse };
}

function roundedRow<T extends object>(row: T | null): T | null {
	if (!row) return null;
	return Object.fromEntries(Object.entries(row).map(([name, value]) => [name, orNull(value)])) as T;
}

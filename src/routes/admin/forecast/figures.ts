import type { Period } from '$lib/domain/forecast/calendar';
import type { ItemForecast } from '$lib/domain/forecast/forecast';
import type { ProductForecast } from '$lib/domain/forecast/kept';
import type { MethodLine } from '$lib/domain/forecast/lines';
import { saysEnough } from '$lib/domain/forecast/enough';
import { known, type Panel } from '$lib/domain/forecast/panel';
import { forecastAt, type ForecastTable } from '$lib/domain/forecast/table';
import { keptForecast } from './kept';

/** What is asked of every product. */
export interface Asked {
	period: Period;
	/** The first period that is forecast. */
	end: number;
	horizon: number;
}

/** Forecasts by product, null for one whose history says too little: those made on this device, else those that the shop keeps. */
export function forecastsBy(
	panel: Panel | null,
	table: ForecastTable | null,
	kept: ReadonlyMap<string, ProductForecast>,
	asked: Asked
): (productId: string) => ItemForecast | null {
	const places = new Map(panel?.items.map((item, place) => [item, place]));
	const made = new Map<string, ItemForecast | null>();
	const make = (productId: string) => {
		const place = places.get(productId);
		const history = place === undefined ? undefined : panel?.values[place];
		if (panel && !(history && saysEnough(history, panel.period))) return null;
		if (panel && table) return forecastAt(table, panel, place!);
		return keptForecast(kept.get(productId), asked);
	};
	return (productId) => {
		let forecast = made.get(productId);
		if (forecast === undefined) made.set(productId, (forecast = make(productId)));
		return forecast;
	};
}

/** Units of the last periods of a history, as many as the horizon has; null where none is known. */
export function lately(history: Float64Array, horizon: number): number | null {
	const last = known(history.subarray(Math.max(0, history.length - horizon)));
	return last.length > 0 ? last.reduce((sum, units) => sum + units, 0) : null;
}

/** Several forecasts as one: their sum. It has no interval: how products err together was never tested. */
export function together(
	forecasts: readonly ItemForecast[],
	horizon: number
): Pick<ItemForecast, 'forecast' | 'lower' | 'upper' | 'total'> | null {
	if (forecasts.length === 0) return null;
	const forecast = new Float64Array(horizon);
	for (const { forecast: path } of forecasts) path.forEach((units, step) => (forecast[step]! += units));
	const none = new Float64Array(horizon).fill(NaN);
	const total = forecast.reduce((sum, units) => sum + units, 0);
	return { forecast, lower: none, upper: none, total: { forecast: total, lower: null, upper: null } };
}

/** Periods that a stock lasts if it sells as forecast, and at the forecast's mean beyond; null where nothing sells. */
export function lasts(stock: number, forecast: Float64Array): number | null {
	let left = stock;
	for (let step = 0; step < forecast.length; step++) {
		if (forecast[step]! >= left) return step + (forecast[step]! > 0 ? left / forecast[step]! : 0);
		left -= forecast[step]!;
	}
	const mean = (stock - left) / forecast.length;
	return mean > 0 ? forecast.length + left / mean : null;
}

/** The methods that erred least in the backtest by RMSSE, which the choice looks at first; the untested last. */
export const leastOff = <T extends Pick<MethodLine, 'metrics'>>(lines: readonly T[], count: number): T[] =>
	lines
		.toSorted((a, b) => (a.metrics?.rmsse ?? Infinity) - (b.metrics?.rmsse ?? Infinity) || 0)
		.slice(0, count);

/** What groups of something come to, the most first. */
export function counts<T>(values: Iterable<T>): [value: T, count: number][] {
	const found = new Map<T, number>();
	for (const value of values) found.set(value, (found.get(value) ?? 0) + 1);
	return [...found].sort((a, b) => b[1] - a[1]);
}

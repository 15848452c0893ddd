import type { Period } from '$lib/domain/forecast/calendar';
import type { ItemForecast } from '$lib/domain/forecast/forecast';
import type { ProductForecast } from '$lib/domain/forecast/kept';
import type { MethodLine } from '$lib/domain/forecast/lines';
import { saysEnough } from '$lib/domain/forecast/enough';
import { known, type Panel } from '$lib/domain/forecast/panel';
import { CLASSES, forecastAt, type ForecastTable } from '$lib/domain/forecast/table';
import { addKept, keptBrief, keptForecast } from './kept';

/** What is asked of every product. */
export interface Asked {
	period: Period;
	/** The first period that is forecast. */
	end: number;
	horizon: number;
}

/** Forecasts by product: those made on this device, else those that the shop keeps. */
export interface Forecasts {
	/** Null for a product whose history says too little. */
	of(productId: string): ItemForecast | null;
	/** What ten thousand of them are listed by, without the rest. */
	brief(productId: string): Brief | null;
	/** Adds the units of each period that is asked for to `sum`; nothing where there is no forecast. */
	addTo(sum: Float64Array, productId: string): void;
}

export interface Brief extends Pick<ItemForecast, 'method' | 'demandClass'> {
	total: number;
}

/** Of a panel, made once: asked again with every forecast of it. */
function oncePerPanel<T>(make: (panel: Panel) => T): (panel: Panel) => T {
	const made = new WeakMap<Panel, T>();
	return (panel) => {
		let found = made.get(panel);
		if (found === undefined) made.set(panel, (found = make(panel)));
		return found;
	};
}

/** Where each product stands in a panel. */
export const placesOf = oncePerPanel(
	({ items }): ReadonlyMap<string, number> => new Map(items.map((item, place) => [item, place]))
);

/** Of each history of a panel, whether it says enough. */
export const enoughOf = oncePerPanel(({ values, period }) =>
	Uint8Array.from(values, (history) => Number(saysEnough(history, period)))
);

/** The places of some products in a panel, from the first on. */
export const placesAmong = (panel: Panel, ids: readonly string[]): number[] =>
	ids.flatMap((id) => placesOf(panel).get(id) ?? []).sort((a, b) => a - b);

export function forecastsBy(
	panel: Panel | null,
	table: ForecastTable | null,
	kept: ReadonlyMap<string, ProductForecast>,
	asked: Asked
): Forecasts {
	const places: ReadonlyMap<string, number> = panel ? placesOf(panel) : new Map();
	const enough = panel && enoughOf(panel);
	const isKnown = (productId: string) => !enough || enough[places.get(productId) ?? -1] === 1;
	const made = new Map<string, ItemForecast | null>();
	const make = (productId: string) => {
		if (!isKnown(productId)) return null;
		if (panel && table) return forecastAt(table, panel, places.get(productId)!);
		return keptForecast(kept.get(productId), asked);
	};
	const briefs = new Map<string, Brief | null>();
	const makeBrief = (productId: string) => {
		if (!isKnown(productId)) return null;
		return panel && table ? briefAt(table, places.get(productId)!) : keptBrief(kept.get(productId), asked);
	};
	return {
		of: remembered(made, make),
		brief: remembered(briefs, makeBrief),
		addTo(sum, productId) {
			const place = places.get(productId) ?? -1;
			if (enough && enough[place] !== 1) return;
			if (!panel || !table) return addKept(sum, kept.get(productId), asked);
			// A table of another horizon stands until its own is made.
			const { horizon } = table.options;
			const from = place * horizon;
			for (let step = 0; step < Math.min(horizon, sum.length); step++)
				sum[step]! += table.forecast[from + step]!;
		}
	};
}

function remembered<T>(made: Map<string, T | null>, make: (id: string) => T | null) {
	return (id: string): T | null => {
		let found = made.get(id);
		if (found === undefined) made.set(id, (found = make(id)));
		return found;
	};
}

const briefAt = ({ mixes, mix, classes, totals }: ForecastTable, place: number): Brief => ({
	method: mixes[mix[place]!]!.method,
	demandClass: CLASSES[classes[place]!]!,
	total: totals[3 * place]!
});

/** Units of the last periods of a history, as many as the horizon has; null where none is known. */
export function lately(history: Float64Array, horizon: number): number | null {
	const last = known(history.subarray(Math.max(0, history.length - horizon)));
	return last.length > 0 ? last.reduce((sum, units) => sum + units, 0) : null;
}

/** Several forecasts as one: their sum. It has no interval: how products err together was never tested. */
export function together(
	ids: readonly string[],
	forecasts: Pick<Forecasts, 'addTo'>,
	horizon: number
): Pick<ItemForecast, 'forecast' | 'lower' | 'upper' | 'total'> {
	const forecast = new Float64Array(horizon);
	for (const id of ids) forecasts.addTo(forecast, id);
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

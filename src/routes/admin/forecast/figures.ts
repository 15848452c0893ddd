import type { Period } from '$lib/domain/forecast/calendar';
import type { ItemForecast } from '$lib/domain/forecast/forecast';
import type { DemandClass } from '$lib/domain/forecast/demand-class';
import { keptRow, keptTable, type KeptTable } from '$lib/domain/forecast/kept-table';
import type { MethodLine } from '$lib/domain/forecast/lines';
import { saysEnough } from '$lib/domain/forecast/enough';
import { known, type Panel } from '$lib/domain/forecast/panel';
import { CLASSES, forecastAt, type ForecastTable, type Mixes } from '$lib/domain/forecast/table';
import { keptForecast, keptStart, keptTotal } from './kept';

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
	/** Units of all periods that are asked for; null where there is no forecast. */
	total(productId: string): number | null;
	/** Adds the units of each period that is asked for to `sum`; nothing where there is no forecast. */
	addTo(sum: Float64Array, productId: string): void;
	/** How many of some products are forecast, by which methods, and of which kind their demand is, the most first. */
	kinds(productIds: readonly string[]): {
		known: number;
		methods: [method: string, count: number][];
		classes: [name: DemandClass, count: number][];
	};
}

/** Of a panel or a table, made once: asked again with every forecast of it. */
function once<K extends object, T>(make: (of: K) => T): (of: K) => T {
	const made = new WeakMap<K, T>();
	return (of) => {
		let found = made.get(of);
		if (found === undefined) made.set(of, (found = make(of)));
		return found;
	};
}

/** Where each product stands in a panel, or a table. */
export const placesOf = once(
	({ items }: { items: readonly string[] }): ReadonlyMap<string, number> =>
		new Map(items.map((item, place) => [item, place]))
);

/** Of each history of a panel, whether it says enough. */
export const enoughOf = once(({ values, period }: Panel) =>
	Uint8Array.from(values, (history) => Number(saysEnough(history, period)))
);

/** The places of some products in a panel, from the first on. */
export function placesAmong(panel: Panel, ids: readonly string[]): number[] {
	const wanted = new Uint8Array(panel.items.length);
	const known = placesOf(panel);
	for (const id of ids) {
		const place = known.get(id);
		if (place !== undefined) wanted[place] = 1;
	}
	const places: number[] = [];
	for (let place = 0; place < wanted.length; place++) if (wanted[place]) places.push(place);
	return places;
}

const NONE = keptTable([]);

export function forecastsBy(
	panel: Panel | null,
	table: ForecastTable | null,
	kept: KeptTable | null,
	asked: Asked
): Forecasts {
	const source = panel && table ? madeHere(panel, table) : keptByShop(kept ?? NONE, asked);
	const places = panel && placesOf(panel);
	const enough = panel && enoughOf(panel);
	const placeOf = (id: string): number | null =>
		places && enough![places.get(id) ?? -1] !== 1 ? null : source.placeOf(id);
	const made = new Map<string, ItemForecast | null>();
	return {
		of(id) {
			if (!made.has(id)) {
				const place = placeOf(id);
				made.set(id, place === null ? null : source.at(place));
			}
			return made.get(id)!;
		},
		total(id) {
			const place = placeOf(id);
			return place === null ? null : source.total(place);
		},
		addTo(sum, id) {
			const place = placeOf(id);
			if (place !== null) source.addTo(sum, place);
		},
		kinds(ids) {
			const { mixes, mix, classes } = source.mixed;
			const methods = new Map<string, number>();
			const names = new Map<DemandClass, number>();
			let known = 0;
			for (const id of ids) {
				const place = placeOf(id);
				if (place === null) continue;
				known++;
				countIn(methods, mixes[mix[place]!]!.method);
				countIn(names, CLASSES[classes[place]!]!);
			}
			return { known, methods: mostFirst(methods), classes: mostFirst(names) };
		}
	};
}

/** Where forecasts come from, by the place of a product in it. */
interface Source {
	mixed: Mixes;
	placeOf(productId: string): number | null;
	at(place: number): ItemForecast | null;
	total(place: number): number;
	addTo(sum: Float64Array, place: number): void;
}

function madeHere(panel: Panel, table: ForecastTable): Source {
	const places = placesOf(panel);
	return {
		mixed: table,
		placeOf: (id) => places.get(id) ?? null,
		at: (place) => forecastAt(table, panel, place),
		total: (place) => table.totals[3 * place]!,
		addTo(sum, place) {
			// A table of another horizon stands until its own is made.
			const { horizon } = table.options;
			addSteps(sum, table.forecast, place * horizon, Math.min(horizon, sum.length));
		}
	};
}

function keptByShop(kept: KeptTable, asked: Asked): Source {
	const places = placesOf(kept);
	return {
		mixed: kept,
		placeOf(id) {
			const place = places.get(id);
			return place === undefined || keptStart(kept, place, asked) === null ? null : place;
		},
		at: (place) => keptForecast(keptRow(kept, place), asked),
		total: (place) => keptTotal(kept, place, asked),
		addTo: (sum, place) => addSteps(sum, kept.forecast, keptStart(kept, place, asked)!, sum.length)
	};
}

function addSteps(sum: Float64Array, block: Float64Array, from: number, steps: number): void {
	for (let step = 0; step < steps; step++) sum[step]! += block[from + step]!;
}

const countIn = <T>(counts: Map<T, number>, value: T) => counts.set(value, (counts.get(value) ?? 0) + 1);
const mostFirst = <T>(counts: Map<T, number>): [T, number][] => [...counts].sort((a, b) => b[1] - a[1]);

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

/** What was promised, and what came of it. */
import type { Period } from './calendar';
import { historyBefore, type Panel } from './panel';

/** A forecast that was shown. */
export interface KeptForecast {
	item: string;
	period: Period;
	/** The first period it speaks of. */
	from: number;
	method: string;
	forecast: number[];
	/** Null where there was no interval. */
	lower: (number | null)[];
	upper: (number | null)[];
}

export interface TrackRecord {
	forecasts: number;
	/** Periods that have come true and are known. */
	periods: number;
	/** Units a period. */
	mae: number;
	/** Share of demand that was forecast too much; null without demand. */
	bias: number | null;
	/** Share of the periods that lay in their interval; null where none had one. */
	coverage: number | null;
}

/** Scores the forecasts as far as they have come true; null where none has. For one product, or for the shop. */
export function trackRecord(kept: readonly KeptForecast[], panel: Panel): TrackRecord | null {
	const places = new Map(panel.items.map((item, place) => [item, place]));
	let forecasts = 0;
	let periods = 0;
	let absolute = 0;
	let signed = 0;
	let demand = 0;
	let inside = 0;
	let bounded = 0;
	for (const { item, period, from, forecast, lower, upper } of kept) {
		const place = places.get(item);
		if (place === undefined || period !== panel.period) continue;
		const before = historyBefore(panel, place, from).length;
		const actual = panel.values[place]!.subarray(before, before + forecast.length);
		let came = false;
		if (panel.end - from <= 0) continue;
		actual.forEach((units, step) => {
			if (Number.isNaN(units)) return;
			came = true;
			periods++;
			absolute += Math.abs(forecast[step]! - units);
			signed += forecast[step]! - units;
			demand += units;
			const [least, most] = [lower[step], upper[step]];
			if (typeof least !== 'number' || typeof most !== 'number') return;
			bounded++;
			if (units >= least && units <= most) inside++;
		});
		if (came) forecasts++;
	}
	if (periods === 0) return null;
	return {
		forecasts,
		periods,
		mae: absolute / periods,
		bias: demand > 0 ? signed / demand : null,
		coverage: bounded > 0 ? inside / bounded : null
	};
}

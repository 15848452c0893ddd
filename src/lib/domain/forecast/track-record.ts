/** What was promised, and what came of it. */
import { dateOf, dayOf } from './calendar';
import type { ProductForecast } from './kept';
import type { Panel } from './panel';

/** Days of a forecast that are kept to be scored: one a week is, so that the weeks follow each other. */
export const SHOWN_DAYS = 7;
/** Weeks that are kept. */
export const SHOWN_WEEKS = 26;

/** The forecasts of all products that were shown on a day, for the week from it on; compact, since many are kept. */
export interface ShownWeek {
	/** `YYYY-MM-DD` */
	from: string;
	/** Of each product, a day each; bounds are null where there is no interval. */
	rows: [productId: string, forecast: number[], lower: (number | null)[], upper: (number | null)[]][];
}

export const shownWeek = (from: number, rows: readonly ProductForecast[]): ShownWeek => ({
	from: dateOf(from),
	rows: rows.map(({ productId, forecast, lower, upper }) => [
		productId,
		forecast.slice(0, SHOWN_DAYS),
		lower.slice(0, SHOWN_DAYS),
		upper.slice(0, SHOWN_DAYS)
	])
});

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

class Score {
	#forecasts = 0;
	#periods = 0;
	#absolute = 0;
	#signed = 0;
	#demand = 0;
	#inside = 0;
	#bounded = 0;

	/** Adds a forecast whose first day is at `from` in the history, which may begin later and ends before what is to come. */
	add(history: Float64Array, from: number, [, forecast, lower, upper]: ShownWeek['rows'][number]): void {
		const before = this.#periods;
		for (let step = 0; step < forecast.length; step++) {
			const units = history[from + step] ?? NaN;
			if (Number.isNaN(units)) continue;
			const error = forecast[step]! - units;
			this.#periods++;
			this.#absolute += Math.abs(error);
			this.#signed += error;
			this.#demand += units;
			const [least, most] = [lower[step], upper[step]];
			if (typeof least !== 'number' || typeof most !== 'number') continue;
			this.#bounded++;
			if (units >= least && units <= most) this.#inside++;
		}
		if (this.#periods > before) this.#forecasts++;
	}

	value(): TrackRecord | null {
		if (this.#periods === 0) return null;
		return {
			forecasts: this.#forecasts,
			periods: this.#periods,
			mae: this.#absolute / this.#periods,
			bias: this.#demand > 0 ? this.#signed / this.#demand : null,
			coverage: this.#bounded > 0 ? this.#inside / this.#bounded : null
		};
	}
}

export interface TrackRecords {
	/** By product id; those of which nothing has come true are missing. */
	products: Map<string, TrackRecord>;
	/** Of all products together; null where nothing has come true. */
	shop: TrackRecord | null;
}

/** Scores the forecasts of days as far as they have come true. */
export function trackRecords(weeks: Iterable<ShownWeek>, panel: Panel): TrackRecords {
	const places = new Map(panel.items.map((item, place) => [item, place]));
	const scores = new Map<string, Score>();
	const all = new Score();
	for (const week of weeks) {
		const from = dayOf(week.from);
		if (from === null) continue;
		for (const row of week.rows) {
			const [productId] = row;
			const history = panel.values[places.get(productId) ?? -1];
			if (!history) continue;
			let score = scores.get(productId);
			if (!score) scores.set(productId, (score = new Score()));
			const at = history.length - (panel.end - from);
			score.add(history, at, row);
			all.add(history, at, row);
		}
	}
	const products = new Map<string, TrackRecord>();
	for (const [productId, score] of scores) {
		const record = score.value();
		if (record) products.set(productId, record);
	}
	return { products, shop: all.value() };
}

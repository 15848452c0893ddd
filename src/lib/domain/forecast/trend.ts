/** Which products sell more and more, or less and less: one answer for every page. */
import { trends, type Trend, type TrendLabel } from '../insights/trend';
import { SEASON } from './calendar';
import { historyBefore, type Panel } from './panel';

/** Periods that are compared: weeks where the panel is of days. */
export const TREND_PERIODS = 12;
/** Days of a week that must be known for the week to count. */
const KNOWN_DAYS = 4;

/**
 * What each item sold in the last twelve weeks (of days) or periods before `end`, oldest first. A week of which some days
 * are not known counts as much as its known days say; one that is hardly known is left out.
 */
export function trendSeries(panel: Panel, end = panel.end): Float64Array[] {
	const width = panel.period === 'day' ? SEASON.day : 1;
	const least = panel.period === 'day' ? KNOWN_DAYS : 1;
	const found = new Float64Array(TREND_PERIODS);
	return panel.items.map((_, item) => {
		const history = historyBefore(panel, item, end);
		let size = 0;
		for (let from = history.length - TREND_PERIODS * width; from < history.length; from += width) {
			if (from < 0) continue;
			let units = 0;
			let days = 0;
			for (let t = from; t < from + width; t++)
				if (!Number.isNaN(history[t]!)) {
					units += history[t]!;
					days++;
				}
			if (days >= least) found[size++] = (units * width) / days;
		}
		return found.slice(0, size);
	});
}

/** The trend of every item, corrected for all of them. */
export const trendsOf = (panel: Panel): Trend[] => trends(trendSeries(panel));

/** The trend of one history, which may be a sum. */
export const trendOf = (history: Float64Array, period: Panel['period']): TrendLabel =>
	trendsOf({ period, end: history.length, items: [''], values: [history] })[0]!.label;

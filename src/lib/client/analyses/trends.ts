import { dayOf } from '../../domain/forecast/calendar';
import { shopPanel } from '../../domain/forecast/shop-panel';
import { TREND_PERIODS, trendSeries } from '../../domain/forecast/trend';
import { senSlope, trends as tested, TREND_LABELS } from '../../domain/insights/trend';
import type { DeviceDb } from '../db/schema';
import { historyOf } from './forecast';

export interface TrendsQuery {
	/** The first day that is not known whole, `YYYY-MM-DD` in the shop's zone. */
	today: string;
	/** The day after the last that is looked at; not after `today`. */
	end: string;
}

/** A number for each product, in the order of `items`. */
export interface FoundTrends {
	items: string[];
	/** Places in `TREND_LABELS`. */
	labels: Uint8Array;
	/** Units a week, more each week. */
	slopes: Float64Array;
	/** Of the test alone, and corrected for all products; 1 without enough data. */
	p: Float64Array;
	corrected: Float64Array;
	/** Units of twelve weeks, one product after another, oldest first; NaN before those that are known. */
	weeks: Float64Array;
}

/** The trend of every product over twelve weeks: the one that stands beside its forecast. */
export async function trends(db: DeviceDb, { today, end }: TrendsQuery): Promise<FoundTrends> {
	const { panel } = shopPanel(await historyOf(db, today));
	const series = trendSeries(panel, dayOf(end)!);
	const rows = tested(series);
	const weeks = new Float64Array(series.length * TREND_PERIODS).fill(NaN);
	series.forEach((units, item) => weeks.set(units, (item + 1) * TREND_PERIODS - units.length));
	return {
		items: panel.items,
		labels: Uint8Array.from(rows, ({ label }) => TREND_LABELS.indexOf(label)),
		slopes: Float64Array.from(series, senSlope),
		p: Float64Array.from(rows, ({ p }) => p),
		corrected: Float64Array.from(rows, ({ corrected }) => corrected),
		weeks
	};
}

import { dateOf, dayOf } from '../forecast/calendar';
import { classify, nineCells, type Cell, type CellTotals } from './abc-xyz';
import {
	movingAverage,
	salesByDay,
	salesByHour,
	weekdayByHour,
	type DaySales,
	type HeatMap
} from './calendar';
import { demandSeries } from './demand';
import { daysOf, stretchBefore, type Stretch } from './range';
import { linesBetween, type SaleLine } from './sale-line';
import { repeatIntervals, returningShoppers, type RepeatInterval, type Returning } from './shoppers';
import { slowMovers, type ShelfStock, type SlowMover } from './slow-movers';
import { salesBySection, topProducts, type ProductTotals, type SectionTotals } from './totals';
import { trends, type Trend, type TrendLabel } from './trend';

/** A product of the catalogue, as the insights see it. */
export interface ShelfPart extends ShelfStock {
	readonly section: string;
}

export interface InsightsQuery {
	readonly stretch: Stretch;
	/** The shop's wall clock: the day that is not over yet is no whole day of demand. */
	readonly now: string;
	/** Only the products of a section, of a cell of the nine. */
	readonly section?: string;
	readonly cell?: Cell;
}

/** Returns taken off; amounts in minor units. */
export interface Sums {
	revenue: number;
	units: number;
	/** Orders that bought something. */
	orders: number;
}

export interface DayWithAverages extends DaySales {
	/** Mean revenue of the 7 and the 28 days up to this one. */
	average7: number | null;
	average28: number | null;
}

export interface TrendRow extends Trend {
	units: number;
	/** Units a period, oldest first. */
	series: number[];
}

/** What needs so many whole days that a product's demand can be told from chance. */
export interface LongView {
	/** The days of one period of demand. */
	periodDays: number;
	periods: number;
	cells: CellTotals[];
	trends: TrendRow[];
	trendCounts: Record<TrendLabel, number>;
}

export interface Insights {
	/** Sale lines on the device, in the stretch or before. */
	lines: number;
	total: Sums;
	before: Sums;
	days: DayWithAverages[];
	/** Instead of days where the stretch is one, or shorter; else null. */
	hours: DaySales[] | null;
	/** How many products sold, and the first of them. */
	sold: number;
	byUnits: ProductTotals[];
	byRevenue: ProductTotals[];
	sections: SectionTotals[];
	heat: HeatMap;
	returning: Returning;
	intervals: RepeatInterval[];
	/** Null under 8 whole days. */
	long: LongView | null;
	/** Null under 28 days: what did not sell for a day is not slow. */
	slow: { movers: SlowMover[]; total: number; value: number } | null;
}

/** Rows of a list that people are shown. */
const SHOWN = 100;
/** A test for a trend, and a variation, need at least so many periods. */
const MIN_PERIODS = 8;
const MIN_DAYS_FOR_SLOW = 28;
/** Stock that lasts longer than half a year is slow. */
const SLOW_COVER_DAYS = 180;
/** Weeks over which it is looked how much demand varies: half a year. */
const STEADY_WEEKS = 26;
/** Days before the stretch that the moving averages of its first day need. */
const AVERAGED = 28;

/**
 * What the sales of a stretch say. The lines reach back before it: for the averages of its first days, for the stretch
 * before, and to know which products are new.
 */
export function insights(
	lines: readonly SaleLine[],
	parts: readonly ShelfPart[],
	{ stretch, now, section, cell }: InsightsQuery
): Insights {
	const { first, last, days } = daysOf(stretch);
	const inSection = section === undefined ? lines : lines.filter((line) => line.section === section);
	const shelf = section === undefined ? parts : parts.filter((part) => part.section === section);
	const view = longView(inSection, shelf, stretch, now);
	const cellOf = view?.cellOf;
	const isIn = (productId: string) => !cellOf || cell === undefined || cellOf.get(productId) === cell;
	const chosen = cell === undefined ? inSection : inSection.filter(({ productId }) => isIn(productId));
	const within = linesBetween(chosen, stretch.from, stretch.to);
	const previous = stretchBefore(stretch, now);
	const top = topProducts(within, 'units');

	return {
		lines: lines.length,
		total: sumsOf(within),
		before: sumsOf(linesBetween(chosen, previous.from, previous.to)),
		days: withAverages(chosen, first, last),
		hours: days === 1 || stretch.from.length > 10 ? salesByHour(within, stretch, now) : null,
		sold: top.length,
		byUnits: top.slice(0, SHOWN),
		byRevenue: topProducts(within, 'revenue', SHOWN),
		sections: salesBySection(within),
		heat: weekdayByHour(within),
		returning: returningShoppers(within),
		intervals: repeatIntervals(within).slice(0, SHOWN),
		long: view && { ...view.shown, ...trendsOf(view.trends.filter(({ productId }) => isIn(productId))) },
		slow:
			days < MIN_DAYS_FOR_SLOW
				? null
				: slowOf(
						shelf.filter(({ productId }) => isIn(productId)),
						within,
						days
					)
	};
}

function sumsOf(lines: readonly SaleLine[]): Sums {
	const orders = new Set<string>();
	let revenue = 0;
	let units = 0;
	for (const { orderId, quantity, price } of lines) {
		revenue += quantity * price;
		units += quantity;
		if (quantity > 0) orders.add(orderId);
	}
	return { revenue, units, orders: orders.size };
}

function withAverages(lines: readonly SaleLine[], first: string, last: string): DayWithAverages[] {
	const all = salesByDay(lines, dateOf(dayOf(first)! - AVERAGED + 1), last);
	const revenue = all.map((day) => day.revenue);
	const [week, month] = [movingAverage(revenue, 7), movingAverage(revenue, AVERAGED)];
	return all.map((day, i) => ({ ...day, average7: week[i]!, average28: month[i]! })).slice(AVERAGED - 1);
}

/** Four weeks, a week or a day: the longest of which the days hold enough. */
function periodOf(days: number): { periodDays: number; periods: number } | null {
	for (const periodDays of [28, 7, 1]) {
		const periods = Math.floor(days / periodDays);
		if (periods >= MIN_PERIODS) return { periodDays, periods };
	}
	return null;
}

function longView(lines: readonly SaleLine[], shelf: readonly ShelfPart[], stretch: Stretch, now: string) {
	const { first, last } = daysOf(stretch);
	const today = dayOf(now)!;
	const lastWhole = Math.min(dayOf(last)!, today - 1);
	const period = periodOf(lastWhole - dayOf(first)! + 1);
	if (!period) return null;
	const demand = demandSeries(lines, { last: dateOf(lastWhole), ...period });
	// By the day every part is erratic: how steady one is shows over weeks, whatever stretch its value is of.
	const weekly = demandSeries(lines, { last: dateOf(lastWhole), periods: STEADY_WEEKS, periodDays: 7 });

	const value = new Map(shelf.map(({ productId }) => [productId, 0]));
	for (const { productId, quantity, price } of linesBetween(lines, stretch.from, stretch.to))
		value.set(productId, (value.get(productId) ?? 0) + quantity * price);
	const classified = classify(
		Array.from(value, ([productId, value]) => ({ productId, value, series: weekly.get(productId) ?? [] }))
	);
	const rows = trends(demand).map((trend) => {
		const series = Array.from(demand.get(trend.productId)!);
		return { ...trend, series, units: series.reduce((sum, units) => sum + units, 0) };
	});
	return {
		shown: { ...period, cells: nineCells(classified) },
		cellOf: new Map(classified.map(({ productId, abc, xyz }) => [productId, `${abc}${xyz}` as Cell])),
		trends: rows
	};
}

/** The first of each label: what moves by how much it moves, the rest by how much it sells. */
function trendsOf(rows: readonly TrendRow[]): Pick<LongView, 'trends' | 'trendCounts'> {
	const labels: TrendLabel[] = ['growing', 'declining', 'stable', 'not enough data'];
	const groups = labels.map((label) => rows.filter((row) => row.label === label));
	const counts = labels.map((label, i) => [label, groups[i]!.length] as const);
	const first = groups.flatMap((group, i) =>
		group
			.sort((a, b) => (i < 2 ? Math.abs(b.slope) - Math.abs(a.slope) : 0) || b.units - a.units)
			.slice(0, SHOWN)
	);
	return { trends: first, trendCounts: Object.fromEntries(counts) as Record<TrendLabel, number> };
}

function slowOf(shelf: readonly ShelfPart[], lines: readonly SaleLine[], days: number): Insights['slow'] {
	const movers = slowMovers(shelf, lines, days, SLOW_COVER_DAYS);
	const value = movers.reduce((sum, mover) => sum + mover.value, 0);
	return { movers: movers.slice(0, SHOWN), total: movers.length, value };
}

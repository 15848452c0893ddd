import { dateOf, dayOf } from '../forecast/calendar';
import { classify, nineCells, type Cell, type CellTotals, type Classified } from './abc-xyz';
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
	/** Products by value and variability; null under 8 whole days. */
	cells: CellTotals[] | null;
	/** The products of the cell that was asked for; null where none was, or there are no cells. */
	inCell: string[] | null;
	/** Null under 28 days: what did not sell for a day is not slow. */
	slow: { movers: SlowMover[]; total: number; value: number } | null;
}

/** Rows of a list that people are shown. */
const SHOWN = 100;
/** The value of fewer whole days says nothing of a product. */
const MIN_DAYS_FOR_VALUE = 8;
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
	const classified = classifiedIn(inSection, shelf, stretch, now);
	const cellOf =
		classified &&
		new Map(classified.map(({ productId, abc, xyz }) => [productId, `${abc}${xyz}` as Cell] as const));
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
		cells: classified && nineCells(classified),
		inCell: cellOf && cell !== undefined ? [...cellOf.keys()].filter(isIn) : null,
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

/** Value in the stretch by how much demand varies from week to week; null where the stretch is too short. */
function classifiedIn(
	lines: readonly SaleLine[],
	shelf: readonly ShelfPart[],
	stretch: Stretch,
	now: string
): Classified[] | null {
	const { first, last } = daysOf(stretch);
	const lastWhole = Math.min(dayOf(last)!, dayOf(now)! - 1);
	if (lastWhole - dayOf(first)! + 1 < MIN_DAYS_FOR_VALUE) return null;
	// By the day every part is erratic: how steady one is shows over weeks, whatever stretch its value is of.
	const weekly = demandSeries(lines, { last: dateOf(lastWhole), periods: STEADY_WEEKS, periodDays: 7 });
	const value = new Map(shelf.map(({ productId }) => [productId, 0]));
	for (const { productId, quantity, price } of linesBetween(lines, stretch.from, stretch.to))
		value.set(productId, (value.get(productId) ?? 0) + quantity * price);
	return classify(
		Array.from(value, ([productId, value]) => ({ productId, value, series: weekly.get(productId) ?? [] }))
	);
}

function slowOf(shelf: readonly ShelfPart[], lines: readonly SaleLine[], days: number): Insights['slow'] {
	const movers = slowMovers(shelf, lines, days, SLOW_COVER_DAYS);
	const value = movers.reduce((sum, mover) => sum + mover.value, 0);
	return { movers: movers.slice(0, SHOWN), total: movers.length, value };
}

/** The shop's rows as forecasts want them: one code for the server's thread and a browser's worker. */
import type { DeskProduct } from '../catalogue/product';
import type { Sale } from '../sales/sale';
import { soldProduct } from '../sales/sold-product';
import type { Movement } from '../stock/stock';
import { dayOf, firstDay, periodOf, type Period } from './calendar';
import { demandPanel, type DemandLine } from './demand';
import { outOfStockDays } from './out-of-stock';
import type { Panel } from './panel';

/** Days that are looked back, three years: what was before says little of the next weeks. */
export const HISTORY_DAYS = 1096;

export interface ShopHistory {
	products: readonly Pick<DeskProduct, 'productId' | 'name' | 'formerNames' | 'stock'>[];
	/** All lines of sales, as a `lineReader` made them; gone through twice. */
	lines: Iterable<DemandLine>;
	movements: readonly Pick<Movement, 'date' | 'productId' | 'delta' | 'reason'>[];
	/** Ids of the orders that the admin marked as one-off. */
	oneOffOrders: Iterable<string>;
	/** A day since 1970 in the shop's zone: the first that is forecast, or in the first period that is. */
	today: number;
	/** A day each, where nothing else is said. */
	period?: Period;
}

export interface ShopPanel {
	/** The items are the ids of all products, in their order. */
	panel: Panel;
	/** The days on which a product could not be sold, by its id. */
	outOfStock: Map<string, Set<number>>;
}

/** Demand of every product of the shop up to yesterday, without one-off orders and days without stock. */
export function shopPanel({
	products,
	lines,
	movements,
	oneOffOrders,
	today,
	period = 'day'
}: ShopHistory): ShopPanel {
	const outOfStock = outOfStockDays(products, lines, movements, today);
	const firstStock = new Map<string, number>();
	for (const { productId, date, reason } of movements) {
		const day = reason === 'opening' ? dayOf(date) : null;
		if (day !== null) firstStock.set(productId, Math.min(day, firstStock.get(productId) ?? day));
	}
	const items = products.map(({ productId }) => productId);
	const panel = demandPanel(only(lines, new Set(items)), {
		period,
		start: today - HISTORY_DAYS,
		end: today,
		oneOff: new Set(oneOffOrders),
		outOfStock: period === 'day' ? outOfStock : unsoldPeriods(outOfStock, period),
		firstStock,
		items
	});
	return { panel, outOfStock };
}

/**
 * Units of what is in the catalogue no more, a period each up to yesterday, from the first that sold something: no part
 * that is forecast, but sales of the shop all the same.
 */
export function goneDemand({
	products,
	lines,
	oneOffOrders,
	today,
	period = 'day'
}: Pick<ShopHistory, 'products' | 'lines' | 'oneOffOrders' | 'today' | 'period'>): Float64Array {
	const start = today - HISTORY_DAYS;
	const listed = new Set(products.map(({ productId }) => productId));
	const gone = [...lines].filter(({ item }) => !listed.has(item)).map((line) => ({ ...line, item: '' }));
	const { values } = demandPanel(gone, {
		period,
		start,
		end: today,
		oneOff: new Set(oneOffOrders),
		firstStock: new Map([['', start]]),
		items: ['']
	});
	const units = values[0]!;
	const first = units.findIndex((sold) => sold > 0);
	return first < 0 ? new Float64Array(0) : units.slice(first);
}

/** Of days without stock those of weeks or months that were mostly such days: one day says little of a month. */
function unsoldPeriods(
	days: ReadonlyMap<string, ReadonlySet<number>>,
	period: Period
): Map<string, Set<number>> {
	const daysIn = (index: number) => firstDay(index + 1, period) - firstDay(index, period);
	return new Map(
		[...days].map(([item, out]) => {
			const counts = new Map<number, number>();
			for (const day of out) counts.set(periodOf(day, period), (counts.get(periodOf(day, period)) ?? 0) + 1);
			const mostly = (day: number) => 2 * counts.get(periodOf(day, period))! > daysIn(periodOf(day, period));
			return [item, new Set([...out].filter(mostly))];
		})
	);
}

function* only(lines: Iterable<DemandLine>, items: ReadonlySet<string>): Generator<DemandLine> {
	for (const line of lines) if (items.has(line.item)) yield line;
}

/** Reads lines of sales for what they sold; null for a line without a day of the calendar. */
export function lineReader(
	products: ShopHistory['products']
): (sale: Pick<Sale, 'date' | 'orderId' | 'item' | 'productId' | 'quantity'>) => DemandLine | null {
	const sold = soldProduct(products);
	const days = new Map<string, number | null>();
	return (sale) => {
		const { date, orderId, quantity } = sale;
		const text = date.slice(0, 10);
		let day = days.get(text);
		if (day === undefined) days.set(text, (day = dayOf(text)));
		if (day === null) return null;
		return { day, item: sold(sale), units: quantity, orderId };
	};
}

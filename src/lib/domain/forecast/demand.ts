/** From lines of sales to units a period. */
import { periodOf, type Period } from './calendar';
import type { Panel } from './panel';

/** One line of sales, as far as demand is concerned. */
export interface DemandLine {
	/** Days since 1970 in the shop's own calendar. */
	day: number;
	item: string;
	/** Negative for a return. */
	units: number;
	orderId: string;
}

export interface DemandOptions {
	period: Period;
	/** The first day to look at; all of them if absent. */
	start?: number;
	/** The first day that is not known whole: today, mostly. */
	end: number;
	/** Orders that the admin marked as one-off: no sign of demand to come. */
	oneOff?: ReadonlySet<string>;
	/** Days on which an item could not be sold; the periods of such days are not known. */
	outOfStock?: ReadonlyMap<string, ReadonlySet<number>>;
	/** The first day on which an item was in stock, where it is before its first sale. */
	firstStock?: ReadonlyMap<string, number>;
	/** Items to list though they never sold. */
	items?: readonly string[];
}

/**
 * Units of each item per period, from its first sale (or its first stock) to the last whole period. A return takes
 * its units off the sale of the same order, which was no demand then; without such a sale it says nothing.
 *
 * The period of the first sale is not known where nothing tells when the item came: the series begins there because
 * of that sale, so counting it would overstate what sells, by a third in a history of a month.
 */
export function demandPanel(lines: Iterable<DemandLine>, options: DemandOptions): Panel {
	const { period, oneOff, outOfStock, firstStock } = options;
	const end = periodOf(options.end, period);
	const earliest = options.start === undefined ? -Infinity : periodOf(options.start, period);
	const sales = netSales(lines, oneOff);
	const byItem = new Map<string, Map<number, number>>((options.items ?? []).map((item) => [item, new Map()]));
	for (const { item, day, units } of sales) {
		if (day >= options.end) continue;
		let sold = byItem.get(item);
		if (!sold) byItem.set(item, (sold = new Map()));
		const index = periodOf(day, period);
		sold.set(index, (sold.get(index) ?? 0) + units);
	}
	const items = [...byItem.keys()];
	const values = items.map((item) => {
		const units = byItem.get(item)!;
		const sold = [...units].filter(([index, count]) => index < end && count > 0).map(([index]) => index);
		const firstSale = sold.reduce((least, index) => Math.min(least, index), end);
		const day = firstStock?.get(item);
		const stocked = day === undefined ? Infinity : periodOf(day, period);
		const came = Math.min(firstSale, stocked);
		const start = Math.max(came, earliest);
		const history = new Float64Array(Math.max(0, end - start));
		for (const index of sold) if (index >= start) history[index - start] = units.get(index)!;
		if (start < stocked && start === came && sold.length > 1) history[0] = NaN;
		for (const day of outOfStock?.get(item) ?? []) {
			const at = periodOf(day, period) - start;
			if (at >= 0 && at < history.length) history[at] = NaN;
		}
		return history;
	});
	return { period, end, items, values };
}

function netSales(lines: Iterable<DemandLine>, oneOff: ReadonlySet<string> | undefined): DemandLine[] {
	const sales: DemandLine[] = [];
	const returns: DemandLine[] = [];
	const byOrder = new Map<string, DemandLine[]>();
	for (const line of lines) {
		if (oneOff?.has(line.orderId)) continue;
		if (line.units < 0) {
			returns.push(line);
			continue;
		}
		const sale = { ...line };
		sales.push(sale);
		if (line.orderId === '') continue;
		const key = `${line.orderId}\n${line.item}`;
		const same = byOrder.get(key);
		if (same) same.push(sale);
		else byOrder.set(key, [sale]);
	}
	for (const { orderId, item, units } of returns) {
		let back = -units;
		for (const sale of byOrder.get(`${orderId}\n${item}`) ?? []) {
			const taken = Math.min(back, sale.units);
			sale.units -= taken;
			back -= taken;
		}
	}
	return sales;
}

import type { SaleLine } from './sale-line';

/** What a group of lines comes to, returns taken off. */
export interface Totals {
	units: number;
	/** Minor units. */
	revenue: number;
	/** Orders with at least one line that sold something. */
	orders: number;
	/** Shares of the whole, 0 where the whole is not above 0. */
	unitShare: number;
	revenueShare: number;
}

/** Totals of the lines by a key of each, such as its product or section. */
export function totalsBy(lines: Iterable<SaleLine>, keyOf: (line: SaleLine) => string): Map<string, Totals> {
	const totals = new Map<string, Totals>();
	const orders = new Map<string, Set<string>>();
	let allUnits = 0;
	let allRevenue = 0;
	for (const line of lines) {
		const key = keyOf(line);
		let total = totals.get(key);
		if (!total) {
			totals.set(key, (total = { units: 0, revenue: 0, orders: 0, unitShare: 0, revenueShare: 0 }));
			orders.set(key, new Set());
		}
		total.units += line.quantity;
		total.revenue += line.quantity * line.price;
		if (line.quantity > 0) orders.get(key)!.add(line.orderId);
		allUnits += line.quantity;
		allRevenue += line.quantity * line.price;
	}
	for (const [key, total] of totals) {
		total.orders = orders.get(key)!.size;
		total.unitShare = allUnits > 0 ? total.units / allUnits : 0;
		total.revenueShare = allRevenue > 0 ? total.revenue / allRevenue : 0;
	}
	return totals;
}

export type ProductTotals = Totals & { productId: string };

/** The products that sold most, by units or by revenue, with their shares of all the lines. */
export function topProducts(
	lines: Iterable<SaleLine>,
	by: 'units' | 'revenue',
	limit = Infinity
): ProductTotals[] {
	const rows = [...totalsBy(lines, ({ productId }) => productId)].map(([productId, totals]) => ({
		productId,
		...totals
	}));
	return rows.sort((a, b) => b[by] - a[by] || compareText(a.productId, b.productId)).slice(0, limit);
}

export type SectionTotals = Totals & { section: string };

/** The sections by revenue; lines without one are the section ''. */
export function salesBySection(lines: Iterable<SaleLine>): SectionTotals[] {
	const rows = [...totalsBy(lines, ({ section }) => section ?? '')].map(([section, totals]) => ({
		section,
		...totals
	}));
	return rows.sort((a, b) => b.revenue - a.revenue || compareText(a.section, b.section));
}

/** By code unit: the same order everywhere. */
export function compareText(a: string, b: string): number {
	return a < b ? -1 : a > b ? 1 : 0;
}

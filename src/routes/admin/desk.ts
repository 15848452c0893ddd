import { device } from '$lib/client/device';
import type { Sale } from '$lib/domain/sales/sale';

/** What the shop sold, of the days that this device holds. */
export interface SalesSoFar {
	/** Minor units. */
	total: number;
	orders: number;
	pieces: number;
	/** The newest lines, newest first. */
	newest: Sale[];
}

export async function salesSoFar(newest: number): Promise<SalesSoFar> {
	const { db } = await device();
	const orders = new Set<string>();
	const sum: SalesSoFar = { total: 0, orders: 0, pieces: 0, newest: [] };
	await db.sales.reverse().each(({ rows }) => {
		const byTime = [...rows].sort((a, b) => (a.date < b.date ? 1 : a.date > b.date ? -1 : 0));
		for (const sale of byTime) {
			orders.add(sale.orderId);
			sum.total += sale.total;
			sum.pieces += sale.quantity;
			if (sum.newest.length < newest) sum.newest.push(sale);
		}
	});
	sum.orders = orders.size;
	return sum;
}

/** The newest rows of one of the desk's small tables, as they came. */
export async function newestRows(
	table: 'stocks' | 'log' | 'movements' | 'reorder' | 'forecasts',
	most: number
): Promise<Record<string, unknown>[]> {
	const { db } = await device();
	return db[table].reverse().limit(most).toArray();
}

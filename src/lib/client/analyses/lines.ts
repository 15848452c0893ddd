import type { DeskProduct } from '../../domain/catalogue/product';
import type { Sale } from '../../domain/sales/sale';
import { loadCatalogue } from '../catalogue/load';
import type { DeviceDb } from '../db/schema';
import type { Tell } from './index';

/** Days read at once: a year of a busy shop is not held in memory twice. */
const DAYS_AT_ONCE = 30;

/** Hands every sale line of some days (`YYYY-MM-DD`, both included) over, oldest day first. */
export async function eachSale(
	db: DeviceDb,
	{ first, last }: { first: string; last: string },
	take: (sale: Sale) => void,
	tell: Tell
): Promise<void> {
	const days = await db.sales.where('day').between(first, last, true, true).primaryKeys();
	for (let from = 0; from < days.length; from += DAYS_AT_ONCE) {
		const read = await db.sales.bulkGet(days.slice(from, from + DAYS_AT_ONCE));
		for (const day of read) day?.rows.forEach(take);
		tell(Math.min(1, (from + DAYS_AT_ONCE) / days.length));
	}
}

/** All products of the device, hidden ones too, by their ids. */
export async function productsOf(db: DeviceDb): Promise<DeskProduct[]> {
	const loaded = await loadCatalogue(db, 0);
	const ids = loaded?.catalogue.list({ hidden: true }).ids ?? [];
	return ids.sort().flatMap((id) => loaded?.catalogue.product(id) ?? []);
}

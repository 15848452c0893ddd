import { dateOf, dayOf } from '../../domain/forecast/calendar';
import {
	insights as work,
	type Insights,
	type InsightsQuery,
	type ShelfPart
} from '../../domain/insights/insights';
import { daysOf } from '../../domain/insights/range';
import type { SaleLine } from '../../domain/insights/sale-line';
import { loadCatalogue } from '../catalogue/load';
import type { DeviceDb } from '../db/schema';
import type { Tell } from './index';
import { eachSale, productIdOf } from './lines';

/** A product that did not sell for so long before the stretch counts as new in it. */
const LOOK_BACK_DAYS = 365;
/** The share of the work that reading is. */
const READING = 0.8;

/** What the sales of a stretch say, from the device's own rows. */
export async function insights(db: DeviceDb, query: InsightsQuery, tell: Tell): Promise<Insights> {
	const { first, last, days } = daysOf(query.stretch);
	const loaded = await loadCatalogue(db, 0);
	const parts: ShelfPart[] = (loaded?.catalogue.list({ hidden: true }).ids ?? []).flatMap((id) => {
		const product = loaded!.catalogue.product(id);
		return product && product.status !== 'hidden'
			? {
					productId: id,
					section: product.section,
					stock: product.stock,
					price: product.cost ?? product.price
				}
			: [];
	});
	const sectionOf = new Map(parts.map(({ productId, section }) => [productId, section]));
	const lines: SaleLine[] = [];
	const back = Math.max(LOOK_BACK_DAYS, days);
	await eachSale(
		db,
		{ first: dateOf(dayOf(first)! - back), last },
		(sale) => {
			const { date, orderId, quantity, price, username } = sale;
			const productId = productIdOf(sale);
			lines.push({ date, orderId, productId, quantity, price, username, section: sectionOf.get(productId) });
		},
		(share) => tell(READING * share)
	);
	return work(lines, parts, query);
}

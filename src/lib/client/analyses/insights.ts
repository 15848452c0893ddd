import { dateOf, dayOf } from '../../domain/forecast/calendar';
import {
	insights as work,
	type Insights,
	type InsightsQuery,
	type ShelfPart
} from '../../domain/insights/insights';
import { daysOf } from '../../domain/insights/range';
import type { SaleLine } from '../../domain/insights/sale-line';
import { soldProduct } from '../../domain/sales/sold-product';
import type { DeviceDb } from '../db/schema';
import type { Tell } from './index';
import { eachSale, productsOf } from './lines';

/** A product that did not sell for so long before the stretch counts as new in it. */
const LOOK_BACK_DAYS = 365;
/** The share of the work that reading is. */
const READING = 0.8;

/** What the sales of a stretch say, from the device's own rows. */
export async function insights(db: DeviceDb, query: InsightsQuery, tell: Tell): Promise<Insights> {
	const { first, last, days } = daysOf(query.stretch);
	const products = await productsOf(db);
	const parts = products
		.filter(({ status }) => status !== 'hidden')
		.map(({ productId, section, stock, cost, price }): ShelfPart => ({
			productId,
			section,
			stock,
			price: cost ?? price
		}));
	const sectionOf = new Map(products.map(({ productId, section }) => [productId, section]));
	const sold = soldProduct(products);
	const lines: SaleLine[] = [];
	const back = Math.max(LOOK_BACK_DAYS, days);
	await eachSale(
		db,
		{ first: dateOf(dayOf(first)! - back), last },
		(sale) => {
			const { date, orderId, quantity, price, username } = sale;
			const productId = sold(sale);
			lines.push({ date, orderId, productId, quantity, price, username, section: sectionOf.get(productId) });
		},
		(share) => tell(READING * share)
	);
	return work(lines, parts, query);
}

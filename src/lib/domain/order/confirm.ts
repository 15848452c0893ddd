import { err, ok, type Result } from '../result';
import type { Sale } from '../sales/sale';
import type { Order } from './order';
import { reviewLines, type ProductOf } from './review';

/** A line that the shelf can't fill. */
export interface Shortage {
	productId: string;
	requested: number;
	available: number;
}

/** A sale before the store has numbered it. */
export type NewSale = Omit<Sale, 'saleId'>;

/**
 * The order confirmed at an instant (ms), with the sales that it makes at the shop's wall clock `date`. The price is
 * the one that the buyer agreed to; only the shelf can still be in the way: then the order with what to review.
 */
export function confirmOrder(
	order: Order,
	productOf: ProductOf,
	at: number,
	date: string
): Result<{ order: Order; sales: NewSale[] }, { order: Order; shortages: Shortage[] }> {
	const { lines, shortages } = shelfOf(order, productOf);
	if (shortages.length > 0) return err({ order: { ...order, status: 'needs_review', lines }, shortages });
	const sales = order.lines.map(({ productId, name, quantity, price }) => ({
		date,
		orderId: order.orderId,
		item: name,
		quantity,
		price,
		username: order.username,
		total: quantity * price,
		productId,
		...(order.soldBy !== undefined && { soldBy: order.soldBy })
	}));
	return ok({ order: { ...order, status: 'confirmed', confirmedAt: new Date(at).toISOString() }, sales });
}

function shelfOf(order: Order, productOf: ProductOf) {
	const { lines } = reviewLines(order.lines, productOf);
	const shortages = lines.flatMap(({ productId, quantity, available = quantity }) =>
		available < quantity ? [{ productId, requested: quantity, available }] : []
	);
	return { lines, shortages };
}

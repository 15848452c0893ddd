import { confirmOrder, type Shortage } from '../../domain/order/confirm';
import type { Order } from '../../domain/order/order';
import { err, ok, type Result } from '../../domain/result';
import { orders } from '../store/orders';
import { products } from '../store/products';
import { sales } from '../store/sales';
import { audit, wallClock, type Context } from './context';

/**
 * Makes an order a sale: stock taken, sales, state and log written, together. Where the shelf can't fill it the order
 * is left for review, with nothing taken.
 */
export async function settle(ctx: Context, order: Order): Promise<Result<Order, Shortage[]>> {
	const { tx, now } = ctx;
	const ids = order.lines.map((line) => line.productId);
	const found = await products.byIds(tx, ids);
	const confirmed = confirmOrder(order, (id) => found.get(id), now, wallClock(ctx));
	if (!confirmed.ok) {
		await orders.update(tx, confirmed.error.order);
		return err(confirmed.error.shortages);
	}
	for (const { productId, quantity } of order.lines)
		if (!(await products.takeStock(tx, productId, quantity)))
			throw new Error(`Stock of ${productId} changed within the transaction.`);
	await sales.insertAll(
		tx,
		confirmed.value.sales.map((sale) => ({ saleId: '', ...sale }))
	);
	await orders.update(tx, confirmed.value.order);
	await audit(ctx, order.soldBy === undefined ? 'CONFIRM_ORDER' : 'SELL_AT_COUNTER', order.orderId);
	return ok(confirmed.value.order);
}

import { placeOrder } from '../../domain/order/place';
import { refundOrder as decideRefund } from '../../domain/order/refund';
import { ok, refuse } from '../../domain/result';
import type { MutationArgs } from '../../protocol/mutations';
import { orders } from '../store/orders';
import { products } from '../store/products';
import { sales } from '../store/sales';
import { users } from '../store/users';
import { settle } from './confirm';
import { audit, wallClock, type Context, type Outcome } from './context';
import { taken } from './place-order';

/** A sale to somebody at the counter: the PIN stands for the code. What is different by now is for the desk to review. */
export async function sellAtCounter(ctx: Context, args: MutationArgs<'sellAtCounter'>): Promise<Outcome> {
	const { tx, now, actor } = ctx;
	const { username = '', ...request } = args;
	const known = await orders.byId(tx, args.orderId);
	if (known) return known.soldBy === undefined ? taken(args.orderId) : ok(null);
	if (await sales.hasOrder(tx, args.orderId)) return taken(args.orderId);
	if (username !== '' && !(await users.byName(tx, username)))
		return refuse('not_found', `There is no account ${username}. Sell without one, or correct the name.`);

	const ids = args.lines.map((line) => line.productId);
	const found = await products.byIds(tx, ids);
	const placedAt = new Date(now).toISOString();
	const placed = placeOrder({ ...request, placedAt, fulfilment: 'pickup' }, username, (id) => found.get(id));
	if (!placed.ok) return placed;
	const order = { ...placed.value, soldBy: actor.username };
	await orders.insert(tx, order, now);
	if (order.status === 'awaiting_code') await settle(ctx, order);
	return ok(null);
}

/** Takes pieces of a sold order back: return rows among the sales, and back on the shelf. */
export async function refundOrder(
	ctx: Context,
	{ orderId, lines, reason }: MutationArgs<'refundOrder'>
): Promise<Outcome> {
	const { tx, actor } = ctx;
	const order = await orders.byId(tx, orderId);
	if (!order) return refuse('not_found', `There is no order ${orderId}.`);
	const refunded = decideRefund(order, await sales.ofOrder(tx, orderId), {
		lines,
		reason,
		date: wallClock(ctx),
		by: actor.username
	});
	if (!refunded.ok) return refunded;
	await sales.insertAll(
		tx,
		refunded.value.returns.map((sale) => ({ saleId: '', ...sale }))
	);
	// A product that is gone from the shop has no shelf to come back to.
	for (const { productId, quantity } of lines) await products.moveStock(tx, productId, quantity);
	await orders.update(tx, refunded.value.order);
	await audit(ctx, 'REFUND_ORDER', orderId);
	return ok(null);
}

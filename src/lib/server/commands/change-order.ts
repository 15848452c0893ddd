import { advanceOrder as advance, cancelOrder as cancel } from '../../domain/order/close';
import type { Order } from '../../domain/order/order';
import { acceptOrder as accept } from '../../domain/order/place';
import { ok, refuse } from '../../domain/result';
import type { MutationArgs } from '../../protocol/mutations';
import { codes } from '../store/codes';
import { orders } from '../store/orders';
import { products } from '../store/products';
import { settle } from './confirm';
import { audit, type Context, type Outcome } from './context';

/** The buyer's answer to what is different; a counter sale, whose PIN stands for the code, is closed by it. */
export async function acceptOrder(ctx: Context, args: MutationArgs<'acceptOrder'>): Promise<Outcome> {
	const { tx, actor } = ctx;
	const order = await orderFor(ctx, args.orderId);
	const atCounter = order?.soldBy !== undefined;
	if (!order || (!atCounter && order.username !== actor.username)) return unknown(args.orderId);
	if (atCounter && !actor.unlocked) return refuse('pin_required', 'A counter sale needs the admin PIN.');
	const found = await products.byIds(
		tx,
		args.lines.map((line) => line.productId)
	);
	const accepted = accept(order, args.lines, (id) => found.get(id));
	if (!accepted.ok) return accepted;
	await codes.end(tx, order.orderId);
	if (atCounter && accepted.value.status === 'awaiting_code') await settle(ctx, accepted.value);
	else await orders.update(tx, accepted.value);
	return ok(null);
}

export async function cancelOrder(ctx: Context, { orderId }: MutationArgs<'cancelOrder'>): Promise<Outcome> {
	const order = await orderFor(ctx, orderId);
	if (!order) return unknown(orderId);
	const cancelled = cancel(order);
	if (!cancelled.ok || cancelled.value === order) return cancelled;
	await codes.end(ctx.tx, orderId);
	await orders.update(ctx.tx, cancelled.value);
	if (order.username !== ctx.actor.username) await audit(ctx, 'CANCEL_ORDER', orderId);
	return cancelled;
}

export async function advanceOrder(
	ctx: Context,
	{ orderId, status }: MutationArgs<'advanceOrder'>
): Promise<Outcome> {
	const order = await orders.byId(ctx.tx, orderId);
	if (!order) return unknown(orderId);
	const advanced = advance(order, status);
	if (!advanced.ok || advanced.value === order) return advanced;
	await orders.update(ctx.tx, advanced.value);
	await audit(ctx, status === 'ready' ? 'ORDER_READY' : 'HAND_OVER_ORDER', orderId);
	return advanced;
}

/** The order, if the actor may know of it: the buyer's own; any, and counter sales, for the desk alone. */
async function orderFor({ tx, actor }: Context, orderId: string): Promise<Order | undefined> {
	const order = await orders.byId(tx, orderId);
	const own = order?.username === actor.username && order.soldBy === undefined;
	return own || actor.role === 'admin' ? order : undefined;
}

const unknown = (orderId: string) => refuse('not_found', `There is no order ${orderId}.`);

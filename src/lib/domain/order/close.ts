import { ok, refuse, type Refusal, type Result } from '../result';
import type { Order } from './order';
import { closed } from './place';

export const EXPIRES_AFTER_MS = 7 * 24 * 60 * 60 * 1000;

/** The order given up by its buyer or the desk before it was confirmed; a second time changes nothing. */
export function cancelOrder(order: Order): Result<Order, Refusal> {
	if (order.status === 'cancelled') return ok(order);
	if (order.status !== 'awaiting_code' && order.status !== 'needs_review') return closed(order);
	return ok({ ...order, status: 'cancelled' });
}

/** The confirmed order one step on; a step that was made already changes nothing. */
export function advanceOrder(order: Order, status: 'ready' | 'handed_over'): Result<Order, Refusal> {
	if (order.status === status) return ok(order);
	if (order.status === 'confirmed' || (order.status === 'ready' && status === 'handed_over'))
		return ok({ ...order, status });
	return refuse('order_closed', `Order ${order.orderId} is ${order.status}: it can't become ${status}.`);
}

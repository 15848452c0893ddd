import { ok, refuse, type Refusal, type Result } from '../result';
import { totalOf, type Order } from './order';
import { reviewLines, type AskedLine, type ProductOf } from './review';

/** What a buyer sends: the lines, and how the goods are to be had. */
export interface OrderRequest extends Pick<
	Order,
	'orderId' | 'placedAt' | 'fulfilment' | 'contact' | 'phone' | 'address' | 'note'
> {
	lines: readonly AskedLine[];
}

/** The order as the shop takes it in: waiting for its code, or for the buyer to look at what is different. */
export function placeOrder(
	{ lines: asked, ...request }: OrderRequest,
	username: string,
	productOf: ProductOf
): Result<Order, Refusal> {
	const content = contentOf(asked, productOf);
	return content.ok ? ok({ ...request, username, ...content.value }) : content;
}

/** The order with the lines that the buyer accepts now; it needs another look where those are not today's either. */
export function acceptOrder(
	order: Order,
	asked: readonly AskedLine[],
	productOf: ProductOf
): Result<Order, Refusal> {
	if (order.status !== 'needs_review' && order.status !== 'awaiting_code') return closed(order);
	const names = new Map(order.lines.map(({ productId, name }) => [productId, name]));
	const named = asked.map((line) => ({ name: names.get(line.productId) ?? line.productId, ...line }));
	const content = contentOf(named, productOf);
	return content.ok ? ok({ ...order, ...content.value }) : content;
}

/** The refusal of an order that is past being changed. */
export function closed(order: Order) {
	return refuse('order_closed', `Order ${order.orderId} is ${order.status} and can't be changed.`);
}

function contentOf(
	asked: readonly AskedLine[],
	productOf: ProductOf
): Result<Pick<Order, 'lines' | 'total' | 'status'>, Refusal> {
	if (new Set(asked.map((line) => line.productId)).size < asked.length)
		return refuse('invalid', 'A product stands in two lines. Put all pieces of a product in one line.');
	const total = totalOf(asked);
	if (!Number.isSafeInteger(total))
		return refuse('invalid', 'The total is too large for one order. Split it.');
	const { lines, differs } = reviewLines(asked, productOf);
	return ok({ lines, total, status: differs ? 'needs_review' : 'awaiting_code' });
}

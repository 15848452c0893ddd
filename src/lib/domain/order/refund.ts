import { ok, refuse, type Refusal, type Result } from '../result';
import type { Sale } from '../sales/sale';
import type { NewSale } from './confirm';
import type { Order } from './order';
import { closed } from './place';

export interface RefundRequest {
	/** `left`: the pieces that could come back as far as the person knew, so that one refund counts once. */
	lines: readonly { productId: string; quantity: number; left?: number }[];
	reason: string;
	/** The shop's wall clock. */
	date: string;
	/** Who at the desk takes it back. */
	by: string;
}

/**
 * What comes back of a sold order, as sales with negative quantities. `sales` are all rows of the order so far; it is
 * `refunded` once nothing of it is left.
 */
export function refundOrder(
	order: Order,
	sales: readonly Sale[],
	{ lines, reason, date, by }: RefundRequest
): Result<{ order: Order; returns: NewSale[] }, Refusal> {
	if (order.confirmedAt === undefined || order.status === 'refunded') return closed(order);
	const left = new Map<string, number>();
	for (const { productId, quantity } of sales)
		if (productId !== undefined) left.set(productId, (left.get(productId) ?? 0) + quantity);

	const returns: NewSale[] = [];
	for (const { productId, quantity, left: seen } of lines) {
		const sold = order.lines.find((line) => line.productId === productId);
		const rest = left.get(productId) ?? 0;
		if (!sold || quantity > rest)
			return refuse('invalid', `${quantity} of ${sold?.name ?? productId} can't come back: ${rest} can.`);
		if (seen !== undefined && seen !== rest)
			return refuse(
				'conflict',
				`Of ${sold.name} ${rest} can still come back, not ${seen}: look at the order again.`
			);
		left.set(productId, rest - quantity);
		returns.push({
			date,
			orderId: order.orderId,
			item: sold.name,
			quantity: -quantity,
			price: sold.price,
			username: order.username,
			total: -quantity * sold.price,
			productId,
			kind: 'return',
			reason,
			soldBy: by
		});
	}
	const allBack = [...left.values()].every((rest) => rest <= 0);
	return ok({ order: allBack ? { ...order, status: 'refunded' } : order, returns });
}

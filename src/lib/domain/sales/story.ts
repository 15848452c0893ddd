import type { Order } from '../order/order';
import type { Sale } from './sale';

/** A step of an order's way, for the desk. */
export interface Step {
	/** An instant in ISO 8601, or the shop's wall clock as its files have it. */
	at: string;
	what: string;
	who?: string;
}

/** A line of the shop's log. */
export interface LogLine {
	at: string;
	username: string;
	action: string;
	target: string;
}

const actions: Record<string, string> = {
	CONFIRM_ORDER: 'Confirmed with the right code',
	SELL_AT_COUNTER: 'Sold at the counter',
	CANCEL_ORDER: 'Cancelled by the desk',
	ORDER_READY: 'Marked as ready',
	HAND_OVER_ORDER: 'Handed over',
	REFUND_ORDER: 'Refund booked',
	MARK_ONE_OFF: 'Marked as one-off: forecasts leave it out',
	UNMARK_ONE_OFF: 'Counts in forecasts again'
};

/** How an order came to be what it is, oldest first; `toInstant` reads the shop's wall clock. */
export function storyOf(
	order: Order,
	sales: readonly Sale[],
	log: readonly LogLine[],
	toInstant: (wallClock: string) => number | null
): Step[] {
	const logged = log.filter(
		({ target, action }) => target === order.orderId && Object.hasOwn(actions, action)
	);
	const sold = sales.filter(({ kind }) => kind !== 'return');
	const steps: Step[] = [
		{
			at: order.placedAt,
			what: order.soldBy === undefined ? 'Placed on the device' : 'Put together at the counter',
			who: order.soldBy ?? order.username
		},
		...(order.confirmedAt && !logged.some(({ action }) => /^(CONFIRM_ORDER|SELL_AT_COUNTER)$/.test(action))
			? [{ at: order.confirmedAt, what: 'Confirmed', who: order.soldBy ?? order.username }]
			: []),
		...logged.map(({ at, action, username }) => ({ at, what: actions[action]!, who: username })),
		...(sold.length > 0
			? [
					{
						at: sold[0]!.date,
						what: `Booked as sold, ${sold.length} ${sold.length === 1 ? 'line' : 'lines'}`
					}
				]
			: []),
		...sales
			.filter(({ kind }) => kind === 'return')
			.map(({ date, quantity, item, reason, soldBy }) => ({
				at: date,
				what: `${-quantity} × ${item} came back${reason ? `: ${reason}` : ''}`,
				...(soldBy && { who: soldBy })
			}))
	];
	const time = ({ at }: Step) => (at.includes('T') ? Date.parse(at) : (toInstant(at) ?? 0));
	// Files hold whole seconds: a step of the same second stays behind what caused it.
	return steps
		.map((step, index) => ({ step, index, at: Math.floor(time(step) / 1000) }))
		.sort((a, b) => a.at - b.at || a.index - b.index)
		.map(({ step }) => step);
}

/** Pieces of each product of an order that were sold and did not come back. */
export function leftOf(sales: readonly Sale[]): Map<string, number> {
	const left = new Map<string, number>();
	for (const { productId, quantity } of sales)
		if (productId !== undefined) left.set(productId, (left.get(productId) ?? 0) + quantity);
	return left;
}

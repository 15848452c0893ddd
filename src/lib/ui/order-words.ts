import type { Order, OrderStatus } from '../domain/order/order';
import type { Tone } from './Badge.svelte';

type Shown = Pick<Order, 'status' | 'fulfilment' | 'soldBy'>;

/** An order's state in two or three words. */
export const statusWords: Record<OrderStatus, { word: string; tone: Tone }> = {
	queued: { word: 'Waits to be sent', tone: 'queued' },
	awaiting_code: { word: 'Waits for your code', tone: 'info' },
	needs_review: { word: 'Changed, have a look', tone: 'warn' },
	confirmed: { word: 'Confirmed', tone: 'good' },
	ready: { word: 'Ready', tone: 'good' },
	handed_over: { word: 'Handed over', tone: 'good' },
	cancelled: { word: 'Cancelled', tone: 'plain' },
	expired: { word: 'Expired', tone: 'plain' },
	refunded: { word: 'Refunded', tone: 'plain' }
};

/** An order's state as its buyer sees it: by the way it is to take. */
export function stateOf({ status, fulfilment }: Shown): { word: string; tone: Tone } {
	const { word, tone } = statusWords[status];
	const delivered = fulfilment === 'delivery';
	if (status === 'ready') return { word: delivered ? 'On its way' : 'Ready to pick up', tone };
	if (status === 'handed_over') return { word: delivered ? 'Delivered' : 'Picked up', tone };
	return { word, tone };
}

/** How an order is paid, or that it was: money changes hands with the parts. */
export function payment({ status, fulfilment, soldBy }: Shown): string {
	const where = fulfilment === 'delivery' ? 'on delivery' : 'at the counter';
	if (status === 'refunded') return 'The money was returned.';
	if (status === 'handed_over' || soldBy !== undefined) return `Paid ${where}.`;
	return `To be paid ${where}.`;
}

/** What happens next, and what the buyer has to do for it. */
export function nextStep({ status, fulfilment, soldBy }: Shown): string {
	const delivered = fulfilment === 'delivery';
	if (soldBy !== undefined && status === 'confirmed') return 'You bought it at the counter.';
	switch (status) {
		case 'queued':
			return 'It goes out by itself when the shop is reached. Then you confirm it with a code.';
		case 'awaiting_code':
			return 'Confirm it with a one-time code. Nothing is reserved or sold before that.';
		case 'needs_review':
			return 'Prices or stock changed since you ordered. See what changed, then accept it or cancel.';
		case 'confirmed':
			return delivered
				? 'The shop packs it. You will see here when it is on its way. Pay on delivery.'
				: 'The shop puts it aside. You will see here when it can be picked up. Pay at the counter.';
		case 'ready':
			return delivered
				? 'It is packed and on its way. Pay on delivery.'
				: 'It lies at the counter. Bring the order number, pay there.';
		case 'handed_over':
			return delivered ? 'It was delivered.' : 'You picked it up.';
		case 'cancelled':
			return 'It was cancelled before it was confirmed: nothing was sold.';
		case 'expired':
			return 'It was not confirmed within 7 days. Order again if you still need the parts.';
		case 'refunded':
			return 'The parts came back and the money was returned.';
	}
}

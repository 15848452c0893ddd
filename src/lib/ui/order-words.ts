import type { Order, OrderStatus } from '../domain/order/order';
import type { Tone } from './Badge.svelte';

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

/** What happens next, and what the buyer has to do for it. */
export function nextStep({ status, fulfilment }: Pick<Order, 'status' | 'fulfilment'>): string {
	const delivered = fulfilment === 'delivery';
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
			return 'Nothing was sold. Its parts are back for everyone.';
		case 'expired':
			return 'It was not confirmed within 7 days. Order again if you still need the parts.';
		case 'refunded':
			return 'The parts came back and the money was returned.';
	}
}

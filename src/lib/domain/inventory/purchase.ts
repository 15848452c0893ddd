import { dateOf, dayOf } from '../forecast/calendar';
import { err, ok, type Result } from '../result';
import type { Movement, Purchase } from '../stock/stock';
import type { Suggestion } from './suggest';

/** The purchase that a suggestion leads to; `orderedAt` is the shop's wall clock. */
export function purchaseOf(suggestion: Suggestion, purchaseId: string, orderedAt: string): Purchase {
	return {
		purchaseId,
		supplier: suggestion.supplier,
		productId: suggestion.productId,
		ordered: suggestion.quantity,
		received: 0,
		cost:
			suggestion.quantity > 0 && suggestion.cost !== null
				? Math.round(suggestion.cost / suggestion.quantity)
				: 0,
		orderedAt,
		expectedAt: dateOf((dayOf(orderedAt) ?? 0) + Math.ceil(suggestion.leadTimeDays)),
		receivedAt: '',
		status: 'ordered'
	};
}

/**
 * Takes in pieces of a purchase: the purchase as it is then, `received` when all came or `partial`, and the movement
 * that puts the pieces on the shelf.
 */
export function receivePurchase(
	purchase: Purchase,
	pieces: number,
	{ at, username, movementId }: { at: string; username: string; movementId: string }
): Result<{ purchase: Purchase; movement: Movement }, 'closed' | 'not_whole'> {
	if (purchase.status === 'received' || purchase.status === 'cancelled') return err('closed');
	if (!Number.isSafeInteger(pieces) || pieces < 1) return err('not_whole');
	const received = purchase.received + pieces;
	return ok({
		purchase: {
			...purchase,
			received,
			receivedAt: at,
			status: received >= purchase.ordered ? 'received' : 'partial'
		},
		movement: {
			movementId,
			date: at,
			productId: purchase.productId,
			delta: pieces,
			reason: 'receipt',
			reference: purchase.purchaseId,
			username,
			note: ''
		}
	});
}

export interface LeadTime {
	days: number;
	sdDays: number;
	/** Purchases that it is learnt from. */
	purchases: number;
}

/** Purchases that the lead time believed so far counts as. */
const PRIOR = 2;

/**
 * Days from order to receipt, and their spread, from the purchases that came in whole. What was believed before counts
 * as two purchases, so that one late delivery does not turn everything over; the spread needs two purchases.
 */
export function learnLeadTime(purchases: readonly Purchase[], believedDays: number): LeadTime {
	const taken = purchases.flatMap(({ orderedAt, receivedAt, status }) => {
		const from = dayOf(orderedAt);
		const to = dayOf(receivedAt);
		return status === 'received' && from !== null && to !== null && to >= from ? [to - from] : [];
	});
	const count = taken.length;
	const sum = taken.reduce((all, days) => all + days, 0);
	const mean = sum / count;
	const squares = taken.reduce((all, days) => all + (days - mean) ** 2, 0);
	return {
		days: (sum + PRIOR * believedDays) / (count + PRIOR),
		sdDays: count < 2 ? 0 : Math.sqrt(squares / (count - 1)),
		purchases: count
	};
}

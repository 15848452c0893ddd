/**
 * A purchase: one part, ordered from a supplier.
 *
 *   ordered ──part──▶ partial ──rest──▶ received
 *      │                 │
 *    cancel            cancel: the rest does not come
 *      ▼                 ▼
 *   cancelled         received
 */
import { dayOf } from '../forecast/calendar';
import { ok, refuse, type Refusal, type Result } from '../result';
import type { Purchase } from '../stock/stock';

/** A purchase as it is ordered, before anything came of it. */
export type PurchaseRequest = Omit<Purchase, 'received' | 'receivedAt' | 'status' | 'extra'>;

/** A purchase as it is taken in; it can't come before the day on which it is ordered. */
export function placePurchase(request: PurchaseRequest): Result<Purchase, Refusal> {
	const { purchaseId, orderedAt, expectedAt } = request;
	const ordered = orderedAt.slice(0, 10);
	if (expectedAt < ordered)
		return refuse(
			'invalid',
			`Purchase ${purchaseId} is ordered on ${ordered} and expected on ${expectedAt}: give a later day.`
		);
	return ok({ ...request, received: 0, receivedAt: '', status: 'ordered' });
}

/** Whether pieces are still to come. Files of other programs have states of their own. */
export const isOpen = ({ status, ordered, received }: Purchase): boolean =>
	status !== 'received' && status !== 'cancelled' && received < ordered;

/** Pieces that have not come. */
export const toCome = ({ ordered, received }: Purchase): number => ordered - received;

/** Days by which what is to come is late on `today`, a day since 1970; 0 where nothing is. */
export const lateBy = (purchase: Purchase, today: number): number =>
	isOpen(purchase) ? Math.max(0, today - (dayOf(purchase.expectedAt) ?? today)) : 0;

/** Pieces of each product that are still to come. */
export function piecesOnOrder(purchases: Iterable<Purchase>): Map<string, number> {
	const pieces = new Map<string, number>();
	for (const purchase of purchases)
		if (isOpen(purchase)) {
			const { productId } = purchase;
			pieces.set(productId, (pieces.get(productId) ?? 0) + toCome(purchase));
		}
	return pieces;
}

export interface Receipt {
	/** Pieces that came; below 0 they were booked by mistake. */
	pieces: number;
	/** Pieces that had come before, as far as the person knew: a receipt that somebody booked meanwhile is not booked twice. */
	seen: number;
}

/** The purchase after pieces came in at `at`, the shop's wall clock. */
export function receivePurchase(
	purchase: Purchase,
	{ pieces, seen }: Receipt,
	at: string
): Result<Purchase, Refusal> {
	const { purchaseId, ordered, received } = purchase;
	if (!Number.isSafeInteger(pieces) || pieces === 0)
		return refuse('invalid', 'Receive a whole number of pieces, 1 or more.');
	if (seen !== received)
		return refuse(
			'conflict',
			`${received} of ${ordered} have come in of purchase ${purchaseId} by now; you saw ${seen}.`
		);
	if (pieces > 0 && !isOpen(purchase))
		return refuse('order_closed', `Purchase ${purchaseId} is ${purchase.status}: nothing is to come.`);
	if (received + pieces > ordered)
		return refuse(
			'invalid',
			`${ordered - received} of ${ordered} are to come of purchase ${purchaseId}. Book what came on top under "Receive goods".`
		);
	if (received + pieces < 0)
		return refuse('invalid', `Only ${received} have come in of purchase ${purchaseId}.`);
	return ok(withReceived({ ...purchase, receivedAt: at }, received + pieces));
}

/** The purchase given up, or what is left of it; a second time changes nothing. */
export function cancelPurchase(purchase: Purchase): Result<Purchase, Refusal> {
	if (purchase.status === 'cancelled') return ok(purchase);
	if (!isOpen(purchase))
		return refuse('order_closed', `All of purchase ${purchase.purchaseId} has come in already.`);
	return ok({ ...purchase, status: purchase.received > 0 ? 'received' : 'cancelled' });
}

/** Takes a cancelling back; what is open stays as it is. */
export function reopenPurchase(purchase: Purchase): Result<Purchase, Refusal> {
	if (isOpen(purchase)) return ok(purchase);
	if (purchase.received >= purchase.ordered)
		return refuse('order_closed', `All of purchase ${purchase.purchaseId} has come in already.`);
	return ok(withReceived(purchase, purchase.received));
}

function withReceived(purchase: Purchase, received: number): Purchase {
	const status = received >= purchase.ordered ? 'received' : received > 0 ? 'partial' : 'ordered';
	return { ...purchase, received, receivedAt: received > 0 ? purchase.receivedAt : '', status };
}

export interface LeadTime {
	days: number;
	sdDays: number;
	/** Purchases that it is learnt from. */
	purchases: number;
}

/** Purchases that the lead time believed so far counts as. */
const PRIOR = 2;
/** Newest purchases that are looked at: a supplier who became slower is soon believed. */
const RECENT = 12;

/**
 * Days from order to receipt, and their spread, from the newest purchases that came in. What was believed before counts
 * as two purchases, so that one late delivery does not turn everything over; the spread needs two purchases.
 */
export function learnLeadTime(purchases: readonly Purchase[], believedDays: number): LeadTime {
	const taken: number[] = [];
	const newestFirst = purchases
		.filter(({ status }) => status === 'received')
		.sort((a, b) => (a.receivedAt < b.receivedAt ? 1 : a.receivedAt > b.receivedAt ? -1 : 0));
	for (const purchase of newestFirst) {
		if (taken.length === RECENT) break;
		const days = daysTaken(purchase);
		if (days !== null) taken.push(days);
	}
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

/**
 * A product's own lead time once the last pieces of a purchase came in: what was believed before counts as two
 * purchases. Each purchase is learnt from once, so that what it taught can be taken back.
 */
export function leadTimeAfter(purchase: Purchase, believedDays: number): number {
	const days = daysTaken(purchase);
	return days === null ? believedDays : (PRIOR * believedDays + days) / (PRIOR + 1);
}

/** What was believed before a purchase, whose receipt is taken back, came in; never below 0. */
export function leadTimeBefore(purchase: Purchase, learntDays: number): number {
	const days = daysTaken(purchase);
	return days === null ? learntDays : Math.max(0, ((PRIOR + 1) * learntDays - days) / PRIOR);
}

/** Days from order to receipt; null where the file's dates say none. */
function daysTaken({ orderedAt, receivedAt }: Purchase): number | null {
	const from = dayOf(orderedAt);
	const to = dayOf(receivedAt);
	return from !== null && to !== null && to >= from ? to - from : null;
}

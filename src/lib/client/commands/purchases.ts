import type { MutationArgs } from '../../protocol/mutations';
import { act } from './act';

/** Admins: orders parts from suppliers. All are written together; each has its own verdict. */
export function placePurchases(purchases: readonly MutationArgs<'placePurchase'>[]): Promise<boolean> {
	return act(...purchases.map((args) => ({ name: 'placePurchase' as const, args })));
}

/** Admins: pieces of a purchase came in; below 0 they were booked by mistake. */
export function receivePurchase(args: MutationArgs<'receivePurchase'>): Promise<boolean> {
	return act({ name: 'receivePurchase', args });
}

/** Admins: what has not come is not waited for any more. */
export function cancelPurchases(purchaseIds: readonly string[]): Promise<boolean> {
	return act(...purchaseIds.map((purchaseId) => ({ name: 'cancelPurchase' as const, args: { purchaseId } })));
}

/** Admins: takes a cancelling back. */
export function reopenPurchase(purchaseId: string): Promise<boolean> {
	return act({ name: 'reopenPurchase', args: { purchaseId } });
}

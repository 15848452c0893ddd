import type { MutationArgs } from '../../protocol/mutations';
import { randomId } from '../ids';
import { act } from './act';

/**
 * Admins: orders parts from suppliers, each a purchase with its own verdict, all written together. Returns their ids;
 * null where nothing was saved.
 */
export async function placePurchases(
	asked: readonly Omit<MutationArgs<'placePurchase'>, 'purchaseId'>[]
): Promise<string[] | null> {
	const purchases = asked.map((purchase) => ({ purchaseId: randomId('PO-', 8), ...purchase }));
	const placed = await act(...purchases.map((args) => ({ name: 'placePurchase' as const, args })));
	return placed ? purchases.map(({ purchaseId }) => purchaseId) : null;
}

/** Admins: pieces of purchases came in; below 0 they were booked by mistake. */
export function receivePurchases(...receipts: MutationArgs<'receivePurchase'>[]): Promise<boolean> {
	return act(...receipts.map((args) => ({ name: 'receivePurchase' as const, args })));
}

/** Admins: what has not come is not waited for any more. */
export function cancelPurchases(purchaseIds: readonly string[]): Promise<boolean> {
	return act(...purchaseIds.map((purchaseId) => ({ name: 'cancelPurchase' as const, args: { purchaseId } })));
}

/** Admins: takes a cancelling back. */
export function reopenPurchases(purchaseIds: readonly string[]): Promise<boolean> {
	return act(...purchaseIds.map((purchaseId) => ({ name: 'reopenPurchase' as const, args: { purchaseId } })));
}

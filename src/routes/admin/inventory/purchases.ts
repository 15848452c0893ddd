import { cancelPurchases, receivePurchases, reopenPurchases } from '$lib/client/commands/purchases';
import { catalogue } from '$lib/client/state/catalogue.svelte';
import { isOpen, lateBy, toCome } from '$lib/domain/inventory/purchase';
import type { Purchase } from '$lib/domain/stock/stock';
import type { Tone } from '$lib/ui/Badge.svelte';
import { toasts } from '$lib/ui/toasts.svelte';
import { count, plural } from '../../words.svelte';

export const partOf = ({ productId }: Pick<Purchase, 'productId'>) =>
	catalogue.product(productId)?.name ?? productId;

export function stateOf(purchase: Purchase, today: number): { word: string; tone: Tone } {
	const late = lateBy(purchase, today);
	if (late > 0) return { word: `${plural(late, 'day')} late`, tone: 'bad' };
	if (!isOpen(purchase))
		return purchase.status === 'cancelled'
			? { word: 'Cancelled', tone: 'plain' }
			: { word: toCome(purchase) > 0 ? 'Received in part' : 'Received', tone: 'good' };
	return purchase.received > 0
		? { word: `${count(toCome(purchase))} to come`, tone: 'warn' }
		: { word: 'Ordered', tone: 'info' };
}

let writing = false;
/** A second press on the same button, before the page shows what the first one did, does nothing. */
async function once(write: () => Promise<boolean>): Promise<boolean> {
	if (writing) return false;
	writing = true;
	try {
		return await write();
	} finally {
		writing = false;
	}
}

/** Takes pieces of purchases in: what is still to come of each, or `pieces` of the only one. */
export async function receive(purchases: readonly Purchase[], pieces?: number): Promise<boolean> {
	const receipts = purchases.map((purchase) => ({
		purchaseId: purchase.purchaseId,
		productId: purchase.productId,
		pieces: pieces ?? toCome(purchase),
		seen: purchase.received
	}));
	if (!(await once(() => receivePurchases(...receipts)))) return false;
	const back = receipts.map((one) => ({ ...one, seen: one.seen + one.pieces, pieces: -one.pieces }));
	const sum = receipts.reduce((all, one) => all + one.pieces, 0);
	const of = purchases.length === 1 ? partOf(purchases[0]!) : plural(purchases.length, 'part');
	toasts.show(`${plural(sum, 'piece')} of ${of} received.`, {
		action: { label: 'Undo', run: () => void receivePurchases(...back) }
	});
	return true;
}

/** Gives purchases up, or what is left of them. */
export async function cancel(purchases: readonly Purchase[]): Promise<boolean> {
	const ids = purchases.map(({ purchaseId }) => purchaseId);
	if (!(await once(() => cancelPurchases(ids)))) return false;
	toasts.show(`${plural(ids.length, 'purchase')} cancelled.`, {
		action: { label: 'Undo', run: () => void reopenPurchases(ids) }
	});
	return true;
}

import { cancelPurchase, placePurchase, receivePurchase, reopenPurchase } from '../inventory/purchase';
import type { Purchase } from '../stock/stock';
import { foreseen, type Pending } from './apply';

/** A purchase as this device sees it. */
export interface LocalPurchase extends Purchase {
	/** Whether something about it still waits to be sent. */
	waiting: boolean;
}

/** The purchases as they will be, in their order; what the shop would refuse shows nothing. `today` is the shop's date. */
export function applyToPurchases(
	purchases: readonly Purchase[],
	pending: readonly Pending[],
	today: string
): LocalPurchase[] {
	const all = new Map<string, LocalPurchase>(
		purchases.map((purchase) => [purchase.purchaseId, { ...purchase, waiting: false }])
	);
	for (const { name, args } of foreseen(pending)) {
		if (name === 'placePurchase' && !all.has(args.purchaseId)) {
			const placed = placePurchase(args);
			if (placed.ok) all.set(args.purchaseId, { ...placed.value, waiting: true });
		}
		if (name !== 'receivePurchase' && name !== 'cancelPurchase' && name !== 'reopenPurchase') continue;
		const purchase = all.get(args.purchaseId);
		if (!purchase) continue;
		const changed =
			name === 'receivePurchase'
				? receivePurchase(purchase, args, today)
				: name === 'cancelPurchase'
					? cancelPurchase(purchase)
					: reopenPurchase(purchase);
		if (changed.ok) all.set(args.purchaseId, { ...changed.value, waiting: true });
	}
	return [...all.values()];
}

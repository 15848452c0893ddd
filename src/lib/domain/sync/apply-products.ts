import type { DeskProduct } from '../catalogue/product';
import { saveProduct } from '../catalogue/save';
import type { Receipt } from '../inventory/purchase';
import { adjustStock } from '../stock/adjust';
import { foreseen, type Pending } from './apply';

/**
 * The products that pending mutations touch, as they will be; null for one that is to be deleted. An edit that the
 * shop would refuse shows nothing: its refusal will say why.
 */
export function applyToProducts(
	productOf: (productId: string) => DeskProduct | undefined,
	pending: readonly Pending[]
): Map<string, DeskProduct | null> {
	const overlay = new Map<string, DeskProduct | null>();
	const now = (productId: string) =>
		overlay.has(productId) ? (overlay.get(productId) ?? undefined) : productOf(productId);
	const move = (productId: string, delta: number) => {
		const product = now(productId);
		const adjusted = product && adjustStock(product, delta);
		if (adjusted?.ok) overlay.set(productId, adjusted.value);
	};
	const received = new Map<string, number>();
	/** Of two receipts on top of the same pieces the shop takes one. */
	const isTaken = ({ purchaseId, pieces, seen }: Receipt & { purchaseId: string }) => {
		if ((received.get(purchaseId) ?? seen) !== seen) return false;
		received.set(purchaseId, seen + pieces);
		return true;
	};
	for (const { name, args } of foreseen(pending)) {
		if (name === 'saveProduct' || name === 'saveProducts') {
			const edits = name === 'saveProduct' ? [args] : args.edits;
			const saved = edits.map((edit) => saveProduct(now(edit.productId), edit));
			if (saved.every((one) => one.ok))
				for (const { value } of saved) overlay.set(value.product.productId, value.product);
		}
		if (name === 'deleteProduct') overlay.set(args.productId, null);
		if (name === 'adjustStock' || name === 'moveReserve') move(args.productId, args.delta);
		if (name === 'receivePurchase' && isTaken(args)) move(args.productId, args.pieces);
		if (name === 'sellAtCounter') for (const line of args.lines) move(line.productId, -line.quantity);
	}
	return overlay;
}

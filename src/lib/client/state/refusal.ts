import type { Refusal } from '../db/schema';

const whatFor: Record<string, string> = {
	setCartLine: 'The change of the cart',
	placeOrder: 'The order',
	acceptOrder: 'The changed order',
	cancelOrder: 'Cancelling the order',
	advanceOrder: 'The change of the order',
	saveProduct: 'The change of the product',
	saveProducts: 'The change of several products',
	deleteProduct: 'Deleting the product',
	adjustStock: 'The change of stock',
	moveReserve: 'The move between reserve and shelf',
	saveStock: 'The change of the reserve',
	placePurchase: 'The purchase',
	receivePurchase: 'The receipt',
	cancelPurchase: 'Cancelling the purchase',
	reopenPurchase: 'Opening the purchase again',
	sellAtCounter: 'The counter sale',
	refundOrder: 'The refund',
	markBundle: 'The change of a bundle',
	markOneOff: 'The mark as a one-off order',
	importFile: 'The import',
	settleClash: 'The choice between file and shop'
};

/** What a queued change is, and of which order or product. */
export function changeName(
	{ name, args }: { name: string; args: unknown },
	nameOf: (productId: string) => string
): string {
	const { orderId, productId } = args as { orderId?: string; productId?: string };
	const about = orderId ?? (productId && nameOf(productId));
	return `${whatFor[name] ?? 'A change'}${about ? ` (${about})` : ''}`;
}

/** An edit of a product that somebody else was faster with: the desk shows both sides, and a person chooses. */
export const isClash = ({ name, code }: Refusal): boolean => name === 'saveProduct' && code === 'conflict';

/** What a person reads of a refused change: what it was, why it was undone. */
export function refusalText(refusal: Refusal, nameOf: (productId: string) => string): string {
	const { code, detail } = refusal;
	const what = changeName(refusal, nameOf);
	if (isClash(refusal)) return `${what} is not saved: somebody else changed the same meanwhile.`;
	return `${what} was not accepted and is undone: ${detail || code}`;
}

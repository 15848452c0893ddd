import { isForSale } from '../../domain/order/review';
import { ok, refuse } from '../../domain/result';
import type { MutationArgs } from '../../protocol/mutations';
import { carts } from '../store/carts';
import { products } from '../store/products';
import type { Context, Outcome } from './context';

export async function setCartLine(
	{ tx, actor: { username } }: Context,
	{ productId, quantity }: MutationArgs<'setCartLine'>
): Promise<Outcome> {
	if (quantity === 0) {
		await carts.removeLines(tx, username, [productId]);
		return ok(null);
	}
	const product = await products.byKey(tx, productId);
	if (!isForSale(product)) return refuse('not_found', `Product ${productId} is no longer sold.`);
	await carts.setLine(tx, { username, productId, quantity, name: product.name, price: product.price });
	return ok(null);
}

import { placeOrder as decide } from '../../domain/order/place';
import { isForSale } from '../../domain/order/review';
import { ok, refuse } from '../../domain/result';
import type { MutationArgs } from '../../protocol/mutations';
import { carts } from '../store/carts';
import { orders } from '../store/orders';
import { products } from '../store/products';
import { sales } from '../store/sales';
import type { Context, Outcome } from './context';

/**
 * Takes an order in; its lines leave the cart with it. A known order of the same buyer is left as it is: a device
 * whose store was rebuilt sends it again and pulls what became of it.
 */
export async function placeOrder(
	{ tx, now, actor: { username } }: Context,
	args: MutationArgs<'placeOrder'>
): Promise<Outcome> {
	const known = await orders.byId(tx, args.orderId);
	const ids = args.lines.map((line) => line.productId);
	if (!known) {
		if (await sales.hasOrder(tx, args.orderId)) return taken(args.orderId);
		const found = await products.byIds(tx, ids);
		// A clock that is ahead must not put an order before all others for ever.
		const placedAt = new Date(Math.min(Date.parse(args.placedAt), now)).toISOString();
		// The cart knows what a product was called that is gone by now.
		const gone = ids.some((id) => !isForSale(found.get(id)));
		const names = gone ? await carts.namesOf(tx, username) : undefined;
		const lines = args.lines.map((line) => ({ name: names?.get(line.productId) ?? line.productId, ...line }));
		const placed = decide({ ...args, lines, placedAt }, username, (id) => found.get(id));
		if (!placed.ok) return placed;
		await orders.insert(tx, placed.value, now);
	} else if (known.username !== username || known.soldBy !== undefined) {
		return taken(args.orderId);
	}
	await carts.removeLines(tx, username, ids);
	return ok(null);
}

/** The refusal of an order id that is somebody else's, or of a sale before. */
export const taken = (orderId: string) =>
	refuse('order_exists', `Order ${orderId} exists already. Place it again under a new number.`);

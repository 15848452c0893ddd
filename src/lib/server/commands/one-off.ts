import { withOneOff } from '../../domain/order/one-off';
import { ok, refuse } from '../../domain/result';
import type { MutationArgs } from '../../protocol/mutations';
import { orders } from '../store/orders';
import { sales } from '../store/sales';
import { shops } from '../store/shop';
import { audit, type Context, type Outcome } from './context';

/** Every admin's device holds all marks. */
const MOST_MARKS = 5000;

/** Marks an order as one that says nothing of demand to come, or takes the mark off. Kept in shop.json. */
export async function markOneOff(
	ctx: Context,
	{ orderId, oneOff }: MutationArgs<'markOneOff'>
): Promise<Outcome> {
	const { tx } = ctx;
	const file = await shops.get(tx);
	const marked = withOneOff(file.shop.oneOffOrders, orderId, oneOff);
	if (marked === file.shop.oneOffOrders) return ok(null);
	if (oneOff && !(await orders.byId(tx, orderId)) && !(await sales.hasOrder(tx, orderId)))
		return refuse('not_found', `There is no order ${orderId}.`);
	if (marked.length > MOST_MARKS)
		return refuse('invalid', `At most ${MOST_MARKS} orders are marked as one-off: take a mark off first.`);
	await shops.save(tx, { ...file, shop: { ...file.shop, oneOffOrders: [...marked] } });
	await audit(ctx, oneOff ? 'MARK_ONE_OFF' : 'UNMARK_ONE_OFF', orderId);
	return ok(null);
}

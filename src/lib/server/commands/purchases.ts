import type { DeskProduct } from '../../domain/catalogue/product';
import {
	cancelPurchase as decideCancel,
	leadTimeAfter,
	leadTimeBefore,
	learnLeadTime,
	placePurchase as decidePlace,
	receivePurchase as decideReceive,
	reopenPurchase as decideReopen
} from '../../domain/inventory/purchase';
import { ok, refuse } from '../../domain/result';
import { adjustStock } from '../../domain/stock/adjust';
import type { Purchase } from '../../domain/stock/stock';
import type { MutationArgs } from '../../protocol/mutations';
import { products } from '../store/products';
import { purchases } from '../store/stock';
import { audit, move, wallClock, type Context, type Outcome } from './context';

/** Takes a purchase in. A known one is left as it is: a device whose store was rebuilt sends it again. */
export async function placePurchase(ctx: Context, args: MutationArgs<'placePurchase'>): Promise<Outcome> {
	const { purchaseId, productId, ordered } = args;
	const known = await purchases.byKey(ctx.tx, purchaseId);
	if (known?.productId === productId) return ok(null);
	if (known) return refuse('conflict', `Purchase ${purchaseId} is of another part. Order it once more.`);
	if (!(await products.byKey(ctx.tx, productId))) return gone(productId);
	const now = wallClock(ctx);
	const orderedAt = args.orderedAt < now ? args.orderedAt : now;
	const placed = decidePlace({ ...args, orderedAt });
	if (!placed.ok) return placed;
	await purchases.insertAll(ctx.tx, [placed.value]);
	await audit(ctx, 'PLACE_PURCHASE', `${purchaseId} ${ordered} × ${productId}`);
	return ok(null);
}

/** Pieces of a purchase onto the shelf; the last ones teach how long the supplier takes. */
export async function receivePurchase(
	ctx: Context,
	{ purchaseId, productId, pieces, seen }: MutationArgs<'receivePurchase'>
): Promise<Outcome> {
	const { tx } = ctx;
	const purchase = await purchases.byKey(tx, purchaseId);
	if (purchase?.productId !== productId) return unknown(purchaseId);
	const received = decideReceive(purchase, { pieces, seen }, wallClock(ctx));
	if (!received.ok) return received;
	const product = await products.byKey(tx, productId);
	if (!product) return gone(productId);
	const shelved = adjustStock(product, pieces);
	if (!shelved.ok) return shelved;
	await purchases.update(tx, received.value);
	await products.update(tx, await withLearntLeadTime(ctx, shelved.value, purchase, received.value));
	const note = pieces < 0 ? 'Receipt taken back' : '';
	await move(ctx, { productId, delta: pieces, reason: 'receipt', reference: purchaseId, note });
	await audit(ctx, 'RECEIVE_PURCHASE', `${purchaseId} ${pieces > 0 ? '+' : ''}${pieces}`);
	return ok(null);
}

export const cancelPurchase = (ctx: Context, args: MutationArgs<'cancelPurchase'>): Promise<Outcome> =>
	change(ctx, args.purchaseId, decideCancel, 'CANCEL_PURCHASE');

export const reopenPurchase = (ctx: Context, args: MutationArgs<'reopenPurchase'>): Promise<Outcome> =>
	change(ctx, args.purchaseId, decideReopen, 'REOPEN_PURCHASE');

async function change(
	ctx: Context,
	purchaseId: string,
	decide: typeof decideCancel,
	action: string
): Promise<Outcome> {
	const purchase = await purchases.byKey(ctx.tx, purchaseId);
	if (!purchase) return unknown(purchaseId);
	const changed = decide(purchase);
	if (!changed.ok || changed.value === purchase) return changed;
	await purchases.update(ctx.tx, changed.value);
	await audit(ctx, action, purchaseId);
	return ok(null);
}

/** The product with what a purchase teaches when its last pieces come in, or without it when they are taken back. */
async function withLearntLeadTime(
	{ tx, shop }: Context,
	product: DeskProduct,
	before: Purchase,
	after: Purchase
): Promise<DeskProduct> {
	if ((before.status === 'received') === (after.status === 'received')) return product;
	const known = product.leadTimeDays ?? shop.leadTimeDays;
	const learnt = after.status === 'received' ? leadTimeAfter(after, known) : leadTimeBefore(before, known);
	const { sdDays, purchases: count } = learnLeadTime(await purchases.ofProduct(tx, product.productId), known);
	const days = (exact: number) => Math.round(exact * 100) / 100;
	return { ...product, leadTimeDays: days(learnt), ...(count > 1 && { leadTimeSdDays: days(sdDays) }) };
}

const unknown = (purchaseId: string) => refuse('not_found', `There is no purchase ${purchaseId}.`);
const gone = (productId: string) => refuse('not_found', `There is no product ${productId}.`);

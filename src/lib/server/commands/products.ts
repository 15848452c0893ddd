import type { DeskProduct } from '../../domain/catalogue/product';
import { saveProduct as decideSave } from '../../domain/catalogue/save';
import { ok, refuse } from '../../domain/result';
import { adjustStock as decideAdjust, saveReserve } from '../../domain/stock/adjust';
import { moveReserve as decideMove } from '../../domain/stock/move';
import type { MutationArgs } from '../../protocol/mutations';
import { products } from '../store/products';
import { stocks } from '../store/stock';
import { audit, hasMoved, move, type Context, type Outcome } from './context';

export const saveProduct = (ctx: Context, edit: MutationArgs<'saveProduct'>): Promise<Outcome> =>
	saveProducts(ctx, { edits: [edit] });

/** All edits or, where one is refused, none. */
export async function saveProducts(
	ctx: Context,
	{ edits, reason = 'edit', note = '' }: MutationArgs<'saveProducts'>
): Promise<Outcome> {
	const { tx } = ctx;
	const ids = edits.map((edit) => edit.productId);
	if (new Set(ids).size < ids.length)
		return refuse('invalid', 'A product stands in two edits. Put all its changes into one.');
	if (await hasMoved(ctx, ids)) return ok(null);
	const found = await products.byIds(tx, ids);
	const saved: { product: DeskProduct; delta: number }[] = [];
	for (const edit of edits) {
		const decided = decideSave(found.get(edit.productId), edit);
		if (!decided.ok && edits.length > 1)
			return refuse(
				decided.error.code,
				`${found.get(edit.productId)?.name ?? edit.productId}: ${decided.error.detail}`
			);
		if (!decided.ok) return decided;
		saved.push(decided.value);
	}
	for (const { product, delta } of saved) {
		const { productId } = product;
		const known = found.has(productId);
		await products.save(tx, product);
		if (delta !== 0) await move(ctx, { productId, delta, reason: known ? reason : 'opening', note });
		await audit(ctx, known ? 'UPDATE' : 'ADD', productId);
	}
	return ok(null);
}

/** Takes a product out of the shop; what was sold of it keeps its name. */
export async function deleteProduct(
	ctx: Context,
	{ productId }: MutationArgs<'deleteProduct'>
): Promise<Outcome> {
	const product = await products.byKey(ctx.tx, productId);
	if (!product) return refuse('not_found', `Product ${productId} is gone already.`);
	if (product.stock !== 0)
		await move(ctx, {
			productId,
			delta: -product.stock,
			reason: 'deleted',
			note: product.name
		});
	await products.remove(ctx.tx, [productId]);
	await audit(ctx, 'DELETE', productId);
	return ok(null);
}

export async function adjustStock(
	ctx: Context,
	{ productId, delta, reason, note = '' }: MutationArgs<'adjustStock'>
): Promise<Outcome> {
	if (await hasMoved(ctx, [productId])) return ok(null);
	const product = await products.byKey(ctx.tx, productId);
	if (!product) return refuse('not_found', `There is no product ${productId}.`);
	const adjusted = decideAdjust(product, delta);
	if (!adjusted.ok) return adjusted;
	await products.update(ctx.tx, adjusted.value);
	await move(ctx, { productId, delta, reason, note });
	await audit(ctx, 'ADJUST_STOCK', `${productId} ${delta > 0 ? '+' : ''}${delta}`);
	return ok(null);
}

export async function saveStock(ctx: Context, args: MutationArgs<'saveStock'>): Promise<Outcome> {
	const saved = saveReserve(await stocks.byKey(ctx.tx, args.category, args.item), args);
	if (!saved.ok) return saved;
	await stocks.save(ctx.tx, saved.value);
	await audit(ctx, 'SAVE_STOCK', args.item);
	return ok(null);
}

export async function moveReserve(
	ctx: Context,
	{ productId, note = '', ...args }: MutationArgs<'moveReserve'>
): Promise<Outcome> {
	if (await hasMoved(ctx, [productId])) return ok(null);
	const product = await products.byKey(ctx.tx, productId);
	if (!product) return refuse('not_found', `There is no product ${productId}.`);
	const moved = decideMove(product, await stocks.byKey(ctx.tx, args.category, args.item), args);
	if (!moved.ok) return moved;
	await products.update(ctx.tx, moved.value.product);
	await stocks.save(ctx.tx, moved.value.reserve);
	const reason = args.delta > 0 ? 'from_reserve' : 'to_reserve';
	await move(ctx, { productId, delta: args.delta, reason, note: note || args.item });
	await audit(ctx, 'MOVE_RESERVE', `${productId} ${args.delta > 0 ? '+' : ''}${args.delta}`);
	return ok(null);
}

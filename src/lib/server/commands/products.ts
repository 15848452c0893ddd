import { saveProduct as decideSave } from '../../domain/catalogue/save';
import { ok, refuse } from '../../domain/result';
import { adjustStock as decideAdjust, saveReserve } from '../../domain/stock/adjust';
import type { MutationArgs } from '../../protocol/mutations';
import { products } from '../store/products';
import { stocks } from '../store/stock';
import { audit, move, type Context, type Outcome } from './context';

export async function saveProduct(ctx: Context, args: MutationArgs<'saveProduct'>): Promise<Outcome> {
	const current = await products.byKey(ctx.tx, args.productId);
	const saved = decideSave(current, args);
	if (!saved.ok) return saved;
	const { product, delta } = saved.value;
	await products.save(ctx.tx, product);
	if (delta !== 0)
		await move(ctx, {
			productId: product.productId,
			delta,
			reason: current ? 'edit' : 'opening',
			reference: '',
			note: ''
		});
	await audit(ctx, current ? 'UPDATE' : 'ADD', product.productId);
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
			reference: '',
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
	const product = await products.byKey(ctx.tx, productId);
	if (!product) return refuse('not_found', `There is no product ${productId}.`);
	const adjusted = decideAdjust(product, delta);
	if (!adjusted.ok) return adjusted;
	await products.update(ctx.tx, adjusted.value);
	await move(ctx, { productId, delta, reason, reference: '', note });
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

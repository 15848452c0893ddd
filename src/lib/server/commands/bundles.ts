import { withMark } from '../../domain/basket/shown';
import { ok, refuse } from '../../domain/result';
import { keyOf } from '../../domain/sync/keys';
import type { MutationArgs } from '../../protocol/mutations';
import { products } from '../store/products';
import { shops } from '../store/shop';
import { audit, type Context, type Outcome } from './context';

/** Every device holds all marks. */
const MOST_MARKS = 1000;

const actions = { pinned: 'PIN_BUNDLE', hidden: 'HIDE_BUNDLE', none: 'UNMARK_BUNDLE' } as const;

/** Pins a pair of products for shoppers, hides it from them, or leaves it to the numbers again. */
export async function markBundle(
	ctx: Context,
	{ productA, productB, mark }: MutationArgs<'markBundle'>
): Promise<Outcome> {
	const { tx } = ctx;
	if (productA === productB) return refuse('invalid', 'A bundle is of two products.');
	const known = await products.byIds(tx, [productA, productB]);
	const gone = [productA, productB].find((productId) => !known.has(productId));
	if (mark !== 'none' && gone !== undefined) return refuse('not_found', `There is no product ${gone}.`);
	const file = await shops.get(tx);
	const bundles = withMark(file.shop.bundles, { productA, productB }, mark);
	if (bundles.pinned.length + bundles.hidden.length > MOST_MARKS)
		return refuse('invalid', `At most ${MOST_MARKS} bundles are pinned or hidden: take a mark off first.`);
	await shops.save(tx, { ...file, shop: { ...file.shop, bundles } });
	await audit(ctx, actions[mark], keyOf('bundles', { productA, productB }));
	return ok(null);
}

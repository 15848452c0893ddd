import { afterEach, beforeEach, expect, test } from 'vitest';
import { createAnalyst } from '../../../src/lib/server/analysis/analyst';
import { keepBundles } from '../../../src/lib/server/analysis/bundles';
import { bundlesFile } from '../../../src/lib/server/csv/generated-file';
import { mergeShop } from '../../../src/lib/domain/csv/shop-file';
import { products } from '../../../src/lib/server/store/products';
import { sales } from '../../../src/lib/server/store/sales';
import { shops } from '../../../src/lib/server/store/shop';
import { createShopWindow } from '../../../src/lib/server/shop-window';
import { ann, lockedBoss, openTestShop, pad } from '../../helpers/shop';

let shop: Awaited<ReturnType<typeof openTestShop>>;
beforeEach(async () => {
	shop = await openTestShop('sqlite');
	await shop.store.write(async (tx) => {
		await products.insertAll(tx, [{ ...pad, productId: 'P3', name: 'Oil' }]);
		const order = (orderId: string, ...ids: string[]) =>
			sales.insertAll(
				tx,
				ids.map((productId) => ({
					saleId: '',
					date: '2026-01-05 10:00:00',
					orderId,
					item: productId,
					quantity: 1,
					price: 100,
					username: 'ann',
					total: 100,
					productId
				}))
			);
		for (let i = 0; i < 20; i++) await order(`pair-${i}`, 'P1', 'P2');
		for (let i = 0; i < 40; i++) await order(`alone-${i}`, 'P3');
	});
});
afterEach(() => shop.store.close());

const mark = (productA: string, productB: string, mark: string) =>
	shop.act(lockedBoss, 'markBundle', { productA, productB, mark });
const rejected = (code: string) => expect.objectContaining({ status: 'rejected', code });
const marks = async () => (await shop.store.read((tx) => shops.settings(tx))).bundles;
/** What the shop's window shows, and what bundle_suggestions.csv says. */
async function shown() {
	const { bundles } = await createShopWindow(shop.store).bundles();
	const pending = await shop.store.read((tx) => bundlesFile.read(tx, 'whole', { last: 0, size: 0 }));
	const plan = (await pending!.plan(async () => null, {} as never)) as { replace: Uint8Array };
	const [, ...lines] = new TextDecoder().decode(plan.replace).trim().split('\n');
	return { pairs: bundles!.map((pair) => `${pair.productA}|${pair.productB}`), lines };
}

test('an admin pins and hides, by name in the log; a shopper does not', async () => {
	expect(await shop.act(ann, 'markBundle', { productA: 'P1', productB: 'P2', mark: 'hidden' })).toEqual(
		rejected('forbidden')
	);
	expect(await mark('P1', 'P1', 'pinned')).toEqual(rejected('invalid'));
	expect(await mark('P1', 'gone', 'pinned')).toEqual(rejected('not_found'));
	expect(await mark('P1', 'P2', 'loved')).toEqual(rejected('invalid'));
	expect(await marks()).toEqual({ pinned: [], hidden: [] });

	await mark('P1', 'P2', 'pinned');
	await mark('P2', 'P1', 'hidden');
	await mark('P2', 'P3', 'pinned');
	expect(await marks()).toEqual({ pinned: ['P2|P3'], hidden: ['P2|P1'] });
	await mark('P3', 'P2', 'none');
	expect(await marks()).toEqual({ pinned: [], hidden: ['P2|P1'] });
	expect((await shop.log()).map(({ action, target }) => `${action} ${target}`)).toEqual([
		'PIN_BUNDLE P1|P2',
		'HIDE_BUNDLE P2|P1',
		'PIN_BUNDLE P2|P3',
		'UNMARK_BUNDLE P3|P2'
	]);
});

test('a mark reaches the window and the file at once, and what the numbers say follows', async () => {
	const analyst = createAnalyst(null);
	const kept = keepBundles(shop.store, analyst, (error) => expect.unreachable(String(error)));
	await expect.poll(() => shown().catch(() => null)).toMatchObject({ pairs: ['P1|P2', 'P2|P1'] });

	await mark('P1', 'P2', 'hidden');
	expect(await shown()).toEqual({ pairs: [], lines: [] });
	await mark('P3', 'P1', 'pinned');
	await expect
		.poll(shown)
		.toEqual({ pairs: ['P1|P3', 'P3|P1'], lines: ['Brake pad,Oil,0,0,0', 'Oil,Brake pad,0,0,0'] });
	await mark('P1', 'P2', 'none');
	await mark('P1', 'P3', 'none');
	await expect.poll(shown).toMatchObject({
		pairs: ['P1|P2', 'P2|P1'],
		lines: [/^Brake pad,Tyre,20,1,/, /^Tyre/].map((line) => expect.stringMatching(line))
	});
	await kept.stop();
});

test('a mark and an edit of shop.json meanwhile are both kept', async () => {
	const base = await shop.store.read((tx) => shops.get(tx));
	await mark('P1', 'P2', 'hidden');
	const current = await shop.store.read((tx) => shops.get(tx));
	const edited = { ...base, shop: { ...base.shop, name: 'Garage' } };
	const { merged, clashes } = mergeShop(base, edited, current);
	expect(clashes).toEqual([]);
	expect(merged.shop).toMatchObject({ name: 'Garage', bundles: { pinned: [], hidden: ['P1|P2'] } });
});

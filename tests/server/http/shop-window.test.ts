import { afterAll, beforeAll, expect, test } from 'vitest';
import type { DeskProduct } from '../../../src/lib/domain/catalogue/product';
import { createShopWindow, PAGE, type ShopWindow } from '../../../src/lib/server/shop-window';
import { fitment, products } from '../../../src/lib/server/store/products';
import { records } from '../../../src/lib/server/store/records';
import type { Store } from '../../../src/lib/server/store/store';
import { openers } from '../../helpers/store';

let store: Store;
let shop: ShopWindow;

const part = (productId: string, more: Partial<DeskProduct> = {}): DeskProduct => ({
	productId,
	name: `Part ${productId}`,
	section: 'Brake',
	price: 100,
	stock: 3,
	description: '',
	...more
});
const bundle = (productA: string, productB: string, lift: number) => ({
	productA,
	productB,
	count: 4,
	confidence: 0.5,
	lift,
	reason: ''
});

beforeAll(async () => {
	store = await openers.sqlite();
	shop = createShopWindow(store);
	await store.write(async (tx) => {
		const many = Array.from({ length: PAGE + 5 }, (_, i) => part(`M${i}`, { section: 'Many' }));
		await products.insertAll(tx, [
			part('A', {
				cost: 7,
				supplier: 'secret',
				reorderPoint: 5,
				extra: { margin: '9' },
				alternatives: ['B', 'H']
			}),
			part('B', { name: 'Winter tyre', section: 'Tyres' }),
			part('H', { status: 'hidden', section: 'Attic' }),
			...many
		]);
		await fitment.insertAll(tx, [
			{ fitmentId: '', productId: 'A', make: 'Maruti', model: 'Swift', extra: { shelf: '4' } },
			{ fitmentId: '', productId: 'B', make: 'Tata', model: 'Punch' }
		]);
		for (const row of [bundle('A', 'B', 2), bundle('A', 'H', 9), bundle('B', 'M1', 3)])
			await records.save(tx, 'bundles', `${row.productA}|${row.productB}`, row);
	});
});
afterAll(() => store.close());

test('a product shows what any visitor may see, what goes with it, and what it fits', async () => {
	const page = (await shop.product('A'))!;
	expect(page.product).toEqual({ ...part('A'), alternatives: ['B', 'H'], low: true });
	expect(page.fitment).toEqual([
		{ fitmentId: expect.any(String), productId: 'A', make: 'Maruti', model: 'Swift' }
	]);
	expect(page.bundles!.map(({ productB }) => productB)).toEqual(['B']);
	expect(page.products!.map(({ productId }) => productId).sort()).toEqual(['A', 'B']);
	expect(JSON.stringify(page)).not.toMatch(/secret|margin|shelf/);
});

test('what is hidden or not there has no page', async () => {
	expect(await shop.product('H')).toBeNull();
	expect(await shop.product('nothing')).toBeNull();
	expect(await shop.section('Attic', 1)).toBeNull();
	expect(await shop.section('nothing', 1)).toBeNull();
	expect((await shop.sections()).sections!.map(({ name }) => name)).toEqual(['Brake', 'Many', 'Tyres']);
});

test('a long list comes in pages', async () => {
	const first = (await shop.section('Many', 1))!;
	const second = (await shop.section('Many', 2))!;
	expect([first.products!.length, second.products!.length, first.total]).toEqual([PAGE, 5, PAGE + 5]);
	expect((await shop.section('Many', 3))!.products).toEqual([]);
	expect(new Set([...first.products!, ...second.products!].map(({ productId }) => productId)).size).toBe(
		PAGE + 5
	);
});

test('search and lists follow the store', async () => {
	expect((await shop.search('wintr tyre', 1)).products!.map(({ productId }) => productId)).toEqual(['B']);
	await store.write(async (tx) => {
		await products.save(tx, part('B', { name: 'Summer tyre', section: 'Tyres' }));
		await products.insertAll(tx, [part('N', { name: 'Snow chain', section: 'Tyres' })]);
	});
	expect((await shop.search('winter', 1)).total).toBe(0);
	expect((await shop.section('Tyres', 1))!.products!.map(({ name }) => name)).toEqual([
		'Snow chain',
		'Summer tyre'
	]);
	await store.write((tx) => products.remove(tx, ['N']));
	expect((await shop.section('Tyres', 1))!.total).toBe(1);
});

test('many looks at once see every change once', async () => {
	await store.write((tx) => products.insertAll(tx, [part('Q', { section: 'Queue' })]));
	const pages = await Promise.all(Array.from({ length: 8 }, () => shop.section('Queue', 1)));
	expect(pages.map((page) => page?.total)).toEqual(Array(8).fill(1));
	await store.write((tx) => products.remove(tx, ['Q']));
});

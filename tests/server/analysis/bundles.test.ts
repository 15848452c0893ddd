import { afterAll, expect, test } from 'vitest';
import type { Sale } from '../../../src/lib/domain/sales/sale';
import { createAnalyst } from '../../../src/lib/server/analysis/analyst';
import { refreshBundles } from '../../../src/lib/server/analysis/bundles';
import { products } from '../../../src/lib/server/store/products';
import { records } from '../../../src/lib/server/store/records';
import { sales } from '../../../src/lib/server/store/sales';
import { openers } from '../../helpers/store';

const store = await openers.sqlite();
afterAll(() => store.close());

const part = (productId: string, name: string) => ({
	productId,
	name,
	section: 'Brake',
	price: 100,
	stock: 9,
	description: ''
});

function order(orderId: string, ...ids: string[]): Sale[] {
	return ids.map((productId) => ({
		saleId: '',
		date: '2026-01-05 10:00:00',
		orderId,
		item: productId,
		quantity: 1,
		price: 100,
		username: 'ann',
		total: 100,
		productId
	}));
}

test('bundles are those of the sales, and follow them', async () => {
	await store.write(async (tx) => {
		await products.insertAll(tx, [part('A', 'Disc'), part('B', 'Pads'), part('C', 'Oil')]);
		for (let i = 0; i < 40; i++) await sales.insertAll(tx, order(`pair-${i}`, 'A', 'B'));
		for (let i = 0; i < 60; i++) await sales.insertAll(tx, order(`alone-${i}`, 'C'));
	});
	const analyst = createAnalyst(null);
	await refreshBundles(store, analyst);
	const found = await store.read((tx) => records.all(tx, 'bundles'));
	expect(
		found.map(({ productA, productB, count, confidence, lift }) => [
			productA,
			productB,
			count,
			confidence,
			lift
		])
	).toEqual([
		['A', 'B', 40, 1, 2.5],
		['B', 'A', 40, 1, 2.5]
	]);
	expect(found[0]!.reason).toBe('40 of 40 who bought Disc also took Pads');

	await store.write(async (tx) => void (await products.remove(tx, ['B'])));
	await refreshBundles(store, analyst);
	expect(await store.read((tx) => records.all(tx, 'bundles'))).toEqual([]);
});

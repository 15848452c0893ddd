import { expect, test } from 'vitest';
import { tables } from '../../../src/lib/server/store/tables';
import { products } from '../../../src/lib/server/store/products';
import { kinds, openers } from '../../helpers/store';
test.each(kinds)('%s', async (kind) => {
	const store = await openers[kind]();
	await store.write((tx) =>
		tables.products.insertAll(tx, [
			{ productId: 'a', name: 'A', section: 's', price: 1, stock: 3, description: '', oemNumbers: ['1'] }
		])
	);
	expect(await store.read((tx) => tables.products.all(tx))).toEqual([
		{ productId: 'a', name: 'A', section: 's', price: 1, stock: 3, description: '', oemNumbers: ['1'] }
	]);
	expect(await store.write((tx) => products.takeStock(tx, 'a', 4))).toBe(false);
	expect(await store.write((tx) => products.takeStock(tx, 'a', 3))).toBe(true);
	await store.write((tx) => tables.products.remove(tx, ['a']));
	expect(await store.read((tx) => tables.products.changedSince(tx, 0))).toEqual({ rows: [], deleted: ['a'] });
	await store.close();
});

import 'fake-indexeddb/auto';
import { expect, test, vi } from 'vitest';
import { storeChunks, useChunks } from '../../src/lib/client/db/catalogue';
import { DeviceDb } from '../../src/lib/client/db/schema';
import { catalogue } from '../../src/lib/client/state/catalogue.svelte';
import { feedCatalogue } from '../../src/lib/client/state/feed-catalogue';
import { toColumns } from '../../src/lib/domain/catalogue/columns';
import { defaultShop } from '../../src/lib/domain/shop/shop';

const inSection = (section: string) => ({
	productId: section,
	name: section,
	section,
	price: 900,
	stock: 3,
	description: ''
});

test('what the next start shows has the parts that sell together and those that are nearly gone', async () => {
	const db = new DeviceDb('kept');
	const part = (n: number) => ({
		...inSection('Wheels'),
		productId: `W${n}`,
		name: `Wheel ${1000 + n}`,
		stock: 90
	});
	const columns = toColumns([...Array.from({ length: 400 }, (_, n) => part(n)), { ...part(500), stock: 1 }]);
	catalogue.showBundles([
		{ productA: 'W398', productB: 'W399', count: 3, confidence: 0.5, lift: 2, reason: 'often together' }
	]);
	await storeChunks(db, [{ key: 'k', section: 'Wheels', packed: columns }]);
	await useChunks(db, ['k'], { storeId: 's', cursor: 'c', account: null, role: null, fresh: true });
	await feedCatalogue(db);
	await vi.waitFor(async () => expect(await db.getMeta('firstScreen')).toBeDefined());
	const kept = (await db.getMeta('firstScreen'))!;
	expect(kept.columns.productId!.length).toBeLessThan(50);
	expect(kept.columns.productId).toEqual(expect.arrayContaining(['W398', 'W399', 'W500']));
	expect(kept.bundles).toHaveLength(1);
	db.close();
});

test('the sections of a first visit keep the order of the shop before its settings are synced', async () => {
	const db = new DeviceDb('pop');
	catalogue.visited = { ...defaultShop, sections: [{ name: 'Wheels' }, { name: 'Brakes' }] };
	expect(catalogue.knowsShop).toBe(false);
	await feedCatalogue(db);
	expect(catalogue.knowsShop).toBe(true);
	const shown = vi.spyOn(catalogue, 'show');
	const columns = toColumns(['Brakes', 'Wheels'].map(inSection));
	await storeChunks(db, [{ key: 'k1', section: 'Brakes', packed: columns }]);
	await useChunks(db, ['k1'], { storeId: 's', cursor: 'c', account: null, role: null, fresh: true });
	await vi.waitFor(() => expect(shown).toHaveBeenCalled());
	expect(catalogue.sections().map(({ name }) => name)).toEqual(['Wheels', 'Brakes']);
	const kept = await db.getMeta('firstScreen');
	expect(kept?.sections.map(({ name }) => name)).toEqual(['Wheels', 'Brakes']);
	db.close();
});

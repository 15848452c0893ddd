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

test('the sections of a first visit keep the order of the shop before its settings are synced', async () => {
	const db = new DeviceDb('pop');
	catalogue.visited = { ...defaultShop, sections: [{ name: 'Wheels' }, { name: 'Brakes' }] };
	expect(catalogue.knowsShop).toBe(false);
	await feedCatalogue(db);
	expect(catalogue.knowsShop).toBe(true);
	const shown = vi.spyOn(catalogue, 'show');
	const columns = toColumns(['Brakes', 'Wheels'].map(inSection));
	await storeChunks(db, [{ key: 'k1', section: 'Brakes', columns }]);
	await useChunks(db, ['k1'], { storeId: 's', cursor: 'c', account: null, role: null, fresh: true });
	await vi.waitFor(() => expect(shown).toHaveBeenCalled());
	expect(catalogue.sections().map(({ name }) => name)).toEqual(['Wheels', 'Brakes']);
	const kept = await db.getMeta('firstScreen');
	expect(kept?.sections.map(({ name }) => name)).toEqual(['Wheels', 'Brakes']);
	db.close();
});

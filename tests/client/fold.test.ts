import { IDBFactory, IDBKeyRange } from 'fake-indexeddb';
import { expect, test } from 'vitest';
import { packColumns, toColumns } from '../../src/lib/domain/catalogue/columns';
import type { DeskProduct } from '../../src/lib/domain/catalogue/product';
import { foldRecent, putRecent, storeChunks, useChunks } from '../../src/lib/client/db/catalogue';
import { applyRecent, loadCatalogue, recentAfter } from '../../src/lib/client/catalogue/load';
import { DeviceDb } from '../../src/lib/client/db/schema';
import { manyParts } from '../domain/catalogue/parts';

const sync = { storeId: 's', cursor: 'c', account: null, role: null, fresh: false };
const parts = manyParts(30);

async function device(): Promise<DeviceDb> {
	const db = new DeviceDb('pop', { indexedDB: new IDBFactory(), IDBKeyRange });
	await storeChunks(db, [
		{ key: 'a', section: 'A', columns: toColumns(parts.slice(0, 10)) },
		{ key: 'b', section: 'B', packed: packColumns(toColumns(parts.slice(10, 20))) },
		{ key: 'c', section: 'C', columns: toColumns(parts.slice(20, 21)) }
	]);
	await useChunks(db, ['a', 'b', 'c'], sync);
	return db;
}

const note = (db: DeviceDb, changed: DeskProduct[], deleted: string[] = []) =>
	db.transaction('rw', [db.meta, db.recent], async () => putRecent(db, changed, deleted));

async function shown(db: DeviceDb) {
	const loaded = (await loadCatalogue(db, 5))!;
	return loaded.catalogue.list({}).ids.map((id) => loaded.catalogue.product(id));
}

test('folding changes nothing that is shown, and leaves no recent row', async () => {
	const db = await device();
	await note(
		db,
		[{ ...parts[3]!, price: 1 }, parts[25]!, { ...parts[12]!, name: 'Renamed' }],
		[parts[4]!.productId, parts[20]!.productId]
	);
	const before = await shown(db);
	expect(before).toHaveLength(20);
	await foldRecent(db);
	expect(await db.recent.count()).toBe(0);
	expect(await shown(db)).toEqual(before);
	expect(await db.chunks.count()).toBe(3);
	// A tab of a build that knew no dictionaries must not take one for a column.
	for (const chunk of await db.chunks.toArray()) expect(chunk.columns).toBeUndefined();
	await note(db, [{ ...parts[25]!, stock: 99 }]);
	expect(await shown(db)).toContainEqual({ ...parts[25]!, stock: 99 });
	db.close();
});

test('what changes while it folds is kept beside the chunks', async () => {
	const db = await device();
	await note(db, [{ ...parts[3]!, price: 1 }]);
	const folding = foldRecent(db);
	await note(db, [{ ...parts[3]!, price: 2 }]);
	await folding;
	expect(await shown(db)).toContainEqual({ ...parts[3]!, price: 2 });
	db.close();
});

test('a tab that missed a change notices that it was folded', async () => {
	const db = await device();
	const { catalogue, seen } = (await loadCatalogue(db, 5))!;
	await note(db, [{ ...parts[3]!, price: 1 }]);
	expect(applyRecent(catalogue, await recentAfter(db, seen), seen)).toBeGreaterThan(seen);
	expect(catalogue.product(parts[3]!.productId)!.price).toBe(1);
	await note(db, [{ ...parts[3]!, price: 2 }]);
	await foldRecent(db);
	expect((await db.getMeta('catalogue'))!.foldedN).toBeGreaterThan(seen + 1);
	db.close();
});

import { IDBFactory, IDBKeyRange } from 'fake-indexeddb';
import { expect, test } from 'vitest';
import { applyPage } from '../../src/lib/client/db/apply-page';
import { DeviceDb } from '../../src/lib/client/db/schema';

test('a page of many rows is stored whole, each row under its own key, or not at all', async () => {
	const db = new DeviceDb('pop', { indexedDB: new IDBFactory(), IDBKeyRange });
	const sync = { storeId: 's', cursor: 'c1', account: null, role: null, fresh: false };
	await db.setMeta('sync', sync);
	const bundles = Array.from({ length: 250 }, (_, i) => ({ productA: `A${i}`, productB: 'B', count: i }));
	const page = {
		storeId: 's',
		cursor: 'c2',
		more: false,
		reset: false,
		changes: { bundles },
		deleted: {}
	};
	const broken = {
		...page,
		changes: { bundles: [...bundles, { productA: 'A', productB: 'B', no: () => 1 }] }
	};
	await expect(applyPage(db, sync, broken, 1)).rejects.toThrow();
	expect(await db.bundles.count()).toBe(0);
	expect(await applyPage(db, sync, page, 1)).toBe(true);
	expect(await db.bundles.count()).toBe(250);
	const keys = await db.bundles.toCollection().primaryKeys();
	const rows = await db.bundles.bulkGet(keys);
	expect(rows.every((row, i) => keys[i]!.includes(row!.productA))).toBe(true);
	expect((await db.getMeta('sync'))?.cursor).toBe('c2');
	db.close();
});

test('a device whose rows start over has everything again only at the end of the last page', async () => {
	const db = new DeviceDb('pop', { indexedDB: new IDBFactory(), IDBKeyRange });
	const sync = { storeId: 's', cursor: 'c1', account: null, role: null, fresh: true };
	await db.setMeta('sync', sync);
	await db.setMeta('lastSync', 5);
	const page = { storeId: 's', cursor: 'c2', more: true, reset: false, changes: {}, deleted: {} };
	await applyPage(db, sync, page, 6);
	expect(await db.getMeta('lastSync')).toBeUndefined();
	const next = { ...sync, cursor: 'c2', fresh: false };
	await applyPage(db, next, { ...page, cursor: 'c3', more: false }, 7);
	expect(await db.getMeta('lastSync')).toBe(7);
	db.close();
});

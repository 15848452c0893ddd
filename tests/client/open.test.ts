import { Dexie, liveQuery } from 'dexie';
import { IDBFactory, IDBKeyRange } from 'fake-indexeddb';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { openDevice, type Device } from '../../src/lib/client/db/open';

const own = { ...Dexie.dependencies };
let device: Device | undefined;
beforeEach(() => Object.assign(Dexie.dependencies, { indexedDB: new IDBFactory(), IDBKeyRange }));
afterEach(() => {
	device?.db.close();
	Object.assign(Dexie.dependencies, own);
	vi.unstubAllGlobals();
});

const open = async (more: object = {}) =>
	(device = await openDevice({
		full: false,
		mayHoldCookie: false,
		onBlocked: () => {},
		onSuperseded: () => {},
		...more
	}));

/** Pages hear of what is written: the first value after a write. */
async function hearsOfWrites({ db }: Device): Promise<boolean> {
	const heard = new Promise<boolean>((resolve) => {
		liveQuery(() => db.getMeta('lastSync')).subscribe((value) => value === 7 && resolve(true));
	});
	await db.setMeta('lastSync', 7);
	return heard;
}

test('a browser that stores is used', async () => {
	const found = await open();
	expect(found.storage).toBe('ok');
	expect(await hearsOfWrites(found)).toBe(true);
});

test('what was stored is there the next time', async () => {
	await (await open()).db.setMeta('lastSync', 5);
	device!.db.close();
	expect(await (await open()).db.getMeta('lastSync')).toBe(5);
});

test.each([
	['without IndexedDB', undefined],
	[
		'that refuses to open one',
		{
			open: () => {
				throw new DOMException('No.', 'SecurityError');
			}
		}
	]
])('a browser %s gets a database in memory that works like any other', async (_, indexedDB) => {
	Object.assign(Dexie.dependencies, { indexedDB });
	const found = await open();
	expect(found.storage).toBe('refused');
	expect(await hearsOfWrites(found)).toBe(true);
});

test('without room for a first sync it is in memory, and says why', async () => {
	vi.stubGlobal('navigator', { storage: { estimate: async () => ({ quota: 1e6, usage: 5e5 }) } });
	expect((await open()).storage).toBe('full');
});

test('a device that has its catalogue already is kept, however little room is left', async () => {
	await (await open()).db.setMeta('catalogue', { epoch: 1, keys: [], lastN: 0, foldedN: 0 });
	device!.db.close();
	vi.stubGlobal('navigator', { storage: { estimate: async () => ({ quota: 1e6, usage: 5e5 }) } });
	expect((await open()).storage).toBe('ok');
});

test('whose cookie the browser holds is asked where it may hold one and the device does not know', async () => {
	expect(await (await open()).db.getMeta('verified')).toBe(true);
	device!.db.close();
	expect(await (await open({ mayHoldCookie: true })).db.getMeta('verified')).toBe(false);
	await device!.db.setMeta('session', { user: null });
	await device!.db.setMeta('verified', true);
	device!.db.close();
	expect(await (await open({ mayHoldCookie: true })).db.getMeta('verified')).toBe(true);
});

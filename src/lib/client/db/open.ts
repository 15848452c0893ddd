import { DeviceDb } from './schema';

export interface Device {
	db: DeviceDb;
	/** `refused` and `full`: the browser stores nothing, the database is in memory and gone with the tab. */
	storage: 'ok' | 'refused' | 'full';
}

/** Opens the device's database, or one in memory where the browser refuses to store. `onBlocked`: an old tab holds it. */
export async function openDevice(onBlocked: () => void): Promise<Device> {
	const db = new DeviceDb('pop');
	db.on('versionchange', () => db.close());
	db.on('blocked', onBlocked);
	try {
		await db.open();
		await db.setMeta('signOutDue', (await db.getMeta('signOutDue')) ?? false);
		return { db, storage: 'ok' };
	} catch (error) {
		db.close();
		return { db: await inMemory(), storage: isFull(error) ? 'full' : 'refused' };
	}
}

/** The same database over an IndexedDB in memory: the rest of the client need not know. */
async function inMemory(): Promise<DeviceDb> {
	const { IDBFactory, IDBKeyRange } = await import('fake-indexeddb');
	return new DeviceDb('pop', { indexedDB: new IDBFactory(), IDBKeyRange });
}

/** Whether a write failed for want of room. */
export function isFull(error: unknown): boolean {
	const { name, inner } = error as { name?: string; inner?: { name?: string } };
	return name === 'QuotaExceededError' || inner?.name === 'QuotaExceededError';
}

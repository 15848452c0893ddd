import { Dexie } from 'dexie';
import { DeviceDb } from './schema';

export interface Device {
	db: DeviceDb;
	/** `refused` and `full`: the browser stores nothing, the database is in memory and gone with the tab. */
	storage: 'ok' | 'refused' | 'full';
}

export interface OpenOptions {
	/** It is known that there is no room. */
	full: boolean;
	/** Somebody may be signed in although the device does not know it. */
	mayHoldCookie: boolean;
	/** An old tab keeps the database from being brought up to date. */
	onBlocked(): void;
	/** A newer version of the app took the database over: this tab must be loaded again. */
	onSuperseded(): void;
}

/** Under so many bytes of room a first sync would break off half-way. */
const ROOM = 16 * 1024 * 1024;

/** Opens the device's database, or one in memory where the browser does not store. */
export async function openDevice({
	full,
	mayHoldCookie,
	onBlocked,
	onSuperseded
}: OpenOptions): Promise<Device> {
	if (full) return { db: await inMemory(), storage: 'full' };
	const db = new DeviceDb('pop');
	db.on('blocked', onBlocked);
	db.on('versionchange', () => {
		db.close();
		onSuperseded();
	});
	try {
		await db.open();
		await doubtAccount(db, mayHoldCookie);
		const complete = (await db.getMeta('catalogue')) !== undefined;
		if (complete || (await roomLeft()) >= ROOM) return { db, storage: 'ok' };
		db.close();
		return { db: await inMemory(), storage: 'full' };
	} catch (error) {
		db.close();
		return { db: await inMemory(), storage: isFull(error) ? 'full' : 'refused' };
	}
}

/** An empty database does not know whose cookie the browser holds. The write also shows that writing works. */
async function doubtAccount(db: DeviceDb, mayHoldCookie: boolean): Promise<void> {
	const known = (await db.getMeta('session')) !== undefined;
	const doubted = known ? (await db.getMeta('verified')) === false : mayHoldCookie;
	await db.setMeta('verified', !doubted);
}

/** The same database over an IndexedDB in memory: the rest of the client need not know. */
async function inMemory(): Promise<DeviceDb> {
	const { IDBFactory, IDBKeyRange } = await import('fake-indexeddb');
	// For this whole tab: live queries sleep where Dexie finds no IndexedDB of the browser's.
	Object.assign(Dexie.dependencies, { indexedDB: new IDBFactory(), IDBKeyRange });
	const db = new DeviceDb('pop');
	await doubtAccount(db, true);
	return db;
}

/** Bytes that the browser would still give. */
async function roomLeft(): Promise<number> {
	try {
		const { quota = Infinity, usage = 0 } = await navigator.storage.estimate();
		return quota - usage;
	} catch {
		return Infinity;
	}
}

/** Whether a write failed for want of room. */
export function isFull(error: unknown): boolean {
	const { name, inner } = error as { name?: string; inner?: { name?: string } };
	return name === 'QuotaExceededError' || inner?.name === 'QuotaExceededError';
}

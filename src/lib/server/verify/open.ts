import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Config } from '../config';
import { nodeDisk, type Disk } from '../csv/disk';
import { takeLock } from '../csv/lock';
import { MIRROR_STATE } from '../csv/versions';
import { rebuild } from '../csv/rebuild';
import { openPostgres } from '../store/postgres';
import { openSqlite } from '../store/sqlite';
import { state } from '../store/state';
import type { Store } from '../store/store';
import { verify, type Verification } from './verify';

/** Files follow the store within a second: differences that a running server is about to end are looked at again. */
const TRIES = 5;
const PAUSE_MS = 500;

const nothing = async () => {};
const readOnly: Disk = {
	...nodeDisk,
	write: nothing,
	append: nothing,
	sync: nothing,
	rename: async () => true,
	syncFolder: nothing,
	remove: nothing,
	makeFolder: nothing
};

/**
 * Verifies the shop of a configuration, with a server or without, and changes nothing: a difference that a start would
 * take for somebody's edit is named. Without a store, the files are held against each other.
 */
export async function verifyShop({ dataDir, databaseUrl }: Config): Promise<Verification> {
	const file = join(dataDir, '.pop', 'shop.sqlite');
	const store = databaseUrl
		? await openPostgres(databaseUrl)
		: existsSync(file)
			? await openSqlite(file)
			: null;
	try {
		const filled = store && (await store.read((tx) => state.get(tx, MIRROR_STATE)));
		if (!store || !filled) return await verifyFiles(dataDir);
		const tries = (await isServed(dataDir)) ? TRIES : 1;
		for (let left = tries; ; left--) {
			const verification = await verify(store, dataDir);
			if (left === 1 || !verification.differences.some(({ check }) => check === 'files')) return verification;
			await sleep(PAUSE_MS);
		}
	} finally {
		await store?.close();
	}
}

/** Whether a process writes the files of a folder. */
async function isServed(dataDir: string): Promise<boolean> {
	const lock = join(dataDir, '.pop', 'mirror.lock');
	if (!existsSync(lock)) return false;
	const unlock = await takeLock(lock);
	await unlock?.();
	return unlock === null;
}

async function verifyFiles(dataDir: string): Promise<Verification> {
	const folder = await mkdtemp(join(tmpdir(), 'pop-verify-'));
	let store: Store | null = null;
	try {
		store = await openSqlite(join(folder, 'shop.sqlite'));
		await rebuild(store, dataDir, readOnly);
		return await verify(store, dataDir, true);
	} finally {
		await store?.close();
		await rm(folder, { recursive: true });
	}
}

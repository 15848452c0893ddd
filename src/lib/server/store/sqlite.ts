import type { DatabaseSyncInstance as Raw } from '@photostructure/sqlite';
import { connectSqlite } from './sqlite-connection';
import { createStore, tellIfNewer, type Store } from './store';

/** Older versions can corrupt a WAL file when two connections reset it at once. */
const OLDEST_SQLITE = '3.51.3';
/** How often a commit of another process on the same file is looked for, in ms. */
const POLL_MS = 300;

type SqliteModule = { DatabaseSync: new (file: string, options?: { readOnly?: boolean }) => Raw };

/** A store in one SQLite file, which is made when it is not there. Its folder must be there. */
export async function openSqlite(file: string): Promise<Store> {
	const { DatabaseSync } = await loadSqlite();
	const open = (readOnly: boolean): Raw => {
		const raw = new DatabaseSync(file, { readOnly });
		raw.exec('pragma busy_timeout = 5000; pragma foreign_keys = on;');
		if (!readOnly) raw.exec('pragma journal_mode = wal; pragma synchronous = full;');
		return raw;
	};
	const writer = connectSqlite(open(false));
	const reader = connectSqlite(open(true));
	return createStore({
		kind: 'sqlite',
		kysely: writer.kysely,
		write: (work) => writer.transaction('begin immediate', work),
		read: (work) => reader.transaction('begin', work),
		async close() {
			await reader.close();
			await writer.close();
		},
		async watch(store, told) {
			// A locked or vanished file is tried again at the next turn.
			const timer = setInterval(() => void tellIfNewer(store, told).catch(() => {}), POLL_MS);
			timer.unref();
			return async () => clearInterval(timer);
		}
	});
}

const SQLITE_BUSY = 5;

/**
 * Locks a file for this process, by SQLite's lock of the operating system: it ends with the process, however that ends.
 * Returns the way to unlock it; null while another one holds it.
 */
export async function lockFile(path: string): Promise<(() => void) | null> {
	const { DatabaseSync } = await loadSqlite();
	const raw = new DatabaseSync(path);
	try {
		raw.exec('pragma journal_mode = off; begin exclusive;');
		return () => raw.close();
	} catch (error) {
		raw.close();
		if ((error as { errcode?: number }).errcode === SQLITE_BUSY) return null;
		throw error;
	}
}

/** Node's own SQLite where it is recent enough, else the drop-in package. */
async function loadSqlite(): Promise<SqliteModule> {
	const builtIn = process.getBuiltinModule('node:sqlite') as SqliteModule | undefined;
	if (builtIn && isRecent(versionOf(builtIn))) return builtIn;
	const packaged = (await import('@photostructure/sqlite')) as unknown as SqliteModule;
	const version = versionOf(packaged);
	if (!isRecent(version))
		throw new Error(`SQLite ${version} is too old: ${OLDEST_SQLITE} or newer is needed.`);
	return packaged;
}

function versionOf({ DatabaseSync }: SqliteModule): string {
	const raw = new DatabaseSync(':memory:');
	const { version } = raw.prepare('select sqlite_version() as version').get() as { version: string };
	raw.close();
	return version;
}

function isRecent(version: string): boolean {
	return version.localeCompare(OLDEST_SQLITE, 'en', { numeric: true }) >= 0;
}

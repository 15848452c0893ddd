import type { DatabaseSyncInstance as Raw } from '@photostructure/sqlite';
import { Kysely, SqliteDialect, type SqliteDatabase } from 'kysely';
import type { Database } from './schema';
import { createStore, tellIfNewer, type Store } from './store';

/** Older versions can corrupt a WAL file when two connections reset it at once. */
const OLDEST_SQLITE = '3.51.3';
/** How often a commit of another process on the same file is looked for, in ms. */
const POLL_MS = 300;
const STATEMENTS_KEPT = 500;

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
	const kysely = (raw: Raw) => new Kysely<Database>({ dialect: new SqliteDialect({ database: adapt(raw) }) });
	const writer = kysely(open(false));
	return createStore({
		kind: 'sqlite',
		writer,
		reader: kysely(open(true)),
		async watch(store, told) {
			// A locked or vanished file is tried again at the next turn.
			const timer = setInterval(() => void tellIfNewer(store, told).catch(() => {}), POLL_MS);
			timer.unref();
			return async () => clearInterval(timer);
		}
	});
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

/** What Kysely asks of a SQLite library, over `node:sqlite`'s; statements are compiled once. */
function adapt(raw: Raw): SqliteDatabase {
	const statements = new Map<string, ReturnType<SqliteDatabase['prepare']>>();
	return {
		close: () => raw.close(),
		prepare(text) {
			const known = statements.get(text);
			if (known) return known;
			const statement = raw.prepare(text);
			const prepared = {
				reader: statement.columns().length > 0,
				all: (values: readonly unknown[]) => statement.all(...(values as never[])),
				run: (values: readonly unknown[]) => statement.run(...(values as never[])),
				iterate: (values: readonly unknown[]) => statement.iterate(...(values as never[]))
			};
			if (statements.size >= STATEMENTS_KEPT) statements.clear();
			statements.set(text, prepared);
			return prepared;
		}
	};
}

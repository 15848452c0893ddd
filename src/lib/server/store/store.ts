import { randomUUID } from 'node:crypto';
import { CompiledQuery, Migrator, type Kysely, type Transaction } from 'kysely';
import { migrations } from './migrations';
import { versionedTables, type Database, type VersionedTable } from './schema';

/** A snapshot of the store. */
export interface ReadTx {
	db: Kysely<Database>;
}

/** Rows without a key that were added to a table, in order, and the number of the last. */
export interface Added {
	rows: object[];
	last: number;
}

/**
 * A transaction that writes: repositories stamp `version` on what they touch, and say so in `touched`, or in `added` where
 * they only add rows without a key.
 */
export interface WriteTx extends ReadTx {
	db: Transaction<Database>;
	storeId: string;
	version: number;
	touched: Set<VersionedTable>;
	added: Map<VersionedTable, Added>;
	/** The next place in a file, and the number of a row without a key: rises for ever. */
	nextPosition(): number;
	/** Runs work that undoes itself alone when it throws. */
	attempt<T>(work: (tx: WriteTx) => Promise<T>): Promise<T>;
}

export interface Commit {
	version: number;
	tables: Set<VersionedTable>;
	/** What was added to those of the tables that nothing else is known to have happened to. */
	added: ReadonlyMap<VersionedTable, Added>;
}

export interface Store {
	kind: 'sqlite' | 'postgres';
	/** Made with the store: another one means that cursors and client numbers start anew. */
	storeId: string;
	/** The last version that this process knows to be committed. */
	readonly version: number;
	/** Runs work in the next batch and answers when that batch is durable. Work awaits its queries alone. */
	write<T>(work: (tx: WriteTx) => Promise<T>): Promise<T>;
	read<T>(work: (tx: ReadTx) => Promise<T>): Promise<T>;
	/** Told after each commit that touched something, also of other processes. Returns the way to stop. */
	onCommit(listener: (commit: Commit) => void): () => void;
	close(): Promise<void>;
}

/** What the two databases differ in. */
export interface Engine {
	kind: Store['kind'];
	/** For what is done before the store is open. */
	kysely: Kysely<Database>;
	/** Runs work in a transaction that writes. */
	write<T>(work: (db: Transaction<Database>) => Promise<T>): Promise<T>;
	/** Runs work on a snapshot, without waiting for what is being written. */
	read<T>(work: (db: Transaction<Database>) => Promise<T>): Promise<T>;
	close(): Promise<void>;
	/** Called in the batch's transaction: tells other processes once it commits. */
	announce?(tx: Transaction<Database>, commit: Commit): Promise<void>;
	/** Calls back for each commit of another process; returns the way to stop. */
	watch(store: Store, told: (commit: Commit) => void): Promise<() => Promise<void>>;
}

/** Jobs in one batch at most, so that nobody waits behind a very long one. */
const BATCH_LIMIT = 256;

interface Job {
	work: (tx: WriteTx) => Promise<unknown>;
	resolve: (value: unknown) => void;
	reject: (reason: unknown) => void;
}

/** A store over an engine: migrated, with its id. */
export async function createStore(engine: Engine): Promise<Store> {
	await migrate(engine.kysely);
	const { storeId, version: found } = await identity(engine.kysely);

	let version = found;
	let waiting: Job[] = [];
	let running: Promise<void> | null = null;
	let closed = false;
	const listeners = new Set<(commit: Commit) => void>();

	function told(commit: Commit): void {
		version = Math.max(version, commit.version);
		for (const listener of listeners) listener(commit);
	}

	/** Batch after batch. A turn of the event loop lies before each, so that all requests that are there join it. */
	async function drain(): Promise<void> {
		while (waiting.length > 0) {
			await new Promise(setImmediate);
			const batch = waiting.slice(0, BATCH_LIMIT);
			waiting = waiting.slice(BATCH_LIMIT);
			await commitBatch(batch);
		}
		running = null;
	}

	/** One transaction for all jobs: each has its savepoint, so a job that throws takes nobody with it. */
	async function commitBatch(batch: Job[]): Promise<void> {
		const settle: (() => void)[] = [];
		try {
			const commit = await engine.write(async (db) => {
				// First of all: on PostgreSQL this row's lock makes commits follow each other in the order of versions.
				const meta = await db
					.updateTable('meta')
					.set((eb) => ({ version: eb('version', '+', 1) }))
					.returning(['version', 'position'])
					.executeTakeFirstOrThrow();
				let position = meta.position;
				const tables = new Set<VersionedTable>();
				const added = new Map<VersionedTable, Added>();
				const nextPosition = () => ++position;
				const tx = writeTx({ db, storeId, version: meta.version, nextPosition }, tables, added);
				for (const job of batch) {
					try {
						const value = await tx.attempt(job.work);
						settle.push(() => job.resolve(value));
					} catch (error) {
						settle.push(() => job.reject(error));
					}
				}
				if (position !== meta.position) await db.updateTable('meta').set({ position }).execute();
				for (const table of tables) added.delete(table);
				for (const table of added.keys()) tables.add(table);
				const commit = { version: meta.version, tables, added };
				if (tables.size > 0) await engine.announce?.(db, commit);
				return commit;
			});
			// Another process has committed since this one last looked: what it touched is not known.
			if (commit.version > version + 1) Object.assign(commit, anything());
			version = Math.max(version, commit.version);
			for (const done of settle) done();
			if (commit.tables.size > 0) told(commit);
		} catch (error) {
			for (const job of batch) job.reject(error);
		}
	}

	const store: Store = {
		kind: engine.kind,
		storeId,
		get version() {
			return version;
		},
		write<T>(work: (tx: WriteTx) => Promise<T>): Promise<T> {
			if (closed) return Promise.reject(new Error('The store is closed.'));
			return new Promise<T>((resolve, reject) => {
				waiting.push({ work, resolve: resolve as (value: unknown) => void, reject });
				running ??= drain();
			});
		},
		read: (work) => engine.read((db) => work({ db })),
		onCommit(listener) {
			listeners.add(listener);
			return () => listeners.delete(listener);
		},
		async close() {
			closed = true;
			await running;
			await stopWatching();
			await engine.close();
		}
	};
	const stopWatching = await engine.watch(store, told);
	return store;
}

const savepoint = CompiledQuery.raw('savepoint attempt');
const release = CompiledQuery.raw('release savepoint attempt');
const rollback = CompiledQuery.raw('rollback to savepoint attempt');

/** Looks whether another process has committed; which tables it touched is not known, so it may be any. */
export async function tellIfNewer(store: Store, told: (commit: Commit) => void): Promise<void> {
	const { version } = await store.read(({ db }) =>
		db.selectFrom('meta').select('version').executeTakeFirstOrThrow()
	);
	if (version > store.version) told({ version, ...anything() });
}

const anything = (): Omit<Commit, 'version'> => ({ tables: new Set(versionedTables), added: new Map() });

type Batch = Pick<WriteTx, 'db' | 'storeId' | 'version' | 'nextPosition'>;

function writeTx(batch: Batch, touched: Set<VersionedTable>, added: Map<VersionedTable, Added>): WriteTx {
	return {
		...batch,
		touched,
		added,
		async attempt(work) {
			const inner = writeTx(batch, new Set(), new Map());
			await batch.db.executeQuery(savepoint);
			try {
				const value = await work(inner);
				await batch.db.executeQuery(release);
				for (const table of inner.touched) touched.add(table);
				for (const [table, more] of inner.added) addTo(added, table, more);
				return value;
			} catch (error) {
				await batch.db.executeQuery(rollback);
				await batch.db.executeQuery(release);
				throw error;
			}
		}
	};
}

/** Notes rows that were added to a table, behind those before. */
export function addTo(added: Map<VersionedTable, Added>, table: VersionedTable, { rows, last }: Added): void {
	const before = added.get(table);
	added.set(table, { rows: before ? before.rows.concat(rows) : rows, last });
}

async function migrate(db: Kysely<Database>): Promise<void> {
	const migrator = new Migrator({ db, provider: { getMigrations: async () => migrations } });
	const { error } = await migrator.migrateToLatest();
	if (error) throw error;
}

async function identity(db: Kysely<Database>): Promise<{ storeId: string; version: number }> {
	await db
		.insertInto('meta')
		.values({ id: 1, storeId: randomUUID(), version: 0, position: 0 })
		.onConflict((conflict) => conflict.column('id').doNothing())
		.execute();
	return db.selectFrom('meta').select(['storeId', 'version']).executeTakeFirstOrThrow();
}

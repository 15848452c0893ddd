import { randomUUID } from 'node:crypto';
import { Kysely, PostgresDialect, sql, type PostgresPool } from 'kysely';
import pg from 'pg';
import type { Database, VersionedTable } from './schema';
import { createStore, tellIfNewer, type Store } from './store';

const CHANNEL = 'pop_commit';
const INT8_OID = 20;
/** How long after a lost connection another is tried. */
const RECONNECT_MS = 1000;

/** Connections to a PostgreSQL database: of the `pg` package, or of an engine that speaks its language. */
export interface PostgresSource {
	pool: PostgresPool;
	/** Calls back for each notification on a channel, and when some may have been missed; returns the way to stop. */
	listen(channel: string, told: (payload: string) => void, missed: () => void): Promise<() => Promise<void>>;
}

/** A store in a PostgreSQL database, for any number of processes. */
export async function openPostgres(source: string | PostgresSource): Promise<Store> {
	const { pool, listen } = typeof source === 'string' ? connect(source) : source;
	const db = new Kysely<Database>({ dialect: new PostgresDialect({ pool }) });
	const node = randomUUID();
	return createStore({
		kind: 'postgres',
		kysely: db,
		write: (work) => db.transaction().execute(work),
		read: (work) => db.transaction().setIsolationLevel('repeatable read').execute(work),
		close: () => db.destroy(),
		async announce(tx, { version, tables }) {
			const payload = JSON.stringify({ node, version, tables: [...tables] });
			await sql`select pg_notify(${CHANNEL}, ${payload})`.execute(tx);
		},
		watch: (store, told) =>
			listen(
				CHANNEL,
				(payload) => {
					const commit = JSON.parse(payload) as { node: string; version: number; tables: VersionedTable[] };
					if (commit.node !== node)
						told({ version: commit.version, tables: new Set(commit.tables), added: new Map() });
				},
				() => void tellIfNewer(store, told).catch(() => {})
			)
	});
}

/** Whole numbers come back as numbers: nothing here leaves the exact ones. */
const types = {
	getTypeParser: ((oid: number, format: 'text' | 'binary') =>
		oid === INT8_OID ? Number : pg.types.getTypeParser(oid, format)) as typeof pg.types.getTypeParser
};

function connect(url: string): PostgresSource {
	const pool = new pg.Pool({ connectionString: url, types, max: 10 });
	// A connection that the server ends while it is idle must not end the process: the pool opens another.
	pool.on('error', () => {});
	return {
		pool,
		async listen(channel, told, missed) {
			let stopped = false;
			async function subscribe(): Promise<{ client: pg.Client; lost: Promise<void> }> {
				const client = new pg.Client({ connectionString: url });
				const lost = new Promise<void>((resolve) => client.once('end', resolve));
				client.on('error', () => {});
				client.on('notification', ({ payload }) => told(payload ?? ''));
				await client.connect();
				await client.query(`listen ${channel}`);
				return { client, lost };
			}
			let subscription = await subscribe();
			async function follow(): Promise<void> {
				for (;;) {
					await subscription.lost;
					if (stopped) return;
					await new Promise((resolve) => setTimeout(resolve, RECONNECT_MS).unref());
					try {
						subscription = await subscribe();
						missed();
					} catch {
						// Tried again: `lost` of the subscription before has settled.
					}
				}
			}
			void follow();
			return async () => {
				stopped = true;
				await subscription.client.end();
			};
		}
	};
}

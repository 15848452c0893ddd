import { randomUUID } from 'node:crypto';
import { Kysely, PostgresDialect, sql, type PostgresPool } from 'kysely';
import pg from 'pg';
import type { Database, VersionedTable } from './schema';
import { createStore, type Commit, type Store } from './store';

const CHANNEL = 'pop_commit';
const INT8_OID = 20;

/** Connections to a PostgreSQL database: of the `pg` package, or of an engine that speaks its language. */
export interface PostgresSource {
	pool: PostgresPool;
	/** Calls back for each notification on a channel; returns the way to stop. */
	listen(channel: string, told: (payload: string) => void): Promise<() => Promise<void>>;
}

/** A store in a PostgreSQL database, for any number of processes. */
export async function openPostgres(source: string | PostgresSource): Promise<Store> {
	const { pool, listen } = typeof source === 'string' ? connect(source) : source;
	const db = new Kysely<Database>({ dialect: new PostgresDialect({ pool }) });
	const node = randomUUID();
	return createStore({
		kind: 'postgres',
		writer: db,
		reader: db,
		readIsolation: 'repeatable read',
		async announce(tx, { version, tables }) {
			const payload = JSON.stringify({ node, version, tables: [...tables] });
			await sql`select pg_notify(${CHANNEL}, ${payload})`.execute(tx);
		},
		watch: (_store, told) =>
			listen(CHANNEL, (payload) => {
				const commit = JSON.parse(payload) as { node: string; version: number; tables: VersionedTable[] };
				if (commit.node !== node) told({ version: commit.version, tables: new Set(commit.tables) } as Commit);
			})
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
		async listen(channel, told) {
			let stopped = false;
			let client: pg.Client | null = null;
			async function subscribe(): Promise<void> {
				client = new pg.Client({ connectionString: url });
				client.on('notification', ({ payload }) => told(payload ?? ''));
				client.on('error', () => {});
				client.on('end', () => {
					if (!stopped) setTimeout(() => subscribe().catch(() => {}), 1000).unref();
				});
				await client.connect();
				await client.query(`listen ${channel}`);
			}
			await subscribe();
			return async () => {
				stopped = true;
				await client?.end();
			};
		}
	};
}

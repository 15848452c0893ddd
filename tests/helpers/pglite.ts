import { PGlite } from '@electric-sql/pglite';
import type { PostgresSource } from '../../src/lib/server/store/postgres';

/** PostgreSQL inside this process. It takes seconds to start, so a test file has one, and its tables are emptied. */
let engine: Promise<PGlite> | null = null;

/** An empty database, as a source of connections: there is one, so they take turns. The database before it is gone. */
export async function pglite(): Promise<PostgresSource> {
	engine ??= PGlite.create({ parsers: { 20: Number } });
	const pg = await engine;
	await pg.exec(`unlisten *; do $$ declare tables text; begin
		select string_agg(quote_ident(tablename), ',') into tables from pg_tables
			where schemaname = 'public' and tablename not like 'kysely%';
		if tables is not null then execute 'truncate ' || tables; end if; end $$`);
	let turn: Promise<void> = Promise.resolve();
	return {
		pool: {
			async connect() {
				const before = turn;
				let release = () => {};
				turn = new Promise((resolve) => (release = resolve));
				await before;
				const client = {
					async query(text: string, values: readonly unknown[]) {
						const { rows, affectedRows } = await pg.query(text, [...values]);
						const command = text.trimStart().split(' ', 1)[0]!.toUpperCase();
						return { command, rowCount: affectedRows ?? rows.length, rows };
					},
					release: () => release()
				};
				return client as never;
			},
			end: async () => {}
		},
		listen: (channel, told) => pg.listen(channel, told)
	};
}

import { PGlite } from '@electric-sql/pglite';
import type { PostgresSource } from '../../src/lib/server/store/postgres';

/** PostgreSQL inside this process, as a source of connections: there is one, so they take turns. */
export async function pglite(dataDir?: string): Promise<PostgresSource & { pg: PGlite }> {
	const pg = await PGlite.create({ ...(dataDir && { dataDir }), parsers: { 20: Number } });
	let turn: Promise<void> = Promise.resolve();
	return {
		pg,
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
			end: () => pg.close()
		},
		listen: (channel, told) => pg.listen(channel, told)
	};
}

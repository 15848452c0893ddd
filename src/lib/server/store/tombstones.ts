import type { ReadTx, WriteTx } from './store';

/** Keys in one statement. */
const KEYS_LIMIT = 10_000;

/** Remembers that a row is gone, for whoever still has it; `owner` '' is everybody who may see the table. */
export async function bury(tx: WriteTx, tbl: string, key: string, owner = ''): Promise<void> {
	await tx.db
		.insertInto('tombstones')
		.values({ tbl, key, owner, version: tx.version })
		.onConflict((conflict) => conflict.columns(['tbl', 'owner', 'key']).doUpdateSet({ version: tx.version }))
		.execute();
}

/** Forgets that rows were gone: they are back. So a key is never in a pull's rows and its deletions at once. */
export async function unbury(tx: WriteTx, tbl: string, keys: readonly string[], owner = ''): Promise<void> {
	for (let start = 0; start < keys.length; start += KEYS_LIMIT)
		await tx.db
			.deleteFrom('tombstones')
			.where('tbl', '=', tbl)
			.where('owner', '=', owner)
			.where('key', 'in', keys.slice(start, start + KEYS_LIMIT))
			.execute();
}

/** The keys of rows deleted after a version. */
export async function buried(tx: ReadTx, tbl: string, since: number, owner = ''): Promise<string[]> {
	const rows = await tx.db
		.selectFrom('tombstones')
		.select('key')
		.where('tbl', '=', tbl)
		.where('owner', '=', owner)
		.where('version', '>', since)
		.execute();
	return rows.map(({ key }) => key);
}

/** The least number of a row deleted after a version, in a table whose keys are numbers; Infinity where there is none. */
export async function firstBuried(tx: ReadTx, tbl: string, since: number): Promise<number> {
	const { least } = await tx.db
		.selectFrom('tombstones')
		.select(({ fn, cast, ref }) => fn.min(cast<number>(ref('key'), 'bigint')).as('least'))
		.where('tbl', '=', tbl)
		.where('version', '>', since)
		.executeTakeFirstOrThrow();
	return least === null ? Infinity : Number(least);
}

/** What was deleted after a version and up to another from tables that an account may see. */
export async function buriedFor(
	tx: ReadTx,
	tables: readonly string[],
	username: string,
	since: number,
	upto: number
): Promise<{ tbl: string; key: string; version: number }[]> {
	if (tables.length === 0) return [];
	return tx.db
		.selectFrom('tombstones')
		.select(['tbl', 'key', 'version'])
		.where('tbl', 'in', tables)
		.where('owner', 'in', ['', username])
		.where('version', '>', since)
		.where('version', '<=', upto)
		.execute();
}

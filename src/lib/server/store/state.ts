import type { ReadTx, WriteTx } from './store';

/** Small facts that a server module keeps over restarts, as JSON by key: how far the mirror is, whether the demo was shifted. */
export const state = {
	async get<T>(tx: ReadTx, key: string): Promise<T | undefined> {
		const row = await tx.db.selectFrom('state').select('value').where('key', '=', key).executeTakeFirst();
		return row && (JSON.parse(row.value) as T);
	},

	async set(tx: WriteTx, key: string, value: unknown): Promise<void> {
		const stored = { value: JSON.stringify(value) };
		await tx.db
			.insertInto('state')
			.values({ key, ...stored })
			.onConflict((conflict) => conflict.column('key').doUpdateSet(stored))
			.execute();
	},

	async remove(tx: WriteTx, key: string): Promise<void> {
		await tx.db.deleteFrom('state').where('key', '=', key).execute();
	},

	/** The keys that begin so, in their order. */
	async keys(tx: ReadTx, prefix: string): Promise<string[]> {
		const rows = await tx.db
			.selectFrom('state')
			.select('key')
			.where('key', 'like', `${prefix}%`)
			.orderBy('key')
			.execute();
		return rows.map(({ key }) => key);
	}
};

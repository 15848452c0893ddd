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
	}
};

import { sql } from 'kysely';
import type { Account } from '../../domain/account/account';
import { carts } from './carts';
import { repository } from './rows';
import type { ReadTx, WriteTx } from './store';

const rows = repository<Account>({
	table: 'users',
	key: ['username'],
	fields: ['username', 'passwordHash', 'role', 'email', 'phone', 'status', 'mustChange', 'extra'],
	json: ['extra'],
	booleans: ['mustChange']
});

export const users = {
	...rows,

	/** The account with exactly this name. */
	byName: (tx: ReadTx, username: string): Promise<Account | undefined> => rows.byKey(tx, username),

	/**
	 * Whether some account has this name, upper and lower case taken as one, or one that is gone had it and left orders:
	 * who had the name next would see them.
	 */
	async isTaken(tx: ReadTx, username: string): Promise<boolean> {
		const order = await tx.db
			.selectFrom('orders')
			.select('orderId')
			.where('username', '=', username)
			.limit(1)
			.executeTakeFirst();
		if (order) return true;
		const row = await tx.db
			.selectFrom('users')
			.select('username')
			.where(({ fn, ref }) => fn<string>('lower', [ref('username')]), '=', username.toLowerCase())
			.executeTakeFirst();
		return row !== undefined;
	},

	/** The accounts with a text in their name, e-mail or phone, all with an empty one, by name; and how many there are. */
	async search(tx: ReadTx, text: string, limit: number): Promise<{ found: Account[]; total: number }> {
		const like = `%${text.toLowerCase().replace(/[\\%_]/g, '\\$&')}%`;
		const matching = tx.db
			.selectFrom('users')
			.where(({ or, fn, ref }) =>
				or(
					(['username', 'email', 'phone'] as const).map(
						(column) => sql<boolean>`${fn<string>('lower', [ref(column)])} like ${like} escape '\\'`
					)
				)
			);
		const { total } = await matching
			.select(({ fn }) => fn.countAll<number>().as('total'))
			.executeTakeFirstOrThrow();
		const found = await matching.selectAll().orderBy('username').limit(limit).execute();
		return { found: found.map(rows.fromRow), total: Number(total) };
	},

	/** Who runs the shop and may sign in. */
	async activeAdmins(tx: ReadTx): Promise<Account[]> {
		const found = await tx.db
			.selectFrom('users')
			.selectAll()
			.where('role', '=', 'admin')
			.where('status', '=', 'active')
			.execute();
		return found.map(rows.fromRow);
	},

	/** Its sessions and its cart go with it: whoever has the name next must not find them. */
	async remove(tx: WriteTx, key: string[]): Promise<boolean> {
		const username = key[0]!;
		await tx.db.deleteFrom('sessions').where('username', '=', username).execute();
		await carts.removeAll(tx, username);
		return rows.remove(tx, key);
	},

	insert: (tx: WriteTx, account: Account): Promise<void> => rows.insertAll(tx, [account])
};

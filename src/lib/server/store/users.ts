import type { Account } from '../../domain/account/account';
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

	/** Whether some account has this name, upper and lower case taken as one. */
	async isTaken(tx: ReadTx, username: string): Promise<boolean> {
		const row = await tx.db
			.selectFrom('users')
			.select('username')
			.where(({ fn, ref }) => fn<string>('lower', [ref('username')]), '=', username.toLowerCase())
			.executeTakeFirst();
		return row !== undefined;
	},

	insert: (tx: WriteTx, account: Account): Promise<void> => rows.insertAll(tx, [account])
};

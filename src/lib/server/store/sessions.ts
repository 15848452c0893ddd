import type { Account } from '../../domain/account/account';
import type { Database } from './schema';
import { statement } from './statement';
import type { ReadTx, WriteTx } from './store';
import { users } from './users';

/** Instants in ms since 1970. */
export type Session = Database['sessions'];

const byTokenHash = statement((db, { tokenHash }: { tokenHash: string }) =>
	db
		.selectFrom('sessions')
		.innerJoin('users', 'users.username', 'sessions.username')
		.selectAll()
		.where('tokenHash', '=', tokenHash)
);

/** Where sessions end, `users` counts as touched: every node looks at its open streams again. */
export const sessions = {
	/** A session with the account that it is of. */
	async byTokenHash(
		tx: ReadTx,
		tokenHash: string
	): Promise<{ session: Session; account: Account } | undefined> {
		const [row] = (await byTokenHash(tx, { tokenHash })).rows;
		return row && { session: row, account: users.fromRow(row) };
	},

	of: (tx: ReadTx, username: string): Promise<Session[]> =>
		tx.db.selectFrom('sessions').selectAll().where('username', '=', username).orderBy('createdAt').execute(),

	/** How many sessions each of some accounts has; accounts without one are not in it. */
	async countOf(tx: ReadTx, usernames: readonly string[]): Promise<Map<string, number>> {
		if (usernames.length === 0) return new Map();
		const rows = await tx.db
			.selectFrom('sessions')
			.select(({ fn }) => ['username', fn.countAll<number>().as('count')])
			.where('username', 'in', usernames)
			.groupBy('username')
			.execute();
		return new Map(rows.map(({ username, count }) => [username, Number(count)]));
	},

	async insert(tx: WriteTx, session: Session): Promise<void> {
		await tx.db.insertInto('sessions').values(session).execute();
	},

	async touch(tx: WriteTx, tokenHash: string, seenAt: number): Promise<void> {
		await tx.db.updateTable('sessions').set({ seenAt }).where('tokenHash', '=', tokenHash).execute();
	},

	/** Opens what the PIN guards until an instant; null closes it. */
	async setUnlocked(tx: WriteTx, tokenHash: string, unlockedUntil: number | null): Promise<void> {
		await tx.db.updateTable('sessions').set({ unlockedUntil }).where('tokenHash', '=', tokenHash).execute();
	},

	async remove(tx: WriteTx, tokenHash: string): Promise<void> {
		tx.touched.add('users');
		await tx.db.deleteFrom('sessions').where('tokenHash', '=', tokenHash).execute();
	},

	/** Closes what the PIN guards in every session but one. */
	async lockOthers(tx: WriteTx, tokenHash: string): Promise<void> {
		await tx.db
			.updateTable('sessions')
			.set({ unlockedUntil: null })
			.where('tokenHash', '!=', tokenHash)
			.execute();
	},

	/** Ends every session of an account, but one where it is named. */
	async removeOf(tx: WriteTx, username: string, exceptTokenHash = ''): Promise<void> {
		tx.touched.add('users');
		await tx.db
			.deleteFrom('sessions')
			.where('username', '=', username)
			.where('tokenHash', '!=', exceptTokenHash)
			.execute();
	},

	/** Ends the sessions not seen since an instant. */
	async removeUnseenSince(tx: WriteTx, seenAt: number): Promise<void> {
		await tx.db.deleteFrom('sessions').where('seenAt', '<', seenAt).execute();
	}
};

import type { Database } from './schema';
import type { ReadTx, WriteTx } from './store';

/** Instants in ms since 1970. */
export type ResetMail = Database['resetMails'];

/** The mails with a way to a new password that wait to be sent, or were given up. The way itself is in none. */
export const resetMails = {
	async insert(tx: WriteTx, mail: ResetMail): Promise<void> {
		await tx.db.insertInto('resetMails').values(mail).execute();
	},

	/** The mail that is due next. */
	next: (tx: ReadTx): Promise<ResetMail | undefined> =>
		tx.db
			.selectFrom('resetMails')
			.selectAll()
			.where('dueAt', 'is not', null)
			.orderBy('dueAt')
			.limit(1)
			.executeTakeFirst(),

	async update(tx: WriteTx, mailId: string, changes: Partial<ResetMail>): Promise<void> {
		await tx.db.updateTable('resetMails').set(changes).where('mailId', '=', mailId).execute();
	},

	async remove(tx: WriteTx, mailId: string): Promise<void> {
		await tx.db.deleteFrom('resetMails').where('mailId', '=', mailId).execute();
	},

	/** Those that failed at least once, newest first. */
	failed: (tx: ReadTx): Promise<ResetMail[]> =>
		tx.db
			.selectFrom('resetMails')
			.selectAll()
			.where('error', 'is not', null)
			.orderBy('requestedAt', 'desc')
			.execute(),

	/** Forgets those that were asked for before an instant. */
	async removeBefore(tx: WriteTx, requestedAt: number): Promise<void> {
		await tx.db.deleteFrom('resetMails').where('requestedAt', '<', requestedAt).execute();
	}
};

import { freshCode, freshGuard, type CodeState, type Guard } from '../../domain/otp/otp';
import type { ReadTx, WriteTx } from './store';

/** The one-time codes of orders, and the wrong ones in a row of accounts. */
export const codes = {
	async of(tx: ReadTx, orderId: string): Promise<CodeState> {
		const row = await tx.db.selectFrom('codes').selectAll().where('orderId', '=', orderId).executeTakeFirst();
		if (!row) return freshCode;
		const { hash, expiresAt, triesLeft, cooldownUntil, issues } = row;
		return { hash, expiresAt, triesLeft, cooldownUntil, issues: JSON.parse(issues) };
	},

	async save(tx: WriteTx, orderId: string, state: CodeState): Promise<void> {
		const stored = { ...state, issues: JSON.stringify(state.issues) };
		await tx.db
			.insertInto('codes')
			.values({ orderId, ...stored })
			.onConflict((conflict) => conflict.column('orderId').doUpdateSet(stored))
			.execute();
	},

	/** Ends the running code of an order; its budget stays used. */
	async end(tx: WriteTx, orderId: string): Promise<void> {
		await tx.db.updateTable('codes').set({ hash: null }).where('orderId', '=', orderId).execute();
	},

	/** Forgets an order's codes: it needs none any more. */
	async remove(tx: WriteTx, orderId: string): Promise<void> {
		await tx.db.deleteFrom('codes').where('orderId', '=', orderId).execute();
	},

	async guardOf(tx: ReadTx, username: string): Promise<Guard> {
		const row = await tx.db
			.selectFrom('guards')
			.select(['wrong', 'lockedUntil'])
			.where('username', '=', username)
			.executeTakeFirst();
		return row ?? freshGuard;
	},

	async saveGuard(tx: WriteTx, username: string, guard: Guard): Promise<void> {
		await tx.db
			.insertInto('guards')
			.values({ username, ...guard })
			.onConflict((conflict) => conflict.column('username').doUpdateSet(guard))
			.execute();
	}
};

import { freshCode, freshGuard, type CodeState, type Guard } from '../../domain/otp/otp';
import type { Database } from './schema';
import { statement } from './statement';
import type { ReadTx, WriteTx } from './store';

const ofOrder = statement((db, { orderId }: { orderId: string }) =>
	db.selectFrom('codes').selectAll().where('orderId', '=', orderId)
);
const save = statement((db, { orderId, ...stored }: Database['codes']) =>
	db
		.insertInto('codes')
		.values({ orderId, ...stored })
		.onConflict((conflict) => conflict.column('orderId').doUpdateSet(stored))
);
const remove = statement((db, { orderId }: { orderId: string }) =>
	db.deleteFrom('codes').where('orderId', '=', orderId)
);
const guardOf = statement((db, { username }: { username: string }) =>
	db.selectFrom('guards').select(['wrong', 'lockedUntil']).where('username', '=', username)
);

/** The one-time codes of orders, and the wrong ones in a row of accounts. */
export const codes = {
	async of(tx: ReadTx, orderId: string): Promise<CodeState> {
		const [row] = (await ofOrder(tx, { orderId })).rows;
		if (!row) return freshCode;
		const { hash, expiresAt, triesLeft, cooldownUntil, issues } = row;
		return { hash, expiresAt, triesLeft, cooldownUntil, issues: JSON.parse(issues) };
	},

	async save(tx: WriteTx, orderId: string, state: CodeState): Promise<void> {
		await save(tx, { ...state, orderId, issues: JSON.stringify(state.issues) });
	},

	/** Ends the running code of an order; its budget stays used. */
	async end(tx: WriteTx, orderId: string): Promise<void> {
		await tx.db.updateTable('codes').set({ hash: null }).where('orderId', '=', orderId).execute();
	},

	/** Forgets an order's codes: it needs none any more. */
	async remove(tx: WriteTx, orderId: string): Promise<void> {
		await remove(tx, { orderId });
	},

	async guardOf(tx: ReadTx, username: string): Promise<Guard> {
		return (await guardOf(tx, { username })).rows[0] ?? freshGuard;
	},

	async saveGuard(tx: WriteTx, username: string, guard: Guard): Promise<void> {
		await tx.db
			.insertInto('guards')
			.values({ username, ...guard })
			.onConflict((conflict) => conflict.column('username').doUpdateSet(guard))
			.execute();
	}
};

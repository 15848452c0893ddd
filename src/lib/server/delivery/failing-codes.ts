import type { FailingCodes } from '../../protocol/settings';
import { writeLog } from '../audit';
import { state } from '../store/state';
import type { ReadTx, WriteTx } from '../store/store';
import { reasonOf } from './mail';

const KEY = 'failingCodes';

/**
 * The codes that did not go out since the last one that did. A code itself is not kept for another try, since it is of no
 * use when it comes late; that codes fail must be seen by those who can mend it.
 */
export const failingCodes = {
	get: (tx: ReadTx): Promise<FailingCodes | undefined> => state.get<FailingCodes>(tx, KEY),

	/** The first one is in the log: a channel that stays broken must not fill it. */
	async add(tx: WriteTx, now: number, username: string, orderId: string, error: unknown): Promise<void> {
		const before = await failingCodes.get(tx);
		const reason = reasonOf(error);
		await state.set(tx, KEY, { since: before?.since ?? now, count: (before?.count ?? 0) + 1, error: reason });
		if (!before) await writeLog(tx, now, username, 'CODE_FAILED', `${orderId} ${reason}`);
	},

	clear: (tx: WriteTx): Promise<void> => state.remove(tx, KEY)
};

import { toLocal } from '../domain/time';
import { log } from './store/log';
import { shops } from './store/shop';
import type { WriteTx } from './store/store';

/** Writes down, in the log, who did what to what at an instant (ms). */
export async function writeLog(
	tx: WriteTx,
	now: number,
	username: string,
	action: string,
	/** Their own account where nothing else is meant: a line always names one. */
	target = username
): Promise<void> {
	const { timeZone } = await shops.settings(tx);
	await log.append(tx, { at: toLocal(now, timeZone), username, action, target });
}

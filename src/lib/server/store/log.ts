import { createHash } from 'node:crypto';
import { chain, type LogEntry } from '../../domain/audit/log';
import { repository } from './rows';
import { statement } from './statement';
import type { WriteTx } from './store';

/** A line of admin_log.txt, with its number. */
export interface LogLine extends LogEntry {
	logId: string;
}

const rows = repository<LogLine>({
	table: 'log',
	number: 'logId',
	fields: ['at', 'username', 'action', 'target', 'hash']
});

const lastHash = statement((db, _: object) =>
	db.selectFrom('log').select('hash').where('hash', 'is not', null).orderBy('position', 'desc').limit(1)
);

export const log = {
	...rows,

	/** Adds an entry; its hash covers the one before. */
	async append(tx: WriteTx, entry: Omit<LogEntry, 'hash'>): Promise<void> {
		const [last] = (await lastHash(tx, {})).rows;
		await rows.insertAll(tx, [{ logId: '', ...chain(entry, last?.hash ?? '', sha256) }]);
	}
};

export const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

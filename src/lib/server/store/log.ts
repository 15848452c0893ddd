import { repository } from './rows';

/** A line of admin_log.txt: who did what to what, at the shop's wall clock. */
export interface LogLine {
	logId: string;
	/** `YYYY-MM-DD HH:MM:SS` in the shop's zone. */
	at: string;
	username: string;
	/** A word such as `SAVE_PRODUCT`. */
	action: string;
	target: string;
	/** Covers the line and the hash before; old lines have none. */
	hash?: string;
}

export const log = repository<LogLine>({
	table: 'log',
	number: 'logId',
	fields: ['at', 'username', 'action', 'target', 'hash']
});

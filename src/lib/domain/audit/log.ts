/**
 * admin_log.txt: `[YYYY-MM-DD HH:MM:SS] admin: ACTION target #HASH`. Each hash covers its line and the hash before, so a
 * line that is changed, dropped or put between others shows. Lines of the old shop have no hash and are kept.
 */
export interface LogEntry {
	/** `YYYY-MM-DD HH:MM:SS` in the shop's zone. */
	at: string;
	username: string;
	/** A word such as `SAVE_PRODUCT`. */
	action: string;
	target: string;
	hash?: string;
}

/** SHA-256 of a text, as hex. */
export type Sha256 = (text: string) => string;

/** The line of an entry, without a line end. */
export function formatEntry(entry: LogEntry): string {
	return entry.hash === undefined ? body(entry) : `${body(entry)} #${entry.hash}`;
}

/** The entry with its hash, which covers it and the hash before it in the log ('' before the first). */
export function chain(entry: Omit<LogEntry, 'hash'>, before: string, sha256: Sha256): LogEntry {
	return { ...entry, hash: sha256(`${before}\n${body(entry)}`) };
}

/** What a line says; null where it is none of a log's lines. */
export function parseEntry(line: string): LogEntry | null {
	const match =
		/^\[(\d{4}-\d\d-\d\d \d\d:\d\d:\d\d)\] (.*?): (\S+)(?: (?!#[0-9a-f]{64}$)(.*?))?(?: #([0-9a-f]{64}))?$/.exec(
			line
		);
	if (!match) return null;
	const [, at = '', username = '', action = '', target = '', hash] = match;
	return { at, username: unescape(username), action, target: unescape(target), ...(hash && { hash }) };
}

/** The first line, from 1, at which the chain does not hold; null where it does. */
export function brokenAt(lines: readonly string[], sha256: Sha256): number | null {
	let before = '';
	for (const [index, line] of lines.entries()) {
		const [, covered = line, hash] = /^(.*) #([0-9a-f]{64})$/.exec(line) ?? [];
		if (hash === undefined && before === '') continue;
		if (hash !== sha256(`${before}\n${covered}`)) return index + 1;
		before = hash;
	}
	return null;
}

const body = ({ at, username, action, target }: LogEntry) =>
	`[${at}] ${escape(username)}: ${action}${target === '' ? '' : ' ' + escape(target)}`;

// One entry is one line, whatever a name holds.
const escape = (text: string) =>
	text.replace(/[\\\r\n\u0085\u2028\u2029]/g, (mark) => (mark === '\\' ? '\\\\' : (marks.get(mark) ?? '')));
const unescape = (text: string) =>
	text.replace(/\\(\\|r|n|u0085|u2028|u2029)/g, (_, code: string) => characters.get(code) ?? code);
const marks = new Map([
	['\r', '\\r'],
	['\n', '\\n'],
	['\u0085', '\\u0085'],
	['\u2028', '\\u2028'],
	['\u2029', '\\u2029']
]);
const characters = new Map(Array.from(marks, ([character, mark]) => [mark.slice(1), character]));

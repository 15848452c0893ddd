import { brokenAt, formatEntry, parseEntry, type LogEntry, type Sha256 } from './log';

/** The first line, from 1, that is not as it was written, and what happened there. */
export interface Tampered {
	line: number;
	kind: 'changed' | 'removed' | 'inserted';
	/** The line that was put there or changed, or the one that is missing. */
	text: string;
}

/**
 * Compares a log's lines with the entries that were written, and holds its chain: the entries tell what was done to a
 * line, the chain also finds what was done to both. Null where all is as it was written. Lines before the first hash
 * that are no entries are an old shop's, and anything goes there.
 * @param written in their order; from `settled` on they may not be in the file yet
 */
export function findTampering(
	lines: readonly string[],
	written: readonly LogEntry[],
	settled: number,
	sha256: Sha256
): Tampered | null {
	const different = firstDifference(lines, written, settled);
	const line = brokenAt(lines, sha256);
	if (line === null || (different && different.line <= line)) return different;
	const text = lines[line - 1]!;
	const kind = different === null && parseEntry(text) === null ? 'inserted' : 'changed';
	return { line, kind, text };
}

function firstDifference(
	lines: readonly string[],
	written: readonly LogEntry[],
	settled: number
): Tampered | null {
	const found = lines.flatMap((text, index) => {
		const entry = parseEntry(text);
		return entry ? [{ line: index + 1, text, same: formatEntry(entry) }] : [];
	});
	const expected = written.map(formatEntry);
	const place = found.findIndex(({ same }, index) => same !== expected[index]);
	if (place < 0) {
		const missing = expected[found.length];
		return missing === undefined || found.length >= settled
			? null
			: { line: lines.length + 1, kind: 'removed', text: missing };
	}
	const { line, text, same } = found[place]!;
	if (expected.indexOf(same, place + 1) > 0) return { line, kind: 'removed', text: expected[place]! };
	const wanted = expected[place];
	if (wanted === undefined || found.some((other, index) => index > place && other.same === wanted))
		return { line, kind: 'inserted', text };
	return { line, kind: 'changed', text };
}

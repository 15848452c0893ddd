import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { brokenAt, chain, formatEntry, type LogEntry } from '../../../src/lib/domain/audit/log';
import { findTampering } from '../../../src/lib/domain/audit/verify';

const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');
/** A log of four entries, behind two lines of an old shop. */
function someLog() {
	const entries: LogEntry[] = [];
	for (const target of ['a', 'b', 'c', 'd'])
		entries.push(
			chain(
				{ at: '2026-01-01 10:00:00', username: 'boss', action: 'UPDATE', target },
				entries.at(-1)?.hash ?? '',
				sha256
			)
		);
	return { entries, lines: ['an old line', 'another', ...entries.map(formatEntry)] };
}

test('a log that nobody touched is whole, also while its last entries are on their way', () => {
	const { entries, lines } = someLog();
	expect(findTampering(lines, entries, 4, sha256)).toBeNull();
	expect(findTampering(lines.slice(0, 5), entries, 3, sha256)).toBeNull();
	expect(findTampering(lines, entries, 3, sha256)).toBeNull();
});

test('the first changed, removed or inserted line is named', () => {
	const { entries, lines } = someLog();
	const check = (edit: (lines: string[]) => void) => {
		const edited = [...lines];
		edit(edited);
		const found = findTampering(edited, entries, 4, sha256);
		return found && [found.line, found.kind, found.text];
	};
	expect(check((all) => (all[3] = all[3]!.replace('UPDATE b', 'UPDATE x')))).toEqual([
		4,
		'changed',
		lines[3]!.replace('UPDATE b', 'UPDATE x')
	]);
	expect(check((all) => all.splice(3, 1))).toEqual([4, 'removed', lines[3]]);
	expect(check((all) => all.splice(2, 1))).toEqual([3, 'removed', lines[2]]);
	expect(check((all) => all.pop())).toEqual([6, 'removed', lines[5]]);
	const line = '[2026-01-01 10:00:00] boss: UPDATE x';
	expect(check((all) => all.splice(4, 0, line))).toEqual([5, 'inserted', line]);
	expect(check((all) => all.push(line))).toEqual([7, 'inserted', line]);
	expect(check((all) => all.splice(4, 0, 'no entry at all'))).toEqual([5, 'inserted', 'no entry at all']);
});

test('who makes all hashes anew is found by the entries, and who changes both by the chain', () => {
	const { entries } = someLog();
	const forged: LogEntry[] = [];
	for (const { hash: _, ...entry } of entries) {
		const target = entry.target === 'b' ? 'x' : entry.target;
		forged.push(chain({ ...entry, target }, forged.at(-1)?.hash ?? '', sha256));
	}
	const lines = forged.map(formatEntry);
	expect(brokenAt(lines, sha256)).toBeNull();
	expect(findTampering(lines, entries, 4, sha256)).toMatchObject({ line: 2, kind: 'changed' });
	const both = entries.map((entry) => (entry.target === 'c' ? { ...entry, target: 'x' } : entry));
	expect(findTampering(both.map(formatEntry), both, 4, sha256)).toMatchObject({ line: 3 });
});

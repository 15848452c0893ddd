import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { brokenAt, chain, formatEntry, parseEntry } from '../../../src/lib/domain/audit/log';

const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');
const at = '2026-11-22 10:00:00';
const old = readFileSync(new URL('../../fixtures/csv/old-shop/admin_log.txt', import.meta.url), 'utf8')
	.split('\r\n')
	.filter(Boolean);

function chained(count: number): string[] {
	let before = '';
	return Array.from({ length: count }, (_, index) => {
		const entry = chain(
			{ at, username: 'admin123', action: 'SAVE_PRODUCT', target: `P${index}` },
			before,
			sha256
		);
		before = entry.hash!;
		return formatEntry(entry);
	});
}

test("the old shop's lines are read and come back as they were", () => {
	const entries = old.map((line) => parseEntry(line)!);
	expect(entries[0]).toEqual({
		at: '2025-10-01 00:14:17',
		username: 'admin123',
		action: 'ADD',
		target: 'P0006'
	});
	expect(entries.map(formatEntry)).toEqual(old);
});

test('a hash covers its line and the hash before', () => {
	const [first, second] = chained(2) as [string, string];
	const body = `[${at}] admin123: SAVE_PRODUCT P0`;
	expect(first).toBe(`${body} #${sha256(`\n${body}`)}`);
	expect(second.slice(-64)).toBe(sha256(`${first.slice(-64)}\n[${at}] admin123: SAVE_PRODUCT P1`));
});

test('the chain holds behind old lines, and shows every change from its first line on', () => {
	const lines = [...old, ...chained(4)];
	expect(brokenAt(lines, sha256)).toBeNull();
	expect(brokenAt(lines.with(-2, lines.at(-2)!.replace('P2', 'P7')), sha256)).toBe(lines.length - 1);
	expect(brokenAt(lines.toSpliced(-2, 1), sha256)).toBe(lines.length - 1);
	expect(brokenAt(lines.toSpliced(-1, 0, old[0]!), sha256)).toBe(lines.length);
	expect(brokenAt(lines.with(-2, lines.at(-2)!.slice(0, -67)), sha256)).toBe(lines.length - 1);
});

test('one entry is one line, whatever it is about', () => {
	const words = fc.string({ unit: fc.constantFrom(...'a\r\n\\nru2028 #\u2028\u0085é') });
	fc.assert(
		fc.property(words, (target) => {
			const entry = chain({ at, username: 'admin123', action: 'NOTE', target }, '', sha256);
			const line = formatEntry(entry);
			expect(line).not.toMatch(/[\r\n\u0085\u2028\u2029]/);
			expect(parseEntry(line)).toEqual(entry);
		})
	);
});

import { expect, test } from 'vitest';
import { pbkdf2Sync, scryptSync } from 'node:crypto';
import { createGate, GateFull } from '../../../src/lib/server/auth/gate';
import { fits, hashPassword, isHash, verifyPassword } from '../../../src/lib/server/auth/passwords';

/** The row of `admin123` in an old shop's users.csv. */
const oldAdmin =
	'werkzeug$scrypt:32768:8:1$y4wYbA2tv6QYrlc3$cd55adb8ca0417a7bef5b6042573cad603185a7d848c63c1f20b66d345a771e6ed27366e784a1bccc5c7e9c4fa4a9b77c30afbd041d6b904a5fa2124bd864106';
const maxmem = 2 ** 27;
const hex = (password: string, salt: string | Buffer) =>
	scryptSync(password, salt, 64, { N: 1024, r: 8, p: 1, maxmem }).toString('hex');

test('a fresh hash takes its password and no other, and is not replaced', async () => {
	const hash = await hashPassword('pässword ✓');
	expect(hash).toMatch(/^pop\$scrypt\$131072\$8\$1\$/);
	expect(await verifyPassword('pässword ✓', hash)).toEqual({ ok: true });
	expect(await verifyPassword('pässword', hash)).toEqual({ ok: false });
	expect(await hashPassword('pässword ✓')).not.toBe(hash);
});

test('an old shop’s hash takes its password and gives a new one to keep', async () => {
	const verdict = await verifyPassword('sriyanshu1', oldAdmin);
	expect(verdict.ok).toBe(true);
	expect(await fits('sriyanshu1', verdict.replacement!)).toBe(true);
	expect(await verifyPassword('sriyanshu2', oldAdmin)).toEqual({ ok: false });
});

test('an account that does not exist has no password', async () => {
	expect(await verifyPassword('anything', null)).toEqual({ ok: false });
});

test.each([
	['werkzeug, salt as text', `werkzeug$scrypt:1024:8:1$abcd$${hex('old', 'abcd')}`],
	['plain, salt as text', `scrypt:1024:8:1$abcd$${hex('old', 'abcd')}`],
	['plain, salt as hex', `scrypt:1024:8:1$abcd$${hex('old', Buffer.from('abcd', 'hex'))}`],
	[
		'pbkdf2',
		`werkzeug$pbkdf2:sha256:1000$salt$${pbkdf2Sync('old', 'salt', 1000, 32, 'sha256').toString('hex')}`
	]
])('%s is read', async (_, stored) => {
	expect(isHash(stored)).toBe(true);
	expect(await fits('old', stored)).toBe(true);
	expect(await fits('new', stored)).toBe(false);
});

test('a werkzeug salt is never taken as hex', async () => {
	expect(await fits('old', `werkzeug$scrypt:1024:8:1$abcd$${hex('old', Buffer.from('abcd', 'hex'))}`)).toBe(
		false
	);
});

test.each([
	'',
	'nan',
	'plain',
	'scrypt:1048576:64:1$a$00',
	'werkzeug$pbkdf2:sha256:99999999999$a$00',
	'pop$scrypt$3$8$1$AA$AA'
])('%j opens nothing', async (stored) => {
	expect(isHash(stored)).toBe(false);
	expect(await fits('', stored)).toBe(false);
});

test('a gate runs two at a time, keeps the order, and refuses beyond its queue', async () => {
	const gate = createGate(2, 2);
	const releases: (() => void)[] = [];
	const started: number[] = [];
	const work = (n: number) => () => {
		started.push(n);
		return new Promise<void>((done) => releases.push(done));
	};
	const first = [gate(work(1)), gate(work(2)), gate(work(3)), gate(work(4))];
	await expect(gate(work(5))).rejects.toThrow(GateFull);
	expect(started).toEqual([1, 2]);
	releases[0]!();
	await first[0];
	expect(started).toEqual([1, 2, 3]);
	releases[1]!();
	releases[2]!();
	await Promise.all(first.slice(1, 3));
	releases[3]!();
	await first[3];
	expect(started).toEqual([1, 2, 3, 4]);
});

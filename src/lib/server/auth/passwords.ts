import { pbkdf2, randomBytes, scrypt, timingSafeEqual, type ScryptOptions } from 'node:crypto';
import { promisify } from 'node:util';
import { cost } from './cost';
import { createGate } from './gate';

/**
 * Hashes of passwords and PINs. The project's own form is `pop$scrypt$N$r$p$SALT$HASH`, salt and hash in base64url.
 * An old shop's forms are read too: `werkzeug$scrypt:N:r:p$salt$hex`, `werkzeug$pbkdf2:sha256:N$salt$hex` (the salt is
 * the text itself) and `scrypt:N:r:p$salt$hex` (the salt as text, then as hex).
 */

const KEY_BYTES = 32;

/** A stored hash may not make the server spend more than this. */
const MAX_MEMORY = 256 * 1024 * 1024;
const MAX_ITERATIONS = 10_000_000;

/** Two hashes at a time leave the other threads to the disk; who waits behind a hundred is told to come back. */
const gate = createGate(2, 100);

type Derive = (password: string) => Promise<Buffer>;
interface Parsed {
	/** Made by this project at today's cost. */
	current: boolean;
	candidates: { derive: Derive; expected: Buffer }[];
}

/** Whether the text is a hash that `verify` can check. */
export const isHash = (text: string): boolean => parse(text) !== null;

/** A fresh hash of a password in the project's own form. */
export async function hashPassword(password: string): Promise<string> {
	const salt = randomBytes(16);
	const key = await scryptKey(password, salt, cost.N, cost.r, cost.p, KEY_BYTES);
	const parts = [cost.N, cost.r, cost.p, salt.toString('base64url'), key.toString('base64url')];
	return `pop$scrypt$${parts.join('$')}`;
}

export interface Verdict {
	ok: boolean;
	/** A hash in today's form to keep instead, where the password was right and the stored one is of an old form. */
	replacement?: string;
}

/**
 * Whether a password fits a stored hash; null stands for an account that does not exist. All answers take the time of
 * one new hash: a missing or old one is worked out beside it.
 */
export async function verifyPassword(password: string, stored: string | null): Promise<Verdict> {
	const parsed = stored === null ? null : parse(stored);
	if (parsed?.current) return { ok: await matches(password, parsed) };
	const [replacement, ok] = await Promise.all([hashPassword(password), parsed && matches(password, parsed)]);
	return ok ? { ok, replacement } : { ok: false };
}

/** Whether a password fits a stored hash, at that hash's own price: for checks that nobody outside can time. */
export async function fits(password: string, stored: string): Promise<boolean> {
	const parsed = parse(stored);
	return parsed !== null && matches(password, parsed);
}

async function matches(password: string, { candidates }: Parsed): Promise<boolean> {
	for (const { derive, expected } of candidates)
		if (timingSafeEqual(await derive(password), expected)) return true;
	return false;
}

function parse(stored: string): Parsed | null {
	return parseOwn(stored) ?? parseScrypt(stored) ?? parsePbkdf2(stored);
}

function parseOwn(stored: string): Parsed | null {
	const match = /^pop\$scrypt\$(\d+)\$(\d+)\$(\d+)\$([\w-]+)\$([\w-]+)$/.exec(stored);
	if (!match) return null;
	const [N, r, p] = match.slice(1, 4).map(Number) as [number, number, number];
	const salt = Buffer.from(match[4]!, 'base64url');
	const expected = Buffer.from(match[5]!, 'base64url');
	if (!affordable(N, r, p) || expected.length === 0) return null;
	const current = N === cost.N && r === cost.r && p === cost.p;
	const derive: Derive = (password) => scryptKey(password, salt, N, r, p, expected.length);
	return { current, candidates: [{ derive, expected }] };
}

function parseScrypt(stored: string): Parsed | null {
	const match = /^(werkzeug\$)?scrypt:(\d+):(\d+):(\d+)\$([^$]+)\$((?:[0-9a-f]{2})+)$/i.exec(stored);
	if (!match) return null;
	const [N, r, p] = match.slice(2, 5).map(Number) as [number, number, number];
	if (!affordable(N, r, p)) return null;
	const text = match[5]!;
	const expected = Buffer.from(match[6]!, 'hex');
	const salts = [Buffer.from(text, 'utf8')];
	if (!match[1] && /^(?:[0-9a-f]{2})+$/i.test(text)) salts.push(Buffer.from(text, 'hex'));
	const candidates = salts.map((salt) => ({
		derive: (password: string) => scryptKey(password, salt, N, r, p, expected.length),
		expected
	}));
	return { current: false, candidates };
}

function parsePbkdf2(stored: string): Parsed | null {
	const match = /^(?:werkzeug\$)?pbkdf2:sha256:(\d+)\$([^$]+)\$((?:[0-9a-f]{2})+)$/i.exec(stored);
	if (!match) return null;
	const iterations = Number(match[1]);
	if (iterations < 1 || iterations > MAX_ITERATIONS) return null;
	const salt = Buffer.from(match[2]!, 'utf8');
	const expected = Buffer.from(match[3]!, 'hex');
	const derive: Derive = (password) =>
		gate(() => promisify(pbkdf2)(password, salt, iterations, expected.length, 'sha256'));
	return { current: false, candidates: [{ derive, expected }] };
}

const memoryOf = (N: number, r: number, p: number): number => 128 * r * (N + p + 2);

function affordable(N: number, r: number, p: number): boolean {
	return (
		N > 1 && Number.isInteger(Math.log2(N)) && r >= 1 && p >= 1 && p <= 16 && memoryOf(N, r, p) <= MAX_MEMORY
	);
}

function scryptKey(
	password: string,
	salt: Buffer,
	N: number,
	r: number,
	p: number,
	bytes: number
): Promise<Buffer> {
	const derive = promisify<string, Buffer, number, ScryptOptions, Buffer>(scrypt);
	return gate(() => derive(password, salt, bytes, { N, r, p, maxmem: memoryOf(N, r, p) * 2 }));
}

import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { pop } from '../../../src/cli/pop';
import { createApp } from '../../../src/lib/server/app';
import { readConfig, type Config } from '../../../src/lib/server/config';

/** An old shop's folder: its files, no settings, and an admin whose password is known to everybody. */
const oldUsers = `username,password_hash,role,email
admin123,werkzeug$scrypt:32768:8:1$y4wYbA2tv6QYrlc3$cd55adb8ca0417a7bef5b6042573cad603185a7d848c63c1f20b66d345a771e6ed27366e784a1bccc5c7e9c4fa4a9b77c30afbd041d6b904a5fa2124bd864106,admin,nan
1234567,werkzeug$scrypt:32768:8:1$7KJxp1RwbxsdV7Jr$28724555a0578986903b4b1682a0b1ae3ddf1c2097bd3b0a6e877cc3e42c1accd90aa6da10e388cbbb43bb83de0dd1a392c4d24b8283689851e8a86f6850d7ba,user,nan
`.replaceAll('\n', '\r\n');

let folder: string;
let dataDir: string;
let out: string;
let err: string;

beforeEach(() => {
	folder = mkdtempSync(join(tmpdir(), 'pop init é '));
	dataDir = join(folder, 'shop');
	mkdirSync(dataDir);
	out = err = '';
});
afterEach(() => rmSync(folder, { recursive: true }));

const env = { POP_ADMIN_PASSWORD: 'correct horse', POP_ADMIN_PIN: '90210' };
const run = (argv: string[], more: Record<string, string> = env) =>
	pop(argv, {
		stdout: (text) => (out += text),
		stderr: (text) => (err += text),
		env: { DATA_DIR: 'shop', ...more },
		cwd: folder
	});
const live = (more: Record<string, string> = {}): Config =>
	readConfig(
		{
			POP_MODE: 'live',
			DATA_DIR: dataDir,
			LOG_LEVEL: 'error',
			OTP_WEBHOOK_URL: 'http://127.0.0.1:1/',
			...more
		},
		folder
	);
const open = async (config: Config) => {
	const app = await createApp(config);
	await app.close();
};

test('usage is told, and wrong usage is 2', async () => {
	expect(await run(['--help'])).toBe(0);
	expect(out).toMatch(/init [\s\S]*forecast /);
	expect(await run([])).toBe(2);
	expect(await run(['nothing'])).toBe(2);
	expect(err).toContain('there is no command nothing');
	expect(await run(['init', '--help'])).toBe(0);
	expect(await run(['init', '--admin', 'boss'])).toBe(2);
	expect(await run(['init', '--admin', 'boss', '--email', 'a@b', '--more'])).toBe(2);
});

test('an old shop does not go live before init, and does after it', async () => {
	writeFileSync(join(dataDir, 'users.csv'), oldUsers);
	await expect(open(live({ OTP_WEBHOOK_URL: '' }))).rejects.toThrow(
		/^(?=.*opens the account admin123)(?=.*OTP_WEBHOOK_URL).*npm run pop -- init/
	);
	expect(await run(['init', '--admin', 'admin123', '--email', 'boss@shop.example', '--json'])).toBe(0);
	expect(JSON.parse(out)).toEqual({ admin: 'admin123', existed: true, closed: [], dataDir });
	const users = readFileSync(join(dataDir, 'users.csv'), 'utf8');
	expect(users).toMatch(/\r\nadmin123,pop\$scrypt\$[^,]+,admin,boss@shop\.example/);
	expect(users).toContain(oldUsers.split('\r\n')[2]);
	expect(JSON.parse(readFileSync(join(dataDir, 'shop.json'), 'utf8')).pin_hash).toMatch(/^peppered\$/);
	await open(live());
}, 90_000);

test('another admin’s init closes what a published password opens', async () => {
	writeFileSync(join(dataDir, 'users.csv'), oldUsers);
	expect(await run(['init', '--admin', 'boss', '--email', 'boss@shop.example'])).toBe(0);
	expect(out).toContain('Account admin123 is closed');
	const app = await createApp(live());
	const { user } = await app.auth.signIn({ username: 'boss', password: 'correct horse' }, 'here');
	expect(user).toMatchObject({ role: 'admin' });
	await expect(
		app.auth.signIn({ username: 'admin123', password: 'sriyanshu1' }, 'here')
	).rejects.toMatchObject({
		code: 'account_disabled'
	});
	await app.close();
}, 90_000);

test('an empty folder stays empty of samples in live mode', async () => {
	await expect(open(live())).rejects.toThrow(/it has no admin account.*npm run pop -- init/);
	expect(readFileSync(join(dataDir, 'users.csv'), 'utf8')).not.toContain('shopper1');
});

test.each([
	['boss', { POP_ADMIN_PIN: '5624' }, 'This PIN is published'],
	['boss', { POP_ADMIN_PIN: '12' }, 'The PIN needs'],
	['boss', { POP_ADMIN_PASSWORD: 'sriyanshu1' }, 'This password is published'],
	['boss', { POP_ADMIN_PASSWORD: 'short' }, 'The password needs'],
	['no such name', {}, '--admin no such name: use 3 to 32'],
	['boss', { POP_ADMIN_PASSWORD: '' }, 'POP_ADMIN_PASSWORD is not set']
])('init for %s with %j is refused, and leaves no shop', async (name, more, why) => {
	expect(await run(['init', '--admin', name, '--email', 'a@b.example'], { ...env, ...more })).toBe(1);
	expect(err).toContain(`pop init: ${why}`);
	expect(err.trim()).not.toContain('\n');
	expect(existsSync(join(dataDir, 'users.csv'))).toBe(false);
});

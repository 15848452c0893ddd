import { expect, test } from 'vitest';
import { isLoopback, readConfig, StartError } from '../../../src/lib/server/config';

const read = (env: Record<string, string>) => readConfig(env, '/shop');

test('an empty environment is the demo on this machine', () => {
	expect(read({})).toEqual({
		mode: 'demo',
		port: 3000,
		host: '127.0.0.1',
		origin: null,
		addressHeader: null,
		dataDir: '/shop/data/shop',
		databaseUrl: null,
		secret: null,
		otpTtlMs: 30_000,
		smtpUrl: null,
		mailFrom: null,
		otpWebhookUrl: null,
		logLevel: 'info'
	});
	expect(read({ PORT: '', POP_MODE: ' ', DATA_DIR: '' })).toEqual(read({}));
});

test('a live shop has its own defaults and may listen anywhere', () => {
	const config = read({
		POP_MODE: 'live',
		HOST: '0.0.0.0',
		PORT: '80',
		ORIGIN: 'https://Shop.example/',
		DATA_DIR: '../my data'
	});
	expect(config).toMatchObject({
		host: '0.0.0.0',
		port: 80,
		otpTtlMs: 300_000,
		origin: 'https://shop.example',
		dataDir: '/my data'
	});
});

test.each([
	[{ PORT: 'abc' }, 'PORT=abc: use a whole number from 0 to 65535.'],
	[{ PORT: '70000' }, 'PORT=70000:'],
	[{ PORT: '3000.5' }, 'PORT=3000.5:'],
	[{ POP_MODE: 'prod' }, 'POP_MODE=prod: use one of demo, live.'],
	[{ HOST: '0.0.0.0' }, 'HOST=0.0.0.0: the demo has published passwords'],
	[{ HOST: '192.168.1.5' }, 'HOST=192.168.1.5:'],
	[{ HOST: '127.evil.example' }, 'HOST=127.evil.example:'],
	[{ ORIGIN: 'shop.example' }, 'ORIGIN is no address'],
	[
		{ ORIGIN: 'https://shop.example/pop' },
		'ORIGIN=https://shop.example/pop: give the address without a path'
	],
	[{ OTP_TTL_SECONDS: '29' }, 'OTP_TTL_SECONDS=29: use a whole number from 30 to 600.'],
	[{ OTP_TTL_SECONDS: '601' }, 'OTP_TTL_SECONDS=601:'],
	[{ LOG_LEVEL: 'loud' }, 'LOG_LEVEL=loud: use one of debug, info, warn, error.'],
	[{ XFF_DEPTH: '0' }, 'XFF_DEPTH=0:'],
	[{ POP_SECRET: 'short' }, 'POP_SECRET is shorter than 16 characters'],
	[{ SMTP_URL: 'smtp://mail.example' }, 'MAIL_FROM is not set']
])('%j is refused in one line', (env, start) => {
	let error: unknown;
	try {
		read(env as unknown as Record<string, string>);
	} catch (caught) {
		error = caught;
	}
	expect(error).toBeInstanceOf(StartError);
	const { message } = error as StartError;
	expect(message.startsWith(start), message).toBe(true);
	expect(message).not.toContain('\n');
});

test('an address with a password in it is not repeated', () => {
	expect(() => read({ DATABASE_URL: 'mysql://pop:hunter2@db' })).toThrow(/^DATABASE_URL(?!.*hunter2)/);
	expect(() => read({ SMTP_URL: 'pop:hunter2@mail' })).toThrow(/^SMTP_URL(?!.*hunter2)/);
});

test.each(['localhost', '127.0.0.1', '127.8.9.1', '::1'])('%s is this machine', (host) => {
	expect(isLoopback(host)).toBe(true);
});

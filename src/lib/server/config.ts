import { resolve } from 'node:path';

/** A reason not to start: one line for the person at the terminal. */
export class StartError extends Error {
	override name = 'StartError';
}

export const logLevels = ['debug', 'info', 'warn', 'error'] as const;
export type LogLevel = (typeof logLevels)[number];

/** The environment, parsed. */
export interface Config {
	mode: 'demo' | 'live';
	port: number;
	host: string;
	/** The public address; null: whatever address a request was sent to. */
	origin: string | null;
	/** The header that holds a client's address behind a proxy. */
	addressHeader: string | null;
	/** The folder of the canonical files, absolute. */
	dataDir: string;
	/** Null: embedded SQLite in the data folder. */
	databaseUrl: string | null;
	/** The key for hashes of codes and PINs; null: one made once and kept in a file. */
	secret: string | null;
	/** Life of a one-time code in milliseconds. */
	otpTtlMs: number;
	smtpUrl: string | null;
	mailFrom: string | null;
	otpWebhookUrl: string | null;
	logLevel: LogLevel;
}

type Env = Record<string, string | undefined>;

/** Whether an address is reached from this machine alone. */
export function isLoopback(host: string): boolean {
	return host === 'localhost' || host === '::1' || /^127(\.\d{1,3}){3}$/.test(host);
}

/**
 * The configuration in an environment. An empty variable counts as unset.
 * @param cwd what a relative `DATA_DIR` is relative to
 * @throws StartError naming the variable, its value and what to do
 */
export function readConfig(env: Env, cwd: string): Config {
	const get = (name: string): string | null => env[name]?.trim() || null;
	const fail = (name: string, what: string): never => {
		throw new StartError(`${name}=${env[name]}: ${what}`);
	};
	const oneOf = <T extends string>(name: string, values: readonly T[], otherwise: T): T => {
		const value = get(name) ?? otherwise;
		return values.find((known) => known === value) ?? fail(name, `use one of ${values.join(', ')}.`);
	};
	const whole = (name: string, min: number, max: number, otherwise: number): number => {
		const text = get(name);
		if (text === null) return otherwise;
		const value = Number(text);
		if (/^\d+$/.test(text) && value >= min && value <= max) return value;
		return fail(name, `use a whole number from ${min} to ${max}.`);
	};
	const address = (name: string, protocols: string[], example: string): string | null => {
		const text = get(name);
		if (text === null) return null;
		// Values of these may hold a password: the line says what is wrong without repeating them.
		if (URL.canParse(text) && protocols.includes(new URL(text).protocol)) return text;
		throw new StartError(`${name} is no address that POP can use: write it like ${example}.`);
	};

	const mode = oneOf('POP_MODE', ['demo', 'live'], 'demo');
	const host = get('HOST') ?? '127.0.0.1';
	if (mode === 'demo' && !isLoopback(host))
		fail(
			'HOST',
			'the demo has published passwords and stays on this machine. Unset HOST, or set POP_MODE=live.'
		);
	const origin = address('ORIGIN', ['http:', 'https:'], 'https://shop.example');
	if (origin && new URL(origin).href !== `${new URL(origin).origin}/`)
		fail('ORIGIN', 'give the address without a path, like https://shop.example.');
	const smtpUrl = address('SMTP_URL', ['smtp:', 'smtps:'], 'smtps://user:password@mail.example:465');
	const mailFrom = get('MAIL_FROM');
	if (smtpUrl && !mailFrom)
		throw new StartError('MAIL_FROM is not set: give the sender of the codes that SMTP_URL delivers.');
	whole('XFF_DEPTH', 1, 32, 1);

	return {
		mode,
		port: whole('PORT', 0, 65535, 3000),
		host,
		origin: origin && new URL(origin).origin,
		addressHeader: get('ADDRESS_HEADER')?.toLowerCase() ?? null,
		dataDir: resolve(cwd, get('DATA_DIR') ?? 'data/shop'),
		databaseUrl: address(
			'DATABASE_URL',
			['postgres:', 'postgresql:'],
			'postgres://user:password@host:5432/pop'
		),
		secret: readSecret(get('POP_SECRET')),
		otpTtlMs: whole('OTP_TTL_SECONDS', 30, 600, mode === 'demo' ? 30 : 300) * 1000,
		smtpUrl,
		mailFrom,
		otpWebhookUrl: address('OTP_WEBHOOK_URL', ['http:', 'https:'], 'https://gateway.example/codes'),
		logLevel: oneOf('LOG_LEVEL', logLevels, 'info')
	};
}

function readSecret(secret: string | null): string | null {
	if (secret && secret.length < 16)
		throw new StartError('POP_SECRET is shorter than 16 characters: use a long random text, or unset it.');
	return secret;
}

import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline/promises';
import { Writable } from 'node:stream';
import { parseArgs } from 'node:util';
import { initialise, refuseAdmin } from '../../lib/server/auth/init';
import { readConfig } from '../../lib/server/config';
import { createLogger } from '../../lib/server/log';
import { openShop } from '../../lib/server/open';
import { users } from '../../lib/server/store/users';
import type { CliCommand, CliIo } from '../command';

const usage = `Usage: pop init --admin NAME --email ADDRESS [--json]

Prepares a live shop in DATA_DIR: the admin's account with a password and a PIN. On an old shop's files it keeps them
and resets that account; other accounts that a published password opens are closed.

  --admin NAME      3 to 32 letters, digits, dots, dashes or underscores; or an account that is there
  --email ADDRESS   the admin's
  --json            one JSON document: {admin, existed, closed, dataDir}

Password and PIN are asked for, or taken from POP_ADMIN_PASSWORD and POP_ADMIN_PIN.
`;

export const init: CliCommand = {
	name: 'init',
	summary: 'prepares a live shop: admin account, password and PIN',
	usage,
	async run(argv, io) {
		const options = parse(argv);
		if (options === 'help') {
			io.stdout(usage);
			return 0;
		}
		if (typeof options === 'string') {
			io.stderr(`pop init: ${options}\n\n${usage}`);
			return 2;
		}
		const { username, email, json } = options;
		const config = readConfig({ ...io.env, POP_MODE: 'live' }, io.cwd);
		const password = await secretOf(io, 'POP_ADMIN_PASSWORD', 'Password (8 to 128 characters): ');
		const pin = await secretOf(io, 'POP_ADMIN_PIN', 'PIN (4 to 12 digits): ');
		const wish = { username, email, password, pin };
		const refuse = (reason: string) => {
			io.stderr(`pop init: ${reason}\n`);
			return 1;
		};
		// What no shop takes is refused before there is one.
		const faulty = refuseAdmin(wish, existsSync(join(config.dataDir, 'users.csv')));
		if (faulty) return refuse(faulty);

		const { store, mirror, secret } = await openShop(config, createLogger('error', io.stderr));
		try {
			const existing = (await store.read((tx) => users.byName(tx, username))) !== undefined;
			const refusal = refuseAdmin(wish, existing);
			if (refusal) return refuse(refusal);
			const { existed, closed } = await initialise(store, secret, wish, Date.now());
			await mirror.flush();
			const { dataDir } = config;
			if (json) io.stdout(JSON.stringify({ admin: username, existed, closed, dataDir }) + '\n');
			else io.stdout(report(username, existed, closed, dataDir));
			return 0;
		} finally {
			await mirror.stop();
			await store.close();
		}
	}
};

function report(username: string, existed: boolean, closed: string[], dataDir: string): string {
	const lines = [
		`The shop in ${dataDir} is ready. Admin ${username} was ${existed ? 'reset' : 'made'}.`,
		...closed.map((name) => `Account ${name} is closed: a published password opened it.`),
		'Open it with POP_MODE=live npm start, with a way to deliver codes (SMTP_URL and MAIL_FROM, or OTP_WEBHOOK_URL).'
	];
	return lines.join('\n') + '\n';
}

function parse(argv: string[]): { username: string; email: string; json: boolean } | 'help' | string {
	try {
		const { values } = parseArgs({
			args: argv,
			options: {
				admin: { type: 'string' },
				email: { type: 'string' },
				json: { type: 'boolean', default: false },
				help: { type: 'boolean', short: 'h', default: false }
			}
		});
		if (values.help) return 'help';
		if (!values.admin || !values.email) return 'give --admin NAME and --email ADDRESS.';
		return { username: values.admin, email: values.email, json: values.json };
	} catch (error) {
		return (error as Error).message;
	}
}

/** A secret from the environment, or typed unseen at the terminal. */
async function secretOf(io: CliIo, variable: string, question: string): Promise<string> {
	const given = io.env[variable];
	if (given) return given;
	if (!process.stdin.isTTY) throw new Error(`${variable} is not set, and there is no terminal to ask at.`);
	io.stderr(question);
	const silent = new Writable({ write: (_chunk, _encoding, done) => done() });
	const terminal = createInterface({ input: process.stdin, output: silent, terminal: true });
	const answer = await terminal.question('');
	terminal.close();
	io.stderr('\n');
	return answer;
}

import { createHash, randomBytes } from 'node:crypto';
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import type { RequestEvent } from '@sveltejs/kit';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { handle } from '../../../src/hooks.server';
import { createApp, type App } from '../../../src/lib/server/app';
import type { Actor } from '../../../src/lib/server/auth/actor';
import { SESSION_MS } from '../../../src/lib/server/auth/auth';
import { readConfig } from '../../../src/lib/server/config';
import { sessions } from '../../../src/lib/server/store/sessions';
import { askers, matrix, type Asker } from './matrix';

/** Every file of the API with its methods, as the build finds them. */
type Handler = (event: RequestEvent) => Promise<Response>;
const modules = import.meta.glob<Record<string, Handler>>('../../../src/routes/api/**/+server.ts', {
	eager: true
});
const handlers = new Map<string, Handler>();
for (const [path, module] of Object.entries(modules)) {
	const route = path.replace(/^.*src\/routes/, '').replace('/+server.ts', '');
	for (const [method, handler] of Object.entries(module)) handlers.set(`${method} ${route}`, handler);
}

/** What only some may read, in words that stand nowhere else. */
const people = ['shopper-ann', 'shopper-bob', 'desk-boss', 'gone-gil', 'new-nina'] as const;
const hash = (letter: string) => `pop$scrypt$131072$8$1$${letter.repeat(22)}$${letter.repeat(43)}`;
const accounts: Record<Asker, (typeof people)[number] | null> = {
	anonymous: null,
	shopper: 'shopper-ann',
	'other shopper': 'shopper-bob',
	admin: 'desk-boss',
	'admin with PIN': 'desk-boss',
	'expired session': 'shopper-ann',
	'disabled user': 'gone-gil',
	'temporary password': 'new-nina'
};
const files = {
	'products.csv':
		'product_id,name,section,price,stock,description,supplier,cost\n' +
		'P1,Brake pad,Brake,15.00,10,Front,Hidden Supplier Ltd,9876.54\n' +
		'P2,Secret part,Brake,15.00,10,,,\n',
	'users.csv':
		'username,password_hash,role,email,phone,status,must_change\n' +
		people
			.map((name, i) => {
				const role = name === 'desk-boss' || name === 'new-nina' ? 'admin' : 'user';
				const status = name === 'gone-gil' ? 'disabled' : 'active';
				const mustChange = name === 'new-nina' ? 'yes' : '';
				return `${name},${hash('ABCDF'[i]!)},${role},${name}@mail.example,+91 5550${i},${status},${mustChange}\n`;
			})
			.join(''),
	'sales.csv':
		'Date,OrderID,Item,Quantity,Price,Username,Total\n' +
		'2026-01-02 10:00:00,S1,Brake pad,1,15.00,shopper-ann,15.00\n' +
		'2026-01-02 10:00:00,S2,Brake pad,1,15.00,shopper-bob,15.00\n',
	'shop.json': JSON.stringify({ name: 'Matrix', currency: 'EUR', pin_hash: hash('E') })
};

let folder: string;
let app: App;
const slot = Symbol.for('pop');
/** All that was answered, by who asked for what. */
const told: { asker: Asker; call: string; text: string }[] = [];
/** What no answer may hold: tokens and what they are compared with. */
const tokens = new Set<string>();

beforeAll(async () => {
	folder = mkdtempSync(join(tmpdir(), 'pop-access-'));
	for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
	app = await createApp(readConfig({ DATA_DIR: folder, LOG_LEVEL: 'error' }, folder));
	(globalThis as Record<symbol, unknown>)[slot] = { start: async () => app };
	const ann: Actor = { username: 'shopper-ann', role: 'user', sessionId: '', unlocked: false };
	const lines = [{ productId: 'P1', quantity: 1, price: 1500 }];
	const placedAt = '2026-01-05T06:00:00.000Z';
	const { results } = await app.push(
		{
			clientId: 'device',
			mutations: ['W1', 'W2'].map((orderId, i) => ({
				seq: i + 1,
				name: 'placeOrder',
				args: { orderId, lines, placedAt }
			}))
		},
		ann
	);
	expect(results.map(({ status }) => status)).toEqual(['ok', 'ok']);
});
afterAll(async () => {
	delete (globalThis as Record<symbol, unknown>)[slot];
	await app.close();
	rmSync(folder, { recursive: true });
});

/** A session of its own for each request: some of them end it. */
async function tokenOf(asker: Asker): Promise<string | null> {
	const username = accounts[asker];
	if (username === null) return null;
	const token = randomBytes(32).toString('base64url');
	const tokenHash = createHash('sha256').update(token).digest('hex');
	tokens.add(token).add(tokenHash);
	const now = Date.now();
	const seenAt = asker === 'expired session' ? now - SESSION_MS - 1 : now;
	const unlockedUntil = ['admin with PIN', 'temporary password'].includes(asker) ? now + 600_000 : null;
	await app.store.write((tx) =>
		sessions.insert(tx, { tokenHash, username, createdAt: seenAt, seenAt, unlockedUntil, device: null })
	);
	return token;
}

/** Sends a request through the hooks to the endpoint of a row. */
async function send(
	call: string,
	asker: Asker,
	headers: Record<string, string> = {},
	query = matrix[call]!.query ?? ''
): Promise<Response> {
	const { params = {}, body, bodiless } = matrix[call]!;
	const [named, route] = call.split(' ') as [string, string];
	const method = named === 'fallback' ? 'POST' : named;
	const token = await tokenOf(asker);
	const type = typeof body === 'string' ? 'text/csv' : 'application/json';
	const path = route.replace(/\[(?:\.{3})?(\w+)\]/g, (_, name: string) => params[name]!);
	const request = new Request(`http://127.0.0.1:4700${path}${query}`, {
		method,
		headers: { ...(body && { 'content-type': type }), ...headers },
		...(body && { body: Buffer.from(typeof body === 'string' ? body : JSON.stringify(body)) })
	});
	if (headers['content-type'] === '') request.headers.delete('content-type');
	const event = {
		request,
		url: new URL(request.url),
		locals: {},
		params,
		route: { id: route },
		isSubRequest: false,
		getClientAddress: () => '127.0.0.1',
		cookies: { get: () => token ?? undefined, set: () => undefined, delete: () => undefined }
	} as unknown as RequestEvent;
	expect(Boolean(body) || method === 'GET' || bodiless, `${call} has a body or none`).toBe(true);
	return handle({ event, resolve: (resolved) => handlers.get(call)!(resolved as RequestEvent) } as Parameters<
		typeof handle
	>[0]);
}

/** `403 forbidden`; the text is kept to be searched. A stream is left at once. */
async function outcome(call: string, asker: Asker, response: Response): Promise<string> {
	if (response.headers.get('content-type') === 'text/event-stream') await response.body!.cancel();
	else told.push({ asker, call, text: await response.text() });
	if (response.status < 400) return String(response.status);
	expect(response.headers.get('content-type')).toBe('application/problem+json');
	return `${response.status} ${JSON.parse(told.at(-1)!.text).code}`;
}

test('every route and method of the API is in the matrix, and nothing else', () => {
	expect([...handlers.keys()].sort()).toEqual(Object.keys(matrix).sort());
	const root = join(process.cwd(), 'src/routes/api');
	const found = readdirSync(root, { recursive: true, withFileTypes: true })
		.filter(({ name }) => name.startsWith('+server'))
		.map(({ parentPath }) => relative(root, parentPath));
	expect(found).toHaveLength(Object.keys(modules).length);
});

describe.each([...handlers.keys()].sort())('%s', (call) => {
	test('answers each as it should', async () => {
		const answers: Record<string, string> = {};
		for (const asker of askers) answers[asker] = await outcome(call, asker, await send(call, asker));
		expect(answers).toEqual(matrix[call]!.answers);
	});

	if (!call.startsWith('GET '))
		test('another site’s page gets nothing, whoever is signed in', async () => {
			for (const asker of ['shopper', 'admin with PIN'] as const)
				for (const [name, value] of [
					['origin', 'https://evil.example'],
					['sec-fetch-site', 'cross-site']
				] as const)
					expect(await outcome(call, asker, await send(call, asker, { [name]: value }))).toBe(
						'403 foreign_origin'
					);
		});

	if (matrix[call]?.body)
		test('a body without its type is not read', async () => {
			const allowed = /^4(?:01|03) /.test(matrix[call]!.answers.shopper) ? 'admin with PIN' : 'shopper';
			for (const type of ['', 'text/plain'])
				expect(await outcome(call, allowed, await send(call, allowed, { 'content-type': type }))).toBe(
					'415 unsupported_media_type'
				);
		});
});

test.each([
	['GET /api/sync/pull', '?cursor=&clientId=', '200'],
	['GET /api/sync/pull', '?cursor=no-cursor&clientId=device', '200'],
	['GET /api/sync/pull', '?since=1', '422 invalid'],
	['GET /api/sync/pull', '?clientId=a%00', '422 invalid'],
	['GET /api/sync/catalogue', '?cursor=x', '422 invalid'],
	['GET /api/admin/users', '?role=admin', '422 invalid'],
	['GET /api/csv/[table].csv', '?hashes=1', '422 invalid'],
	['GET /api/csv/[table].csv', '?hash=true', '422 invalid'],
	['POST /api/csv/[table]', '?dryrun=true', '422 invalid'],
	['POST /api/csv/[table]', '?dryRun=', '422 invalid']
])('%s%s is %s', async (call, query, answer) => {
	const response = await send(call, 'admin with PIN', {}, query);
	expect(await outcome(call, 'admin with PIN', response)).toBe(answer);
});

describe('in all that was answered', () => {
	test('there is no hash, no token and no key', () => {
		expect(told.length).toBeGreaterThan(300);
		for (const { call, asker, text } of told) {
			expect(text, `${call} for ${asker}`).not.toMatch(
				/scrypt|pbkdf2|peppered|pinHash|pin_hash|passwordHash/
			);
			for (const token of tokens) expect(text.includes(token), `${call} tells ${asker} a token`).toBe(false);
		}
	});

	test('nobody but admins reads other people’s names and addresses, or what the desk alone knows', () => {
		for (const { call, asker, text } of told) {
			if (asker === 'admin' || asker === 'admin with PIN') continue;
			const own = ['expired session', 'disabled user'].includes(asker) ? null : accounts[asker];
			for (const name of people)
				if (name !== own) expect(text, `${call} tells ${asker} of ${name}`).not.toContain(name);
			expect(text, `${call} for ${asker}`).not.toMatch(/Hidden Supplier|987654|9876\.54/);
		}
	});

	test('a one-time code is told to its buyer alone', () => {
		const codes = told.flatMap(({ text }) => /"demoCode":"(\d{5})"/.exec(text)?.[1] ?? []);
		expect(codes.length).toBeGreaterThan(0);
		for (const { asker, text } of told)
			if (text.includes('demoCode')) expect(accounts[asker]).toBe('shopper-ann');
	});

	test('no error shows a stack or a path', () => {
		for (const { text } of told) expect(text).not.toMatch(/\bat \w+ \(|node_modules|\/src\/lib|pop-access-/);
	});
});

test('a role change or a disabled account counts from the next request on, and ends open streams', async () => {
	const boss: Actor = { username: 'desk-boss', role: 'admin', sessionId: '', unlocked: true };
	for (const change of [{ role: 'admin' }, { status: 'disabled' }] as const) {
		const stream = (await send('GET /api/events', 'shopper')).body!.getReader();
		await app.users.change(boss, 'shopper-ann', change);
		const status = 'status' in change ? '401 signed_out' : '200';
		expect(await outcome('GET /api/session', 'anonymous', await send('GET /api/session', 'shopper'))).toBe(
			status
		);
		for (let read = await stream.read(); !read.done; read = await stream.read());
	}
});

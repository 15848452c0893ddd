import type { RequestEvent } from '@sveltejs/kit';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { handle, handleError } from '../../../src/hooks.server';
import { createAuth, type Auth } from '../../../src/lib/server/auth/auth';
import { readConfig } from '../../../src/lib/server/config';
import { readJson } from '../../../src/lib/server/body';
import { endpoint, signedIn } from '../../../src/lib/server/http';
import { ProblemError } from '../../../src/lib/server/problem';
import { products } from '../../../src/lib/server/store/products';
import type { Store } from '../../../src/lib/server/store/store';
import { signInRequest } from '../../../src/lib/protocol/session';
import { openers } from '../../helpers/store';

/** What the hooks find in the process: a shop with a store and accounts, and a log that is kept. */
let store: Store;
let auth: Auth;
let token: string;
const logged: { level: string; event: string; fields: Record<string, unknown> }[] = [];
const slot = Symbol.for('pop');

beforeAll(async () => {
	store = await openers.sqlite();
	auth = createAuth({ store, secret: 'a secret of this test', now: () => Date.now() });
	({ token } = await auth.register({ username: 'ann', password: 'long enough' }, 'here'));
	await store.write((tx) =>
		products.insertAll(tx, [
			{ productId: 'P1', name: 'Pad', section: 'Engine Oils', price: 1, stock: 1, description: '' },
			{ productId: 'Brake', name: 'Odd id', section: 'Brake', price: 1, stock: 1, description: '' }
		])
	);
	const at = (level: string) => (event: string, fields: Record<string, unknown>) =>
		logged.push({ level, event, fields });
	const log = { debug: at('debug'), info: at('info'), warn: at('warn'), error: at('error') };
	const app = { config: readConfig({}, '/'), store, auth, log };
	(globalThis as Record<symbol, unknown>)[slot] = { start: async () => app };
});
afterAll(async () => {
	delete (globalThis as Record<symbol, unknown>)[slot];
	await store.close();
});
beforeEach(() => void (logged.length = 0));

type Answer = (event: RequestEvent) => Promise<Response> | Response;

/** Sends a request through the hooks to an endpoint. */
async function send(
	path: string,
	init: RequestInit = {},
	answer: Answer = () => Response.json({}),
	base = 'http://127.0.0.1:4100'
) {
	const request = new Request(base + path, init);
	const cookies = new Map(
		(request.headers.get('cookie') ?? '').split('; ').map((pair) => pair.split('=') as [string, string])
	);
	const event = {
		request,
		url: new URL(request.url),
		locals: {},
		route: { id: path.split('?')[0] },
		isSubRequest: false,
		getClientAddress: () => '127.0.0.1',
		cookies: { get: (name: string) => cookies.get(name), set: () => undefined }
	} as unknown as RequestEvent;
	return handle({ event, resolve: async (resolved) => answer(resolved) } as Parameters<typeof handle>[0]);
}

const code = async (response: Response) => (await response.json()).code;
const signIn: Answer = endpoint(async (event) => Response.json(await readJson(event.request, signInRequest)));
const whoAmI: Answer = endpoint(async (event) => Response.json(signedIn(event)));

test('another site’s page changes nothing, a script may', async () => {
	let reached = 0;
	const answer = () => Response.json(++reached);
	const evil = { method: 'POST', headers: { origin: 'https://evil.example' } };
	const refused = await send('/api/x', evil, answer);
	expect(refused.status).toBe(403);
	expect(await code(refused)).toBe('foreign_origin');
	await send('/api/x', { method: 'POST', headers: { 'sec-fetch-site': 'cross-site' } }, answer);
	await send('/cart', evil, answer);
	expect(reached).toBe(0);
	expect((await send('/api/x', { method: 'POST' }, answer)).status).toBe(200);
	expect(reached).toBe(1);
});

test('a session is who its cookie says; under TLS only the cookie that is bound to the origin counts', async () => {
	const cookie = `pop_session=${token}`;
	expect(await (await send('/api/me', { headers: { cookie } }, whoAmI)).json()).toMatchObject({
		username: 'ann'
	});
	expect(await code(await send('/api/me', { headers: { cookie: 'pop_session=wrong' } }, whoAmI))).toBe(
		'signed_out'
	);
	const tls = (cookie: string) => send('/api/me', { headers: { cookie } }, whoAmI, 'https://shop.example');
	expect((await tls(cookie)).status).toBe(401);
	expect((await tls(`__Host-${cookie}`)).status).toBe(200);
});

test('answers of the API are kept by nobody and carry the headers of all answers', async () => {
	const { headers } = await send('/api/x');
	expect(headers.get('cache-control')).toBe('no-store');
	expect(headers.get('content-security-policy')).toBe("frame-ancestors 'none'");
	expect(headers.get('x-content-type-options')).toBe('nosniff');
	expect(headers.get('strict-transport-security')).toBeNull();
	expect(
		(await send('/api/x', {}, undefined, 'https://shop.example')).headers.get('strict-transport-security')
	).toBeTruthy();
	const page = await send(
		'/',
		{},
		() => new Response('', { headers: { 'content-security-policy': "script-src 'self'" } })
	);
	expect(page.headers.get('content-security-policy')).toBe("script-src 'self', frame-ancestors 'none'");
});

test('a fault is told with a number and without its cause, which the log has', async () => {
	const response = await send(
		'/api/x',
		{},
		endpoint(async () => {
			throw new Error('the password of the database is hunter2');
		})
	);
	expect(response.status).toBe(500);
	const body = await response.text();
	expect(JSON.parse(body)).toMatchObject({ code: 'internal', requestId: expect.any(String) });
	expect(body).not.toContain('hunter2');
	const { requestId } = JSON.parse(body);
	expect(logged.find(({ event }) => event === 'fault')!.fields).toMatchObject({
		requestId,
		error: expect.any(Error)
	});
});

test('what a delivery failed of is logged, not told', async () => {
	const response = await send(
		'/api/x',
		{},
		endpoint(async () => {
			throw new ProblemError('delivery_failed', {
				detail: 'Try again.',
				cause: new Error('smtp://u:hunter2@mail')
			});
		})
	);
	expect(await response.json()).toEqual({
		type: 'about:blank',
		title: 'Service Unavailable',
		status: 503,
		code: 'delivery_failed',
		detail: 'Try again.'
	});
	expect(logged.map(({ event }) => event)).toContain('delivery_failed');
});

test('a request is logged by its route, without query, body or cookie', async () => {
	await send(
		'/api/session?secret=1',
		{
			method: 'POST',
			headers: { 'content-type': 'application/json', cookie: `pop_session=${token}` },
			body: '{"username":"u","password":"hunter2"}'
		},
		signIn
	);
	const text = JSON.stringify(logged);
	expect(logged.at(-1)).toMatchObject({
		level: 'info',
		event: 'request',
		fields: { method: 'POST', status: 200, username: 'ann' }
	});
	for (const hidden of ['hunter2', token]) expect(text).not.toContain(hidden);
});

test.each([
	['/forecast', '/admin/forecast'],
	['/inventory?a=1', '/admin/inventory?a=1'],
	['/insights', '/admin/insights'],
	['/admin/pin', '/admin/users'],
	['/products/Engine%20Oils', '/sections/Engine%20Oils'],
	['/products/engine%20oils', '/sections/Engine%20Oils']
])('the old address %s leads to %s', async (old, successor) => {
	const response = await send(old);
	expect([response.status, response.headers.get('location')]).toEqual([307, successor]);
});

test.each(['/products/P1', '/products/Brake', '/products/unknown', '/products', '/products/%ff'])(
	'%s stays where it is',
	async (path) => {
		expect((await send(path)).status).toBe(200);
	}
);

test('a fault of the hooks themselves is a problem with its number under the API, and in the log', async () => {
	const { actorOf } = auth;
	auth.actorOf = () => Promise.reject(new Error('the database is away'));
	const answer = await send('/api/me', { headers: { cookie: `pop_session=${token}` } }, whoAmI);
	auth.actorOf = actorOf;
	expect([answer.status, answer.headers.get('content-type')]).toEqual([500, 'application/problem+json']);
	const requestId = answer.headers.get('x-request-id');
	expect(await answer.json()).toMatchObject({ code: 'internal', requestId });
	expect(logged).toContainEqual({
		level: 'error',
		event: 'fault',
		fields: expect.objectContaining({ requestId, error: new Error('the database is away') })
	});
});

test('a fault before the hooks, of a route that can’t be loaded, is in the log under the number that is told', async () => {
	const url = new URL('http://127.0.0.1:4100/api/health');
	const event = { url, locals: {}, route: { id: '/api/health' } } as unknown as RequestEvent;
	const error = new Error('Cannot find module');
	const told = await handleError({ error, event, status: 500, message: 'Internal Error' });
	expect(told).toMatchObject({ status: 500, code: 'internal', requestId: expect.any(String) });
	expect(logged).toMatchObject([{ event: 'fault', fields: { requestId: told!.requestId, error } }]);
});

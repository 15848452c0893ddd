import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, expect, test, vi } from 'vitest';
import { call, httpApi } from '../../src/lib/client/sync/transport';

let close: (() => Promise<void>) | undefined;
afterEach(async () => {
	vi.unstubAllGlobals();
	await close?.();
	close = undefined;
});

/** A server behind the page's origin. */
async function shopIs(listener: RequestListener): Promise<void> {
	const server = createServer(listener);
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
	const { fetch } = globalThis;
	vi.stubGlobal('fetch', (path: string, init: RequestInit) => fetch(origin + path, init));
	close = () => new Promise((resolve) => (server.close(() => resolve()), server.closeAllConnections()));
}

const json = (status: number, body: unknown, headers = {}): RequestListener => {
	const type = status < 400 ? 'application/json' : 'application/problem+json; charset=utf-8';
	return (_, response) =>
		response.writeHead(status, { 'content-type': type, ...headers }).end(JSON.stringify(body));
};

test('the shop’s JSON is an answer', async () => {
	await shopIs(json(200, { user: { username: 'ana', role: 'user' } }));
	expect(await httpApi.session()).toEqual({ ok: true, body: { user: { username: 'ana', role: 'user' } } });
});

test('a problem is a refusal with its code and its Retry-After', async () => {
	await shopIs(json(429, { code: 'too_many_requests', status: 429 }, { 'retry-after': '7' }));
	expect(await call('POST', '/api/session', {})).toMatchObject({
		ok: false,
		problem: { code: 'too_many_requests' },
		retryAfterMs: 7000
	});
});

test('nothing is done with 204', async () => {
	await shopIs((_, response) => response.writeHead(204).end());
	expect(await httpApi.signOut()).toEqual({ ok: true, body: undefined });
});

const strangers: Record<string, RequestListener> = {
	'a captive portal’s page': (_, response) =>
		response.writeHead(200, { 'content-type': 'text/html' }).end('<h1>Welcome to the hotel</h1>'),
	'a proxy’s error page': (_, response) =>
		response.writeHead(502, { 'content-type': 'text/html' }).end('Bad Gateway'),
	'JSON of somebody else': json(200, { success: true }),
	null: json(200, null),
	'an error without a code': json(413, { message: 'too large' }),
	'half an answer': (_, response) =>
		response
			.writeHead(200, { 'content-type': 'application/json', 'content-length': '1000' })
			.end('{"storeId"'),
	'a line that breaks': (request) => void request.socket.destroy()
};
test.each(Object.keys(strangers))('%s is no answer', async (who) => {
	await shopIs(strangers[who]!);
	const push = await httpApi.push({ clientId: 'c', mutations: [] });
	expect(push).toMatchObject({ ok: false, problem: { code: 'unavailable' } });
});

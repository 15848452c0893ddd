import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import * as v from 'valibot';
import { expect, test } from 'vitest';
import { readJson } from '../../../src/lib/server/body';
import { compressed, preferredEncoding } from '../../../src/lib/server/compress';
import { clientKey, isForeign, securityHeaders } from '../../../src/lib/server/edge';
import { asProblem, pageNumber, problem } from '../../../src/lib/server/http';
import { ProblemError } from '../../../src/lib/server/problem';

const url = 'http://127.0.0.1:4100/api/session';
const post = (body: BodyInit, headers: Record<string, string> = { 'content-type': 'application/json' }) =>
	new Request(url, { method: 'POST', body, headers, duplex: 'half' } as RequestInit);
const schema = v.strictObject({
	name: v.string(),
	lines: v.optional(v.array(v.strictObject({ n: v.number() })))
});
const refusal = (request: Request, limit?: number) =>
	readJson(request, schema, limit).catch((error: ProblemError) => ({ code: error.code, ...error.details }));

test('a JSON body is parsed by its schema', async () => {
	expect(await readJson(post('{"name":"ü"}'), schema)).toEqual({ name: 'ü' });
	expect(
		await readJson(post('{"name":""}', { 'content-type': 'Application/JSON; charset=utf-8' }), schema)
	).toEqual({
		name: ''
	});
});

test.each([
	['text/plain', 'unsupported_media_type'],
	['application/x-www-form-urlencoded', 'unsupported_media_type'],
	['application/jsonp', 'unsupported_media_type']
])('%s is not JSON', async (type, code) => {
	expect(await refusal(post('{"name":""}', { 'content-type': type }))).toMatchObject({ code });
});

test('what is wrong with a body is told by kind and by field', async () => {
	expect(await refusal(post('{'))).toMatchObject({ code: 'malformed' });
	expect(await refusal(post(''))).toMatchObject({ code: 'malformed' });
	expect(await refusal(post(new Uint8Array([0x22, 0xff, 0x22])))).toMatchObject({ code: 'malformed' });
	expect(await refusal(post('3'))).toMatchObject({ code: 'invalid', fields: { body: expect.any(String) } });
	expect(await refusal(post('{"name":1,"lines":[{"n":"a"}],"more":1}'))).toMatchObject({
		code: 'invalid',
		fields: { name: expect.any(String), 'lines.0.n': expect.any(String), more: expect.any(String) }
	});
});

test('a body beyond the limit is refused, told its length or not', async () => {
	const big = JSON.stringify({ name: 'x'.repeat(100) });
	expect(await refusal(post(big), 110)).toMatchObject({ code: 'too_large' });
	expect(await refusal(post(big), 111)).toEqual({ name: 'x'.repeat(100) });
	const told = post(big, { 'content-type': 'application/json', 'content-length': '1000000' });
	expect(await refusal(told, 1000)).toMatchObject({ code: 'too_large' });
});

test.each([
	['GET', { origin: 'https://evil.example', 'sec-fetch-site': 'cross-site' }, false],
	['POST', {}, false],
	['POST', { origin: 'http://127.0.0.1:4100' }, false],
	['POST', { 'sec-fetch-site': 'same-origin' }, false],
	['POST', { origin: 'http://127.0.0.1:4101' }, true],
	['POST', { origin: 'https://evil.example' }, true],
	['DELETE', { origin: 'https://evil.example' }, true],
	['POST', { origin: 'null' }, true],
	['POST', { 'sec-fetch-site': 'cross-site' }, true],
	['POST', { host: 'localhost:3000', origin: 'http://localhost:3000' }, false],
	['POST', { host: 'localhost:3000', origin: 'http://127.0.0.1:3000' }, true],
	['POST', { host: 'evil.example:3000', origin: 'http://evil.example:3000' }, true]
])('%s with %j is foreign: %s', (method, headers, foreign) => {
	const request = new Request(url, { method, headers: headers as Record<string, string> });
	expect(isForeign(request, { origin: null, host: '127.0.0.1' })).toBe(foreign);
});

test('with a public address only that one is at home', () => {
	const from = (origin: string) =>
		isForeign(new Request(url, { method: 'POST', headers: { origin } }), {
			origin: 'https://shop.example',
			host: '127.0.0.1'
		});
	expect(from('https://shop.example')).toBe(false);
	expect(from('http://shop.example')).toBe(true);
	expect(from('http://127.0.0.1:4100')).toBe(true);
});

test('a refusal is a problem with its status, code and waiting time', async () => {
	const error = new ProblemError('pin_locked', { detail: 'Wait.', retryAfterMs: 1500 });
	const response = problem(error);
	expect(response.status).toBe(429);
	expect(response.headers.get('retry-after')).toBe('2');
	expect(response.headers.get('content-type')).toBe('application/problem+json');
	expect(await response.json()).toEqual({
		type: 'about:blank',
		title: 'Too Many Requests',
		status: 429,
		code: 'pin_locked',
		detail: 'Wait.',
		retryAfterMs: 1500
	});
});

test('the framework’s own refusals are told the same way', async () => {
	const method = asProblem(new Response('GET only', { status: 405, headers: { allow: 'GET' } }), 'id');
	expect(method.headers.get('allow')).toBe('GET');
	expect(await method.json()).toMatchObject({ code: 'method_not_allowed' });
	const crash = asProblem(new Response('{"message":"secret"}', { status: 500 }), 'id');
	expect(await crash.json()).toMatchObject({
		code: 'internal',
		requestId: 'id',
		detail: expect.not.stringContaining('secret')
	});
	const fine = new Response('{}');
	expect(asProblem(fine, 'id')).toBe(fine);
});

test('text of more than 1 KB is compressed as the client takes it', async () => {
	const rows = JSON.stringify({ rows: 'abc'.repeat(1000) });
	const answer = (accept: string | null, body = rows, type = 'application/json') =>
		compressed(
			new Request(url, { headers: accept === null ? {} : { 'accept-encoding': accept } }),
			new Response(body, { headers: { 'content-type': type } })
		);
	const br = await answer('gzip, deflate, br');
	expect(br.headers.get('content-encoding')).toBe('br');
	expect(br.headers.get('vary')).toBe('accept-encoding');
	expect(brotliDecompressSync(Buffer.from(await br.arrayBuffer())).toString()).toBe(rows);
	const gz = await answer('gzip;q=0.5, br;q=0');
	expect(gz.headers.get('content-encoding')).toBe('gzip');
	expect(gunzipSync(Buffer.from(await gz.arrayBuffer())).toString()).toBe(rows);
	for (const plain of [await answer(null), await answer('br', '{}'), await answer('br', rows, 'image/png')])
		expect(plain.headers.get('content-encoding')).toBeNull();
	expect(await (await answer(null)).text()).toBe(rows);
});

test.each([
	['', null],
	['identity', null],
	['*', 'br'],
	['br;q=0, *', 'gzip'],
	['GZIP', 'gzip']
])('Accept-Encoding %j gets %s', (accept, encoding) => {
	expect(preferredEncoding(accept)).toBe(encoding);
});

test.each([
	['127.0.0.1', '127.0.0.1'],
	['::ffff:10.0.0.7', '10.0.0.7'],
	['2001:db8:1:2:3:4:5:6', '2001:db8:1:2::/64'],
	['2001:db8::1', '2001:db8:0:0::/64'],
	['::1', '0:0:0:0::/64']
])('a limit counts %s as %s', (address, key) => {
	expect(clientKey(address)).toBe(key);
});

test('a page number is whole and from 1', () => {
	const at = (page: string) => pageNumber(new URL(`http://x/?page=${page}`));
	expect([at('3'), at('0'), at('-1'), at('x'), at('1.5'), at('')]).toEqual([3, 1, 1, 1, 1, 1]);
});

test('only under TLS is TLS asked for', () => {
	expect(securityHeaders(true)['strict-transport-security']).toBeDefined();
	expect(securityHeaders(false)['strict-transport-security']).toBeUndefined();
});

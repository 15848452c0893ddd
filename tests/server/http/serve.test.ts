import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { request, type IncomingMessage } from 'node:http';
import { connect, createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest';

/** A built shop that says what it is asked, in the place of Kit's handler. */
const stub = `
const { env } = process;
if (env.STUB_REFUSAL) throw Object.assign(new Error(env.STUB_REFUSAL), { name: 'StartError' });
const streams = new Set();
globalThis[Symbol.for('pop')] = {
	config: { port: Number(env.PORT), host: '127.0.0.1', origin: env.ORIGIN ?? null, mode: 'demo' },
	headers: { 'x-frame-options': 'DENY' },
	start: async () => ({
		notices: ['the folder is in the cloud'],
		signIns: async () => ['Admin: boss / secret'],
		log: { info() {}, error: (event) => console.log(event) },
		events: { close: () => streams.forEach((stream) => stream.end()) },
		close: async () => console.log('closed in ' + env.DATA_DIR)
	})
};
export function handler(req, res) {
	if (req.url === '/throw') return Promise.reject(new Error('thrown'));
	if (req.url.endsWith('/fault')) return res.setHeader('content-type', 'application/json').writeHead(500).end('{}');
	if (req.url === '/stream') return void streams.add(res.writeHead(200)) ?? res.write('open');
	res.end(JSON.stringify({ protocol: req.headers[env.PROTOCOL_HEADER] }));
}
`;

let project: string;
let child: ChildProcess | null = null;
let output = '';

beforeAll(() => {
	project = mkdtempSync(join(tmpdir(), 'pop serve é '));
	cpSync('scripts', join(project, 'scripts'), { recursive: true });
	writeFileSync(join(project, 'package.json'), '{"type":"module"}');
	for (const [path, text] of Object.entries({
		current: 'v1',
		'v1/handler.js': stub,
		'v1/cli/pop.js': ''
	})) {
		mkdirSync(dirname(join(project, 'build', path)), { recursive: true });
		writeFileSync(join(project, 'build', path), text);
	}
});
afterAll(() => rmSync(project, { recursive: true }));
afterEach(async () => {
	if (child && child.exitCode === null && child.signalCode === null) {
		child.kill('SIGKILL');
		await once(child, 'exit');
	}
	child = null;
});

function serve(env: Record<string, string>): ChildProcess {
	const { npm_lifecycle_event: _, ORIGIN: __, ...inherited } = process.env;
	output = '';
	child = spawn(process.execPath, [join(project, 'scripts/serve.mjs')], {
		cwd: project,
		env: { ...inherited, PORT: '0', DATA_DIR: 'my shop', ...env },
		stdio: ['ignore', 'pipe', 'pipe']
	});
	for (const stream of [child.stdout!, child.stderr!])
		stream.on('data', (chunk: Buffer) => (output += chunk.toString()));
	return child;
}

async function address(): Promise<string> {
	for (;;) {
		const found = /POP is open at (http:\/\/[\w.:]+)/.exec(output)?.[1];
		if (found) return found;
		await Promise.race([once(child!.stdout!, 'data'), once(child!, 'exit')]);
		if (child!.exitCode !== null) throw new Error(output);
	}
}

async function exitCode(): Promise<number | null> {
	if (child!.exitCode === null) await once(child!, 'exit');
	return child!.exitCode;
}

test('it says where it is and how to sign in, and gives every answer its headers', async () => {
	serve({});
	const url = await address();
	await vi.waitFor(() => expect(output).toContain('Ctrl+C'));
	expect(output).toContain('Admin: boss / secret');
	expect(output).toContain('Warning: the folder is in the cloud');
	const response = await fetch(url);
	expect(response.headers.get('x-frame-options')).toBe('DENY');
	expect(response.headers.get('cache-control')).toBe('no-cache');
	expect(await response.json()).toEqual({ protocol: 'http' });
});

test('a fault that Kit tells by itself is a problem under the API', async () => {
	serve({});
	const url = await address();
	const typeAt = async (path: string) => (await fetch(url + path)).headers.get('content-type');
	expect(await typeAt('/api/fault')).toBe('application/problem+json');
	expect(await typeAt('/fault')).toBe('application/json');
});

test('the build that it serves says so, until it ends', async () => {
	serve({});
	await address();
	const marks = () => readdirSync(join(project, 'build/v1/served-by'));
	expect(marks()).toContain(String(child!.pid));
	child!.kill('SIGTERM');
	await exitCode();
	expect(marks()).not.toContain(String(child!.pid));
});

test('a fault in the handler ends its connection alone', async () => {
	serve({});
	const url = await address();
	await expect(fetch(`${url}/throw`)).rejects.toThrow();
	expect((await fetch(url)).status).toBe(200);
	expect(output).toContain('fault');
});

test('a method that nobody knows is a problem too', async () => {
	serve({});
	const { port } = new URL(await address());
	const socket = connect({ port: Number(port), host: '127.0.0.1' });
	socket.write('TRACE /api/x HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n');
	let text = '';
	for await (const chunk of socket) text += String(chunk);
	expect(text).toMatch(/^HTTP\/1\.1 405 .*application\/problem\+json/s);
	expect(text).toContain('"code":"method_not_allowed"');
});

test('a body that is refused unread is read out, so that its sender sees the answer', async () => {
	serve({});
	const { port } = new URL(await address());
	const body = Buffer.alloc(10 * 1024 * 1024);
	for (let i = 0; i < 5; i++) {
		const headers = { connection: 'close', 'content-length': body.length };
		const sent = request({ port, host: '127.0.0.1', method: 'POST', headers }).end(body);
		const [response] = (await once(sent, 'response')) as [IncomingMessage];
		response.resume();
		await once(sent, 'close');
		expect(sent.writableFinished).toBe(true);
	}
});

test('who waits for the refusal before the body is sent gets it', async () => {
	serve({});
	const { port } = new URL(await address());
	const socket = connect({ port: Number(port), host: '127.0.0.1' });
	socket.write('POST / HTTP/1.1\r\nhost: x\r\nconnection: close\r\ncontent-length: 9\r\n\r\nhalf');
	let text = '';
	for await (const chunk of socket) text += String(chunk);
	expect(text).toMatch(/^HTTP\/1\.1 200 .*\{"protocol":"http"\}/s);
});

test('a busy port is one line that names it and the way out', async () => {
	const other = createServer();
	await new Promise<void>((listening) => other.listen(0, '127.0.0.1', listening));
	const { port } = other.address() as AddressInfo;
	serve({ PORT: String(port) });
	expect(await exitCode()).toBe(1);
	expect(output.trim()).toMatch(new RegExp(`^Port ${port} is in use: .*PORT=${port + 1}.*npm start$`));
	other.close();
});

test.each([
	[{ STUB_REFUSAL: 'HOST=x: not here.' }, 'HOST=x: not here.'],
	[{ ORIGIN: 'shop.example' }, 'ORIGIN=shop.example: write it like https://shop.example.']
])('%j is one line and exit 1', async (env, line) => {
	serve(env as unknown as Record<string, string>);
	expect(await exitCode()).toBe(1);
	expect(output.trim()).toBe(line);
});

test('a stop ends open streams and writes what is left', async () => {
	serve({});
	const url = await address();
	const stream = await fetch(`${url}/stream`);
	const whole = stream.text();
	child!.kill('SIGTERM');
	expect(await whole).toBe('open');
	expect(await exitCode()).toBe(0);
	expect(output).toContain(`closed in ${join(project, 'my shop')}`);
});

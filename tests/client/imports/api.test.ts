import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { sendImport, type ImportStatus } from '../../../src/lib/client/imports/api';
import { session } from '../../../src/lib/client/state/session.svelte';

type Running = NonNullable<ImportStatus['running']>;

/** A shop that has a whole file and does not answer yet. */
let request: {
	readyState: number;
	status: number;
	responseText: string;
	upload: { onload?(): void };
	onloadend?(): void;
};
let running: Running | null;
let deleted: string[];
/** The answer to `DELETE`. */
let ended: () => Response;
const own: Running = { importId: 'own', table: 'sales', username: 'ann', dryRun: false, rows: 1, share: 1 };

beforeEach(() => {
	session.show({ username: 'ann', role: 'admin' });
	running = null;
	deleted = [];
	ended = () => new Response(null, { status: 204 });
	vi.stubGlobal(
		'XMLHttpRequest',
		class {
			static DONE = 4;
			readyState = 1;
			status = 0;
			responseText = '';
			upload = {};
			open(): void {}
			setRequestHeader(): void {}
			send(): void {
				request = this as never;
				request.upload.onload!();
			}
		}
	);
	vi.stubGlobal('fetch', (path: string, { method }: RequestInit) => {
		if (method === 'GET') return Promise.resolve(Response.json({ running, last: null }));
		deleted.push(path);
		return Promise.resolve(ended());
	});
});
afterEach(() => vi.unstubAllGlobals());

function send(signal: AbortSignal) {
	const asked = { table: 'sales', mode: 'merge', dryRun: false, mapping: {} } as const;
	return sendImport(new Blob(['x']), asked, { signal, onProgress: () => {} });
}

function answer(status: number, body: object): void {
	Object.assign(request, { readyState: 4, status, responseText: JSON.stringify(body) });
	request.onloadend!();
}

const conflict = { code: 'conflict', detail: 'Another import is running.' };

test('who cancels ends the own import, and nobody else’s', async () => {
	const cancel = new AbortController();
	const reply = send(cancel.signal);
	running = { ...own, importId: 'other', username: 'bob' };
	cancel.abort();
	await new Promise((resolve) => setTimeout(resolve, 250));
	expect(deleted).toEqual([]);
	running = own;
	await vi.waitFor(() => expect(deleted).toEqual(['/api/admin/imports/own']));
	answer(409, conflict);
	expect(await reply).toBeNull();
});

const lost = () => Response.error();
const done = { importId: 'own', rows: 1 };

test.each([
	['ended', () => new Response(null, { status: 204 }), 409, conflict, true],
	['ended, of which the answer is lost', lost, 409, conflict, true],
	['through, and taken back', () => Response.json({ import: { importId: 'own' } }), 200, done, true],
	['through, and stays', () => Response.json({ code: 'pin_required' }, { status: 403 }), 200, done, false]
])('an import that is cancelled is told as it is: %s', async (_, answered, status, body, isGone) => {
	running = own;
	ended = answered;
	const cancel = new AbortController();
	const reply = send(cancel.signal);
	cancel.abort();
	await vi.waitFor(() => expect(deleted).toHaveLength(1));
	answer(status, body);
	expect(await reply).toEqual(isGone ? null : { ok: true, body: done });
});

test('one that is refused beside another is refused, cancelled or not', async () => {
	const cancel = new AbortController();
	const reply = send(cancel.signal);
	cancel.abort();
	answer(409, conflict);
	expect(await reply).toMatchObject({ ok: false, problem: conflict });
});

import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { Actor } from '../../../src/lib/server/auth/actor';
import { createEvents, type Events } from '../../../src/lib/server/events';

const shopper: Actor = { username: 'ann', role: 'user', sessionId: 's', unlocked: false };
type Listener = (commit: { version: number; tables: Set<string> }) => void;

let commit: Listener;
let holder: Actor | null;
let events: Events;

beforeEach(() => {
	vi.useFakeTimers();
	holder = shopper;
	events = createEvents({
		onCommit: (listener) => {
			commit = listener;
			return () => (commit = () => {});
		},
		cursorOf: (actor, version) => `${actor?.username ?? 'guest'}-${version}`,
		actorOf: async () => holder,
		onFault: (error) => {
			throw error;
		}
	});
});
afterEach(() => {
	events.close();
	vi.useRealTimers();
});

const changed = (version: number, ...tables: string[]) => commit({ version, tables: new Set(tables) });

function listen(stream: ReadableStream<Uint8Array>) {
	const reader = stream.getReader();
	return {
		next: async () => {
			const { value, done } = await reader.read();
			return done ? null : new TextDecoder().decode(value);
		},
		leave: () => reader.cancel()
	};
}

test('commits close together are told once, with each reader’s own cursor', async () => {
	const guest = listen(events.open(null, null));
	const ann = listen(events.open(shopper, 'token'));
	await Promise.all([guest.next(), ann.next()]);
	for (const version of [4, 5, 6]) changed(version, 'products');
	await vi.advanceTimersByTimeAsync(500);
	expect(await guest.next()).toBe('event: changed\ndata: {"cursor":"guest-6"}\n\n');
	expect(await ann.next()).toBe('event: changed\ndata: {"cursor":"ann-6"}\n\n');
	changed(7, 'products');
	await vi.advanceTimersByTimeAsync(500);
	expect(await guest.next()).toContain('guest-7');
});

test('a stream says that it lives, and a left one is forgotten', async () => {
	const guest = listen(events.open(null, null));
	await guest.next();
	await vi.advanceTimersByTimeAsync(20_000);
	expect(await guest.next()).toMatch(/^: /);
	await guest.leave();
	expect(events.size).toBe(0);
});

test('a reader that does not read is dropped', async () => {
	const slow = events.open(null, null);
	for (let version = 1; version < 40; version++) {
		changed(version, 'products');
		await vi.advanceTimersByTimeAsync(200);
	}
	expect(events.size).toBe(0);
	await slow.cancel();
});

test('streams end when the account is closed, changes its role, or signs out', async () => {
	const ann = listen(events.open(shopper, 'token'));
	await ann.next();
	changed(1, 'users');
	await vi.advanceTimersByTimeAsync(1_000);
	expect(await ann.next()).toContain('changed');
	expect(events.size).toBe(1);
	holder = { ...shopper, role: 'admin' };
	changed(2, 'users');
	await vi.advanceTimersByTimeAsync(1_000);
	expect(await ann.next()).toContain('changed');
	expect(await ann.next()).toBeNull();

	holder = shopper;
	const again = listen(events.open(shopper, 'token'));
	await again.next();
	const other = listen(events.open(shopper, 'another token'));
	await other.next();
	events.end('token');
	expect(await again.next()).toBeNull();
	expect(events.size).toBe(1);
	await other.leave();
});

test('a stopping server ends all streams and opens none', async () => {
	const guest = listen(events.open(null, null));
	await guest.next();
	events.close();
	expect(await guest.next()).toBeNull();
	expect(await listen(events.open(null, null)).next()).toBeNull();
});

test('admins are told which files can’t be written, now and when they connect; others are not', async () => {
	const boss: Actor = { ...shopper, username: 'boss', role: 'admin' };
	holder = boss;
	const problem = { name: 'products.csv', code: 'EBUSY', since: 5 };
	const first = listen(events.open(boss, 'token'));
	const ann = listen(events.open(shopper, 'other'));
	await Promise.all([first.next(), ann.next()]);
	expect(await first.next()).toBe('event: files\ndata: {"problems":[]}\n\n');
	events.showFiles([problem]);
	expect(await first.next()).toBe(`event: files\ndata: ${JSON.stringify({ problems: [problem] })}\n\n`);
	const second = listen(events.open(boss, 'token'));
	await second.next();
	expect(await second.next()).toContain('EBUSY');
	events.showFiles([]);
	expect(await second.next()).toContain('"problems":[]');
	changed(3, 'products');
	await vi.advanceTimersByTimeAsync(500);
	expect(await ann.next()).toContain('event: changed');
});

import { expect, test } from 'vitest';
import { createEngine, type SyncStatus } from '../../src/lib/client/sync/engine';
import { backoff } from '../../src/lib/client/sync/backoff';
import { problem } from '../../src/lib/client/problem';
import type { Refused } from '../../src/lib/client/sync/transport';

const silent = problem('unavailable', '');

/** An engine whose time is counted by hand; rounds answer what the test says. */
function engineAt() {
	let clock = 0;
	const timers = new Map<symbol, { run: () => void; at: number }>();
	const rounds: number[] = [];
	const states: SyncStatus[] = [];
	let answer: () => Promise<Refused | null> = async () => null;
	const engine = createEngine({
		round: () => {
			rounds.push(clock);
			return answer();
		},
		now: () => clock,
		random: () => 0.5,
		timer: (run, ms) => {
			const id = Symbol();
			timers.set(id, { run, at: clock + ms });
			return () => timers.delete(id);
		},
		onStatus: (status) => states.push(status),
		onError: () => {}
	});
	/** Time goes on, timer by timer, and every promise is followed to its end. */
	const pass = async (ms: number) => {
		const end = clock + ms;
		for (;;) {
			await new Promise((resolve) => setImmediate(resolve));
			const next = [...timers].sort(([, a], [, b]) => a.at - b.at)[0];
			if (!next || next[1].at > end) break;
			timers.delete(next[0]);
			clock = Math.max(clock, next[1].at);
			next[1].run();
		}
		clock = end;
	};
	return { engine, rounds, states, pass, answers: (next: typeof answer) => (answer = next) };
}

test('it starts at once and looks again after a minute', async () => {
	const { engine, rounds, pass } = engineAt();
	engine.wake('start');
	await pass(60_000);
	expect(rounds).toEqual([0, 60_000]);
});

test('what is told ten times a second is pulled twice a second', async () => {
	const { engine, rounds, pass } = engineAt();
	engine.wake('start');
	await pass(1000);
	for (let i = 0; i < 50; i++) {
		engine.wake('told');
		await pass(100);
	}
	const told = rounds.filter((at) => at >= 1000);
	expect(told.length).toBeGreaterThanOrEqual(8);
	for (const [i, at] of told.slice(1).entries()) expect(at - told[i]!).toBeGreaterThanOrEqual(500);
});

test('what is written during a round goes in one that follows it', async () => {
	const { engine, rounds, pass, answers } = engineAt();
	let finish = () => {};
	answers(() => new Promise((resolve) => (finish = () => resolve(null))));
	engine.wake('start');
	await pass(10);
	engine.wake('written');
	engine.wake('written');
	await pass(10);
	expect(rounds).toHaveLength(1);
	finish();
	await pass(10);
	expect(rounds).toHaveLength(2);
});

test('a silent shop is asked ever more rarely, up to every 5 minutes', async () => {
	const { engine, rounds, pass, answers } = engineAt();
	answers(async () => silent);
	engine.wake('start');
	await pass(3_600_000);
	const waits = rounds.slice(1).map((at, i) => at - rounds[i]!);
	expect(waits.slice(0, 4)).toEqual([1000, 1500, 3000, 6000]);
	expect(Math.max(...waits)).toBeLessThanOrEqual(300_000);
	expect(waits.at(-1)).toBeGreaterThanOrEqual(150_000);
});

test('while the shop is silent, writing and the network’s word try at once, but no more than once a second', async () => {
	const { engine, rounds, pass, answers } = engineAt();
	answers(async () => silent);
	engine.wake('start');
	await pass(100_000);
	rounds.length = 0;
	for (let i = 0; i < 100; i++) {
		engine.wake('written');
		engine.wake('online');
		await pass(50);
	}
	expect(rounds.length).toBeGreaterThanOrEqual(4);
	expect(rounds.length).toBeLessThanOrEqual(6);
});

test('Retry-After is kept, whoever wakes it', async () => {
	const { engine, rounds, pass, answers } = engineAt();
	answers(async () => ({ ...problem('too_many_requests', ''), retryAfterMs: 30_000 }));
	engine.wake('start');
	await pass(100);
	engine.wake('written');
	await pass(29_000);
	expect(rounds).toEqual([0]);
	await pass(1000);
	expect(rounds).toEqual([0, 30_000]);
});

test('the state is what the last request showed', async () => {
	const { engine, states, pass, answers } = engineAt();
	for (const refused of [null, silent, problem('signed_out', ''), problem('client_too_old', '')]) {
		answers(async () => refused);
		engine.wake('online');
		await pass(1100);
	}
	expect(states.slice(0, 2)).toEqual([
		{ online: true, expired: false, outdated: false },
		{ online: false, expired: false, outdated: false }
	]);
	expect(states).toContainEqual({ online: true, expired: true, outdated: false });
	expect(states.at(-1)).toEqual({ online: true, expired: false, outdated: true });
});

test('a fault of its own does not end it', async () => {
	const { engine, rounds, pass, answers } = engineAt();
	answers(async () => {
		throw new Error('a broken record');
	});
	engine.wake('start');
	await pass(1000);
	expect(rounds).toEqual([0, 1000]);
});

test('once stopped it does nothing more', async () => {
	const { engine, rounds, pass } = engineAt();
	engine.wake('start');
	await pass(10);
	await engine.stop();
	engine.wake('written');
	await pass(600_000);
	expect(rounds).toEqual([0]);
});

test('waits lie between half of the doubled time and all of it, never under 1 s', () => {
	expect(backoff(1, 0)).toBe(1000);
	expect(backoff(1, 0.99)).toBe(1000);
	expect(backoff(4, 0)).toBe(4000);
	expect(backoff(4, 1)).toBe(8000);
	expect(backoff(40, 1)).toBe(300_000);
});

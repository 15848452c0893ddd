import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
	COOLDOWN_MS,
	freshCode,
	freshGuard,
	ISSUE_LIMIT,
	ISSUE_WINDOW_MS,
	issueCode,
	LOCK_MS,
	MIN_GAP_MS,
	TRIES,
	tryCode,
	WRONG_LIMIT
} from '../../../src/lib/domain/otp/otp';

const wrong = () => false;

test('whatever somebody does, the budget holds', () => {
	const step = fc.record({
		act: fc.constantFrom('issue', 'try'),
		order: fc.constantFrom(0, 0, 0, 0, 1, 2),
		wait: fc.constantFrom(0, 1, 4_999, 5_000, 29_999, 60_000)
	});
	fc.assert(
		fc.property(fc.array(step, { minLength: 200, maxLength: 400 }), (steps) => {
			const states = [freshCode, freshCode, freshCode];
			let guard = freshGuard;
			let now = 1_000_000_000;
			const issued: number[][] = [[], [], []];
			const compared: { at: number; order: number; issue: number }[] = [];
			for (const { act, order, wait } of steps) {
				now += wait;
				const state = states[order]!;
				if (act === 'issue') {
					const next = issueCode(state, guard, { hash: 'h', ttlMs: 30_000, now });
					if (!next.ok) continue;
					states[order] = next.value;
					issued[order]!.push(now);
				} else {
					const tried = tryCode(state, guard, { isRight: wrong, now });
					if (!tried.ok) continue;
					states[order] = tried.value.state;
					guard = tried.value.guard;
					compared.push({ at: now, order, issue: issued[order]!.length });
				}
			}
			for (const times of issued)
				times.forEach((at, i) => {
					if (i > 0) expect(at - times[i - 1]!).toBeGreaterThanOrEqual(MIN_GAP_MS);
					if (i >= ISSUE_LIMIT) expect(at - times[i - ISSUE_LIMIT]!).toBeGreaterThanOrEqual(ISSUE_WINDOW_MS);
				});
			const perCode = new Map<string, number>();
			compared.forEach(({ at, order, issue }, i) => {
				const key = `${order} ${issue}`;
				perCode.set(key, (perCode.get(key) ?? 0) + 1);
				expect(perCode.get(key)).toBeLessThanOrEqual(TRIES);
				expect(at - issued[order]![issue - 1]!).toBeLessThan(30_000);
				// Of any 11 wrong codes in a row the last comes at least a lock after the first.
				if (i >= WRONG_LIMIT) expect(at - compared[i - WRONG_LIMIT]!.at).toBeGreaterThanOrEqual(LOCK_MS);
			});
		}),
		{ numRuns: 200 }
	);
});

test('a right code is right until the end of its life and starts the count anew', () => {
	const issued = issueCode(freshCode, freshGuard, { hash: 'h', ttlMs: 30_000, now: 0 });
	if (!issued.ok) throw new Error();
	const isRight = (hash: string) => hash === 'h';
	const guard = { wrong: 9, lockedUntil: 0 };
	expect(tryCode(issued.value, guard, { isRight, now: 29_999 })).toMatchObject({
		ok: true,
		value: { right: true, guard: freshGuard, state: { hash: null } }
	});
	expect(tryCode(issued.value, guard, { isRight, now: 30_000 })).toEqual({
		ok: false,
		error: { code: 'code_expired' }
	});
});

test('the third wrong try ends the code, and nothing goes for 60 s', () => {
	const now = 0;
	const issued = issueCode(freshCode, freshGuard, { hash: 'h', ttlMs: 600_000, now });
	if (!issued.ok) throw new Error();
	const third = tryCode({ ...issued.value, triesLeft: 1 }, freshGuard, { isRight: wrong, now });
	if (!third.ok) throw new Error();
	const { state, guard } = third.value;
	expect(state).toMatchObject({ hash: null, cooldownUntil: COOLDOWN_MS });
	const again = { code: 'cooldown', retryAfterMs: 1 };
	const late = COOLDOWN_MS - 1;
	expect(tryCode(state, guard, { isRight: () => true, now: late })).toEqual({ ok: false, error: again });
	expect(issueCode(state, guard, { hash: 'i', ttlMs: 1, now: late })).toEqual({ ok: false, error: again });
});

test('a code that a newer one has ended is expired, and no wrong try', () => {
	const first = issueCode(freshCode, freshGuard, { hash: 'first', ttlMs: 30_000, now: 0 });
	if (!first.ok) throw first.error;
	const second = issueCode(first.value, freshGuard, { hash: 'second', ttlMs: 30_000, now: MIN_GAP_MS });
	if (!second.ok) throw second.error;
	const attempt = (hash: string) =>
		tryCode(second.value, freshGuard, { isRight: (kept) => kept === hash, now: MIN_GAP_MS + 1 });
	expect(attempt('first')).toEqual({ ok: false, error: { code: 'code_expired' } });
	expect(attempt('second')).toMatchObject({ ok: true, value: { right: true } });
	expect(attempt('other')).toMatchObject({ ok: true, value: { right: false, guard: { wrong: 1 } } });
});

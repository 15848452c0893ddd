import { err, ok, type Result } from '../result';

/**
 *          issue                     right code
 *  none ───────────▶ running (hash) ────────────▶ order confirmed, code forgotten
 *    ▲                 │  ▲ │
 *    │  time is up,    │  └─┘ wrong: a try less
 *    │  a new issue,   ▼
 *    └── 3rd wrong ── ended, 60 s until the next issue or try
 *
 * Beside it each account has a guard: 10 wrong codes in a row, over all its orders, and nothing of this is open to it
 * for 15 minutes. All instants are ms of the server's clock.
 */
export const CODE_DIGITS = 5;
export const TRIES = 3;
export const COOLDOWN_MS = 60_000;
export const MIN_GAP_MS = 5_000;
export const ISSUE_LIMIT = 10;
export const ISSUE_WINDOW_MS = 10 * 60_000;
export const WRONG_LIMIT = 10;
export const LOCK_MS = 15 * 60_000;

export interface CodeState {
	/** The keyed hash of the running code; null when none runs. */
	hash: string | null;
	expiresAt: number;
	triesLeft: number;
	cooldownUntil: number;
	/** The codes of the last 10 minutes, oldest first: when each was issued, and its keyed hash. */
	issues: { at: number; hash: string }[];
}

export interface Guard {
	/** Wrong codes since the last right one. */
	wrong: number;
	lockedUntil: number;
}

export const freshCode: CodeState = { hash: null, expiresAt: 0, triesLeft: 0, cooldownUntil: 0, issues: [] };
export const freshGuard: Guard = { wrong: 0, lockedUntil: 0 };

export interface Wait {
	code: 'checkout_locked' | 'cooldown' | 'too_many_codes';
	retryAfterMs: number;
}

/** Whether the account or the order has to wait before a code is issued or tried. */
function waitOf(state: CodeState, guard: Guard, now: number): Wait | null {
	if (guard.lockedUntil > now) return { code: 'checkout_locked', retryAfterMs: guard.lockedUntil - now };
	if (state.cooldownUntil > now) return { code: 'cooldown', retryAfterMs: state.cooldownUntil - now };
	return null;
}

/** The state with a new code, which ends the one before; or how long to wait for one. */
export function issueCode(
	state: CodeState,
	guard: Guard,
	{ hash, ttlMs, now }: { hash: string; ttlMs: number; now: number }
): Result<CodeState, Wait> {
	const wait = waitOf(state, guard, now);
	if (wait) return err(wait);
	const issues = state.issues.filter(({ at }) => at > now - ISSUE_WINDOW_MS);
	const last = issues.at(-1);
	if (last !== undefined && last.at + MIN_GAP_MS > now)
		return err({ code: 'cooldown', retryAfterMs: last.at + MIN_GAP_MS - now });
	if (issues.length >= ISSUE_LIMIT)
		return err({ code: 'too_many_codes', retryAfterMs: issues[0]!.at + ISSUE_WINDOW_MS - now });
	return ok({
		hash,
		expiresAt: now + ttlMs,
		triesLeft: TRIES,
		cooldownUntil: 0,
		issues: [...issues, { at: now, hash }]
	});
}

/** What a try leaves behind, to be kept before anybody learns how it went. */
export interface Tried {
	right: boolean;
	state: CodeState;
	guard: Guard;
	attemptsLeft: number;
}

/** A try of a code; or why it does not count: a wait, no code that runs, or one that a newer code has ended. */
export function tryCode(
	state: CodeState,
	guard: Guard,
	{ isRight, now }: { isRight: (hash: string) => boolean; now: number }
): Result<Tried, Wait | { code: 'code_expired' }> {
	const wait = waitOf(state, guard, now);
	if (wait) return err(wait);
	if (state.hash === null || state.expiresAt <= now) return err({ code: 'code_expired' });
	if (isRight(state.hash))
		return ok({ right: true, state: { ...state, hash: null }, guard: freshGuard, attemptsLeft: 0 });
	if (state.issues.some(({ hash }) => hash !== state.hash && isRight(hash)))
		return err({ code: 'code_expired' });

	const triesLeft = state.triesLeft - 1;
	const wrong = guard.wrong + 1;
	const locks = wrong >= WRONG_LIMIT;
	return ok({
		right: false,
		state: {
			...state,
			triesLeft,
			hash: triesLeft <= 0 || locks ? null : state.hash,
			cooldownUntil: triesLeft <= 0 ? now + COOLDOWN_MS : 0
		},
		guard: locks ? { wrong: 0, lockedUntil: now + LOCK_MS } : { wrong, lockedUntil: 0 },
		attemptsLeft: locks ? 0 : Math.min(triesLeft, WRONG_LIMIT - wrong)
	});
}

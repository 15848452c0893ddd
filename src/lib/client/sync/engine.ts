import { backoff } from './backoff';
import type { Refused } from './transport';

/** How the device stands, as the last request showed. */
export interface SyncStatus {
	/** The shop itself answered. */
	online: boolean;
	/** The server no longer knows the session: the person must sign in again. */
	expired: boolean;
	/** The server no longer takes this version's messages. */
	outdated: boolean;
}

/** Why a round is due: `told` by the server, everything else at once. */
export type Reason = 'start' | 'written' | 'online' | 'visible' | 'told';

export interface EngineContext {
	/** One round; see round.ts. */
	round(): Promise<Refused | null>;
	/** ms since 1970. */
	now(): number;
	/** Within 0 and 1. */
	random(): number;
	/** Calls back after some ms; returns what calls it off. */
	timer(run: () => void, ms: number): () => void;
	onStatus(status: SyncStatus): void;
	onError(error: unknown): void;
}

export interface Engine {
	wake(reason: Reason): void;
	/** Resolves when nothing is under way. */
	stop(): Promise<void>;
}

/** Told changes are pulled at most this often. */
const COALESCE_MS = 500;
const JITTER_MS = 100;
/** Whatever wakes it, a device that is being refused asks no more often than this. */
const SLOWEST_STORM_MS = 1000;
/** With nothing to tell of, look all the same: a stream may be silent for being dead. */
const IDLE_MS = 60_000;

/**
 * When a round is run:
 *
 *            wake: at once (told: 500 ms apart)
 *   idle ──────────────────────────────────────▶ round ── done ──▶ idle (again after a minute)
 *    ▲                                             │ ▲
 *    │                                   no answer │ │ after 1 s to 5 min, or Retry-After;
 *    │                                             ▼ │ any wake but `told`: at once, 1 s apart
 *    └─────────────── stop ◀───────────────────  waiting
 *
 * A wake during a round makes another one follow it.
 */
export function createEngine(context: EngineContext): Engine {
	const { now, random, timer, onStatus, onError } = context;
	let failures = 0;
	let startedAt = -Infinity;
	let notBefore = -Infinity;
	let due = Infinity;
	let callOff = () => {};
	let running: Promise<void> | null = null;
	let stopped = false;

	const plan = (at: number) => {
		if (stopped || at >= due) return;
		due = at;
		if (running) return;
		callOff();
		callOff = timer(begin, Math.max(0, at - now()));
	};
	const begin = () => {
		due = Infinity;
		startedAt = now();
		running = runRound().then(() => {
			running = null;
			const at = due;
			due = Infinity;
			plan(at);
		});
	};
	const runRound = async () => {
		try {
			const refused = await context.round();
			const code = refused?.problem.code;
			const silent = code === 'unavailable';
			onStatus({ online: !silent, expired: code === 'signed_out', outdated: code === 'client_too_old' });
			failures = refused ? failures + 1 : 0;
			notBefore = refused?.retryAfterMs ? now() + refused.retryAfterMs : -Infinity;
		} catch (error) {
			failures++;
			onError(error);
		}
		plan(failures > 0 ? Math.max(notBefore, now() + backoff(failures, random())) : now() + IDLE_MS);
	};
	const wake = (reason: Reason) => {
		if (reason === 'told') {
			if (failures === 0) plan(Math.max(now(), startedAt + COALESCE_MS) + random() * JITTER_MS);
			return;
		}
		plan(failures > 0 ? Math.max(notBefore, now(), startedAt + SLOWEST_STORM_MS) : now());
	};
	return {
		wake,
		async stop() {
			stopped = true;
			callOff();
			await running;
		}
	};
}

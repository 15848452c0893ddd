import { ProblemError } from '../problem';
import { limits, type Limit } from '../store/limits';
import type { WriteTx } from '../store/store';
import { GateFull } from './gate';

const MINUTE = 60_000;

/** Passwords tried for one account, at sign-in and where the account itself is changed. */
export const signInsPerAccount: Limit = { max: 10, windowMs: 15 * MINUTE };
export const signInKey = (username: string): string => `sign-in account ${username.toLowerCase()}`;

/**
 * Counts a try, and answers how many are left.
 * @throws ProblemError with `code` where there are none
 */
export async function countTry(
	tx: WriteTx,
	key: string,
	limit: Limit,
	now: number,
	code: 'too_many_requests' | 'pin_locked' = 'too_many_requests'
): Promise<number> {
	const verdict = await limits.hit(tx, key, limit, now);
	if (verdict.ok) return verdict.left;
	const minutes = Math.ceil(verdict.retryAfterMs / MINUTE);
	throw new ProblemError(code, {
		detail: `Too many tries. Try again in ${minutes === 1 ? 'a minute' : `${minutes} minutes`}.`,
		retryAfterMs: verdict.retryAfterMs
	});
}

/** @throws ProblemError too_many_requests where too many passwords are being worked out */
export async function unlessBusy<T>(work: Promise<T>): Promise<T> {
	try {
		return await work;
	} catch (error) {
		if (!(error instanceof GateFull)) throw error;
		throw new ProblemError('too_many_requests', {
			detail: 'Too many people sign in at this moment. Try again in a few seconds.',
			retryAfterMs: 5_000
		});
	}
}

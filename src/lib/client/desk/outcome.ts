import type { OutboxRow, Refusal } from '../db/schema';

/** What became of a queued change: `held` waits for the PIN, `done` is what the server took. */
export type Outcome = 'waiting' | 'held' | 'done' | 'refused';

/** What became of changes that were queued together; what is neither queued nor refused any more, the server took. */
export function outcomeOf(
	ids: readonly string[],
	{ pending, refusals }: { pending: readonly OutboxRow[]; refusals: readonly Refusal[] }
): Outcome {
	if (refusals.some(({ change = '' }) => ids.includes(change))) return 'refused';
	const own = pending.filter(({ id = '' }) => ids.includes(id));
	if (own.some((row) => row.held)) return 'held';
	return own.every((row) => row.answered) ? 'done' : 'waiting';
}

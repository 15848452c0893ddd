import type { Intent } from '../db/outbox';
import { tell } from '../channel';
import { device, storageIsFull } from '../device';
import { notices } from '../state/notices.svelte';
import { rows } from '../state/rows.svelte';
import { session } from '../state/session.svelte';

/**
 * Writes intents of the signed-in account to the outbox in one durable transaction, shows them and wakes the sync.
 * Returns the ids of the queued changes, to follow what becomes of them; null where nothing was written, and the person
 * has been told.
 */
export async function queue(...intents: Intent[]): Promise<string[] | null> {
	await session.known;
	const user = session.user;
	if (!user) {
		notices.add('error', 'Sign in first: this belongs to an account.', { label: 'Sign in', href: '/login' });
		return null;
	}
	let ids: string[] = [];
	const done = await written(async () => {
		const [{ db }, { enqueue }] = await Promise.all([device(), import('../db/outbox')]);
		const queued = await enqueue(db, user.username, intents, new Date().toISOString());
		// The database tells of its change some moments later: a press in between would act on what is no longer so.
		const shown = rows.pending.at(-1)?.seq ?? 0;
		rows.pending = [...rows.pending, ...queued.filter(({ seq }) => seq > shown)];
		ids = queued.map(({ id }) => id!);
	});
	return done ? ids : null;
}

/** As `queue`, for who asks only whether it was written. */
export const act = async (...intents: Intent[]): Promise<boolean> => (await queue(...intents)) !== null;

/** Runs a write; where the browser could not store it the person is told that it is not saved. */
export async function written(write: () => Promise<void>): Promise<boolean> {
	try {
		await write();
	} catch (error) {
		const { isFull } = await import('../db/open');
		if (isFull(error)) storageIsFull();
		notices.add('error', 'This could not be saved on this device. Load the page again and repeat it.');
		return false;
	}
	tell({ kind: 'wake' });
	return true;
}

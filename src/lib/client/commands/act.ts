import type { Intent } from '../db/outbox';
import { tell } from '../channel';
import { device, storageIsFull } from '../device';
import { notices } from '../state/notices.svelte';
import { rows } from '../state/rows.svelte';
import { session } from '../state/session.svelte';

/**
 * Writes intents of the signed-in account to the outbox in one durable transaction, shows them and wakes the sync. False
 * where nothing was written; the person has been told.
 */
export async function act(...intents: Intent[]): Promise<boolean> {
	await session.known;
	const user = session.user;
	if (!user) {
		notices.add('error', 'Sign in first: this belongs to an account.', { label: 'Sign in', href: '/login' });
		return false;
	}
	return written(async () => {
		const [{ db }, { enqueue }] = await Promise.all([device(), import('../db/outbox')]);
		const queued = await enqueue(db, user.username, intents, new Date().toISOString());
		// The database tells of its change some moments later: a press in between would act on what is no longer so.
		const shown = rows.pending.at(-1)?.seq ?? 0;
		rows.pending = [...rows.pending, ...queued.filter(({ seq }) => seq > shown)];
	});
}

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

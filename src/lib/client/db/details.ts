import type { Details } from '../state/details.svelte';
import type { DeviceDb } from './schema';

const PREFIX = 'details:';

/** Remembers how an account's orders reach it, for its next one; the note was this order's. */
export async function rememberDetails(db: DeviceDb, username: string, details: Details): Promise<void> {
	await db.meta.put({ ...details, note: '' }, PREFIX + username);
}

/** What each account of this device last ordered with, by its name. */
export async function readDetails(db: DeviceDb): Promise<Map<string, Details>> {
	const found = () => db.meta.where(':id').startsWith(PREFIX);
	const [keys, values] = await Promise.all([found().primaryKeys(), found().toArray()]);
	return new Map(keys.map((key, i) => [key.slice(PREFIX.length), values[i] as Details]));
}

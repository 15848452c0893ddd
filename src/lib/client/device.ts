import type { Device } from './db/open';
import { connection } from './state/connection.svelte';
import { notices } from './state/notices.svelte';
import { updates } from './state/updates.svelte';

/** In sessionStorage: this tab met a full storage and works without it. */
const FULL_MARK = 'storage-full';

/**
 * A cookie that scripts can read stands beside the session's, so that a browser which gave up the database and kept the
 * cookies asks who is signed in, and a first visitor's does not.
 */
const SIGNED_IN = 'pop_signed_in=yes';

export function rememberSignedIn(yes: boolean): void {
	const seconds = yes ? 34_560_000 : 0;
	document.cookie = `${SIGNED_IN}; path=/; max-age=${seconds}; samesite=lax`;
}

let opened: Promise<Device> | undefined;

/** The device's database, opened at the first call; Dexie is loaded with it, after the first paint. */
export function device(): Promise<Device> {
	return (opened ??= open());
}

async function open(): Promise<Device> {
	const { openDevice } = await import('./db/open');
	const device = await openDevice({
		full: marked(),
		mayHoldCookie: document.cookie.includes(SIGNED_IN),
		onBlocked: () => (connection.blocked = true),
		onSuperseded: () => (updates.available = true)
	});
	connection.blocked = false;
	connection.storage = device.storage;
	return device;
}

/** The browser has no room for what was just written: said once, and this tab goes on in memory when it is loaded again. */
export function storageIsFull(): void {
	if (connection.storage === 'full') return;
	connection.storage = 'full';
	try {
		sessionStorage.setItem(FULL_MARK, 'yes');
	} catch {
		// Then the next load finds the same storage full.
	}
	notices.add(
		'error',
		'The storage of this browser is full: nothing new is kept on this device. Free some space, or load the page again to go on while online.'
	);
}

function marked(): boolean {
	try {
		const full = sessionStorage.getItem(FULL_MARK) === 'yes';
		sessionStorage.removeItem(FULL_MARK);
		return full;
	} catch {
		return false;
	}
}

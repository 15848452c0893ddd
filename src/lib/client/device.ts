import type { Device } from './db/open';
import { connection } from './state/connection.svelte';

let opened: Promise<Device> | undefined;

/** The device's database, opened at the first call; Dexie is loaded with it, after the first paint. */
export function device(): Promise<Device> {
	return (opened ??= open());
}

async function open(): Promise<Device> {
	const { openDevice } = await import('./db/open');
	const device = await openDevice(() => (connection.blocked = true));
	connection.blocked = false;
	connection.storage = device.storage;
	return device;
}

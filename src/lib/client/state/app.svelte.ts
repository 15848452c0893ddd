import { device } from '../device';
import { catalogue } from './catalogue.svelte';
import { connection } from './connection.svelte';
import { showHour } from './first-screen';
import { install } from './install.svelte';
import { updates } from './updates.svelte';

let started = false;

/**
 * Opens the device and keeps every state module fresh. Called once by the root layout, in the browser; a second call
 * does nothing.
 */
export async function start(): Promise<void> {
	if (started) return;
	started = true;
	install.watch();
	void updates.register();
	$effect.root(() => {
		$effect(() => {
			connection.offlineReady =
				updates.controlled && catalogue.status === 'ready' && connection.storage === 'ok';
		});
	});
	await painted();
	void showHour();
	const [{ db, storage }, { feed }, { feedCatalogue }, { startSync }] = await Promise.all([
		device(),
		import('./feed'),
		import('./feed-catalogue'),
		import('./sync')
	]);
	const onPending = await feedCatalogue(db);
	feed(db, onPending);
	startSync(db, storage !== 'ok');
}

/** A hidden tab draws nothing: the wait ends all the same, ms. */
const LONGEST_PAINT_MS = 300;

/** The first frame is on the screen before the hour of it is written and the database is loaded: the next one has begun. */
function painted(): Promise<void> {
	return new Promise((resolve) => {
		requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(resolve)));
		setTimeout(resolve, LONGEST_PAINT_MS);
	});
}

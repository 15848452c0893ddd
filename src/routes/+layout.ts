import { browser } from '$app/environment';
import { showFirstScreen } from '$lib/client/state/first-screen';

/** A page that no server drew waits for what the device kept; asked for before the router looks for the page. */
const shown = browser && document.querySelector('main') === null ? showFirstScreen() : undefined;

export const load = async () => {
	await shown;
};

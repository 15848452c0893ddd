import type { FileProblem } from '../../protocol/settings';

class Connection {
	/** Whether the last request to the shop was answered by the shop; before the first, whether there is a network. */
	online = $state(true);
	/** Whether a request has shown that: drawing the page was one, where the server drew it. */
	known = $state(true);
	/** Changes of the signed-in account that the server has not answered, as a person counts them. */
	waiting = $state(0);
	/** Changes of other accounts that wait on this device until those sign in. */
	hiddenWaiting = $state(0);
	/** The service worker controls the page and the first sync is complete. */
	offlineReady = $state(false);
	/** When the device last had everything, ms since 1970. */
	lastSync = $state<number | null>(null);
	/** `refused` and `full`: nothing is kept on this device; the shop works while it is online. */
	storage = $state<'ok' | 'refused' | 'full'>('ok');
	/** For admins: files of the shop that can't be written. */
	fileProblems = $state.raw<FileProblem[]>([]);
	/** Another tab holds an old version of the database open: close the other tabs of the shop. */
	blocked = $state(false);
	/** The server no longer takes this version's messages: the queue waits for the update. */
	outdated = $state(false);
}

export const connection = new Connection();

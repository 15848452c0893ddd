import { onTold, tell } from '../channel';
import { isFull } from '../db/open';
import type { DeviceDb } from '../db/schema';
import { storageIsFull } from '../device';
import type { FileProblem } from '../../protocol/settings';
import { createEngine, type SyncStatus } from '../sync/engine';
import { listenToServer } from '../sync/events';
import { holdAccount, lead } from '../sync/leader';
import { syncRound } from '../sync/round';
import { httpApi } from '../sync/transport';
import { catalogue } from './catalogue.svelte';
import { connection } from './connection.svelte';
import { session } from './session.svelte';
import { updates } from './updates.svelte';

/**
 * Runs the sync in this tab while it leads, and shows in every tab how it goes. `alone`: the database is this tab's
 * own, so no other tab can sync for it.
 */
export function startSync(db: DeviceDb, alone: boolean): void {
	onTold((message) => {
		if (message.kind === 'status') {
			connection.online = message.online;
			connection.known = true;
			session.expired = message.expired && session.user !== null;
			if (message.outdated && !connection.outdated) void updates.check();
			connection.outdated = message.outdated;
		}
		if (message.kind === 'files') connection.fileProblems = message.problems;
		if (message.kind === 'progress') catalogue.progress = message.progress;
	});
	if (alone) leadSync(db);
	else lead(() => leadSync(db));
	tell({ kind: 'hello' });
}

function leadSync(db: DeviceDb): () => Promise<void> {
	let fileProblems: FileProblem[] = [];
	/** Null until a round has shown it. */
	let status: SyncStatus | null = null;
	const engine = createEngine({
		round: () =>
			syncRound({
				db,
				api: httpApi,
				now: Date.now,
				onProgress: (progress) => tell({ kind: 'progress', progress }),
				holdAccount
			}),
		now: Date.now,
		random: Math.random,
		timer: (run, ms) => {
			const id = setTimeout(run, ms);
			return () => clearTimeout(id);
		},
		onStatus: (now) => tell({ kind: 'status', ...(status = now) }),
		onError: (error) => {
			if (isFull(error)) storageIsFull();
			else console.error('The sync failed by a fault of its own and goes on.', error);
		}
	});
	const listen = () =>
		listenToServer({
			onTold: () => engine.wake('told'),
			onBack: () => engine.wake('online'),
			onFiles: (problems) => tell({ kind: 'files', problems: (fileProblems = problems) })
		});
	let close = listen();
	const stopTold = onTold((message) => {
		if (message.kind === 'hello') {
			if (status) tell({ kind: 'status', ...status });
			tell({ kind: 'files', problems: fileProblems });
		}
		if (message.kind !== 'wake') return;
		if (message.account) {
			// The stream was opened for whoever was signed in before.
			close();
			tell({ kind: 'files', problems: (fileProblems = []) });
			close = listen();
		}
		engine.wake('written');
	});
	const onNetwork = () => engine.wake('online');
	const onVisible = () => document.visibilityState === 'visible' && engine.wake('visible');
	// The browser's word is a hint only: a request shows what is true.
	addEventListener('online', onNetwork);
	addEventListener('offline', onNetwork);
	document.addEventListener('visibilitychange', onVisible);
	engine.wake('start');
	return async () => {
		removeEventListener('online', onNetwork);
		removeEventListener('offline', onNetwork);
		document.removeEventListener('visibilitychange', onVisible);
		stopTold();
		close();
		await engine.stop();
	};
}

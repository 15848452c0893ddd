import { join } from 'node:path';
import type { Logger } from '../log';
import { state } from '../store/state';
import type { Store } from '../store/store';
import { prepareDemo } from './demo';
import { createMirror, MIRROR_STATE, type Mirror } from './mirror';
import { rebuild } from './rebuild';

/**
 * Brings a folder's files and its store together, and keeps them so: a new store is filled from the files, after an empty
 * folder got the sample shop if there is one to give.
 * @param sample the folder of the sample shop; null in live mode
 */
export async function openFiles(
	store: Store,
	{
		folder,
		sample,
		log,
		now = Date.now
	}: { folder: string; sample: string | null; log: Logger; now?: () => number }
): Promise<Mirror> {
	if (await isNew(store)) {
		if (sample) await prepareDemo(sample, folder, now());
		const { rows, rejected, unmatchedSales } = await rebuild(store, folder);
		log.info('rebuilt', { rows, rejected: rejected.length, unmatchedSales });
		for (const rejection of rejected.slice(0, 100)) log.warn('refused row', { ...rejection });
	}
	const mirror = createMirror({
		store,
		folder,
		now,
		onError: (error, file) => log.error('mirror', { file: join(folder, file), error })
	});
	await mirror.start();
	return mirror;
}

async function isNew(store: Store): Promise<boolean> {
	return (await store.read((tx) => state.get(tx, MIRROR_STATE))) === undefined;
}

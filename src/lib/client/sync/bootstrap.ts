import { currentUser, meetNewStore } from '../db/account';
import { storeChunk, useChunks } from '../db/catalogue';
import type { DeviceDb, SyncState } from '../db/schema';
import type { Refused, SyncApi } from './transport';

/** Chunks that are under way at once. */
const PARALLEL = 4;

export type Progress = { done: number; total: number } | null;

/**
 * A first sync, or the one after another account or store: the catalogue in chunks. Those that the device has are not
 * loaded again, so an interrupted one goes on where it was. Null when done, else what stopped it.
 */
export async function bootstrap(
	db: DeviceDb,
	api: SyncApi,
	onProgress: (progress: Progress) => void
): Promise<Refused | null> {
	const user = await currentUser(db);
	const before = await db.getMeta('sync');
	const reply = await api.manifest(before?.cursor ?? null);
	if (!reply.ok) return reply;
	const { storeId, cursor, chunks } = reply.body;
	if (before) await meetNewStore(db, storeId);
	const sync: SyncState = {
		storeId,
		cursor,
		account: user?.username ?? null,
		role: user?.role ?? null,
		fresh: true
	};
	if (chunks === null) {
		await db.setMeta('sync', sync);
		return null;
	}
	const keys = chunks.map(({ hash }) => hash);
	const had = new Set(await db.chunks.where('key').anyOf(keys).primaryKeys());
	const missing = keys.filter((key) => !had.has(key));
	let done = keys.length - missing.length;
	onProgress({ done, total: keys.length });
	let stopped: Refused | null = null;
	const worker = async () => {
		for (let key = missing.pop(); key !== undefined && !stopped; key = missing.pop()) {
			const chunk = await api.chunk(key);
			if (!chunk.ok) {
				stopped = chunk;
				return;
			}
			await storeChunk(db, { key, section: chunk.body.section, columns: chunk.body.columns });
			onProgress({ done: ++done, total: keys.length });
		}
	};
	await Promise.all(Array.from({ length: PARALLEL }, worker));
	if (!stopped) await useChunks(db, keys, sync);
	onProgress(null);
	return stopped;
}

import { currentUser, meetNewStore } from '../db/account';
import { storeChunks, useChunks } from '../db/catalogue';
import type { DeviceDb, SyncState } from '../db/schema';
import { PACK_CHUNKS } from '../../protocol/limits';
import type { Refused, SyncApi } from './transport';

/** Requests that are under way at once. */
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
	const packs: string[][] = [];
	for (let start = 0; start < keys.length; start += PACK_CHUNKS) {
		const missing = keys.slice(start, start + PACK_CHUNKS).filter((key) => !had.has(key));
		if (missing.length > 0) packs.push(missing);
	}
	let done = had.size;
	onProgress({ done, total: keys.length });
	let stopped: Refused | null = null;
	const worker = async () => {
		for (let pack = packs.shift(); pack && !stopped; pack = packs.shift()) {
			const reply = await api.chunks(pack);
			if (!reply.ok) {
				stopped = reply;
				return;
			}
			await storeChunks(
				db,
				reply.body.map(({ section, columns }, i) => ({ key: pack![i]!, section, packed: columns }))
			);
			onProgress({ done: (done += pack.length), total: keys.length });
		}
	};
	await Promise.all(Array.from({ length: PARALLEL }, worker));
	if (!stopped) await useChunks(db, keys, sync);
	onProgress(null);
	return stopped;
}

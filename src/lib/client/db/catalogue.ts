import {
	packColumns,
	productAt,
	toColumns,
	unpackColumns,
	type Columns
} from '../../domain/catalogue/columns';
import type { DeskProduct } from '../../domain/catalogue/product';
import { groupBy } from '../group';
import { randomId } from '../ids';
import type { CatalogueState, ChunkRow, DeviceDb, RecentRow, SyncState } from './schema';

/** Products a chunk. */
const CHUNK_ROWS = 500;
/** From so many recent rows on they are folded into their chunks. */
export const FOLD_AT = 500;

const none: CatalogueState = { epoch: 0, keys: [], lastN: 0, foldedN: 0 };

export const catalogueState = async (db: DeviceDb): Promise<CatalogueState> =>
	(await db.getMeta('catalogue')) ?? none;

/** A chunk's products, however they are kept. */
export const columnsOf = ({ packed, columns = {} }: ChunkRow): Columns =>
	packed ? unpackColumns(packed) : columns;

/** Chunks as they came over the line: the tab that loaded them need not read them again. */
const arrived = new WeakMap<DeviceDb, Map<string, ChunkRow>>();

/** The chunks of some keys, in their order; undefined for one that is gone. */
export async function readChunks(db: DeviceDb, keys: string[]): Promise<(ChunkRow | undefined)[]> {
	const here = keys.map((key) => arrived.get(db)?.get(key));
	return here.every((chunk) => chunk) ? here : db.chunks.bulkGet(keys);
}

/** Forgets what arrived: it is read. */
export const forgetArrived = (db: DeviceDb) => arrived.delete(db);

/** Stores chunks without waiting for the disk: those that a power cut takes are loaded again. */
export async function storeChunks(db: DeviceDb, chunks: ChunkRow[]): Promise<void> {
	await db.open();
	const transaction = db.backendDB().transaction('chunks', 'readwrite', { durability: 'relaxed' });
	for (const chunk of chunks) transaction.objectStore('chunks').put(chunk);
	await new Promise<void>((resolve, reject) => {
		transaction.oncomplete = () => resolve();
		transaction.onabort = () => reject(transaction.error);
	});
	const kept = arrived.get(db) ?? new Map<string, ChunkRow>();
	for (const chunk of chunks) kept.set(chunk.key, chunk);
	arrived.set(db, kept);
}

/**
 * Takes the chunks of a manifest into use, all at once, and drops every other one. The products start over. Nothing
 * happens where the device changed hands since the manifest.
 */
export function useChunks(db: DeviceDb, keys: string[], sync: SyncState): Promise<void> {
	return db.transaction('rw', [db.meta, db.chunks, db.recent], async () => {
		const user = (await db.getMeta('session'))?.user;
		if ((user?.username ?? null) !== sync.account) return;
		const before = await catalogueState(db);
		await db.chunks.where('key').noneOf(keys).delete();
		await db.recent.clear();
		await db.setMeta('catalogue', { ...before, keys, epoch: before.epoch + 1, foldedN: before.lastN });
		await db.setMeta('sync', sync);
	});
}

/** Notes changed and deleted products beside the chunks. Part of a transaction over meta and recent. */
export async function putRecent(db: DeviceDb, changed: object[], deleted: string[]): Promise<void> {
	if (changed.length + deleted.length === 0) return;
	const state = await catalogueState(db);
	let n = state.lastN;
	await db.recent.bulkPut([
		...deleted.map((productId) => ({ productId, n: ++n, row: null })),
		...(changed as DeskProduct[]).map((row) => ({ productId: row.productId, n: ++n, row }))
	]);
	await db.setMeta('catalogue', { ...state, lastN: n });
}

/**
 * Folds the recent rows into the chunks that hold their products, one transaction a chunk, so that nobody waits long;
 * new products go into chunks of their own. Nothing that is shown changes.
 */
export async function foldRecent(db: DeviceDb): Promise<void> {
	const upto = (await catalogueState(db)).lastN;
	for (const key of (await catalogueState(db)).keys) await foldInto(db, key, upto);
	await db.transaction('rw', [db.meta, db.chunks, db.recent], async () => {
		const left = await db.recent.where('n').belowOrEqual(upto).toArray();
		const state = await catalogueState(db);
		const fresh = chunksOf(left.flatMap(({ row }) => row ?? []));
		await db.chunks.bulkPut(fresh);
		await db.recent.bulkDelete(left.map(({ productId }) => productId));
		await db.setMeta('catalogue', {
			...state,
			keys: [...state.keys, ...fresh.map(({ key }) => key)],
			foldedN: Math.max(state.foldedN, upto)
		});
	});
}

function foldInto(db: DeviceDb, key: string, upto: number): Promise<void> {
	return db.transaction('rw', [db.meta, db.chunks, db.recent], async () => {
		const chunk = await db.chunks.get(key);
		const columns = chunk ? columnsOf(chunk) : {};
		const ids = (columns.productId ?? []) as string[];
		const recent = (await db.recent.bulkGet(ids)).filter(
			(row) => row !== undefined && row.n <= upto
		) as RecentRow[];
		if (!chunk || recent.length === 0) return;
		const byId = new Map(recent.map((row) => [row.productId, row.row]));
		const rows = ids.flatMap((id, i) => (byId.has(id) ? (byId.get(id) ?? []) : productAt(columns, i)));
		const folded = { key: randomId('local:'), section: chunk.section, packed: packColumns(toColumns(rows)) };
		const state = await catalogueState(db);
		await db.chunks.delete(key);
		if (rows.length > 0) await db.chunks.put(folded);
		await db.recent.bulkDelete(recent.map(({ productId }) => productId));
		await db.setMeta('catalogue', {
			...state,
			keys: state.keys.flatMap((other) => (other !== key ? other : rows.length > 0 ? folded.key : [])),
			foldedN: Math.max(state.foldedN, ...recent.map(({ n }) => n))
		});
	});
}

function chunksOf(products: DeskProduct[]): ChunkRow[] {
	return [...groupBy(products, (product) => product.section)].flatMap(([section, rows]) => {
		const parts: ChunkRow[] = [];
		for (let from = 0; from < rows.length; from += CHUNK_ROWS) {
			const packed = packColumns(toColumns(rows.slice(from, from + CHUNK_ROWS)));
			parts.push({ key: randomId('local:'), section, packed });
		}
		return parts;
	});
}

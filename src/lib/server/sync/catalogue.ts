import { createHash } from 'node:crypto';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';
import { packColumns, toColumns, unpackColumns } from '../../domain/catalogue/columns';
import { fold } from '../../domain/catalogue/fold';
import { publicProduct, type DeskProduct } from '../../domain/catalogue/product';
import { isForSale } from '../../domain/order/review';
import { PACK_CHUNKS } from '../../protocol/limits';
import type { CatalogueChunk, CatalogueManifest, ChunkInfo, PackedChunk } from '../../protocol/sync';
import type { Actor } from '../auth/actor';
import { products } from '../store/products';
import type { Store } from '../store/store';
import { decodeCursor, encodeCursor, viewOf, type View } from './cursor';
import { startOf } from './pull';

/** Products in one chunk at most. */
export const CHUNK_ROWS = 500;
/** Products read at once. */
const READ_ROWS = 1000;
/** A snapshot is made anew once this share of the products is newer: until then pull brings what changed. */
const STALE_SHARE = 0.02;
const STALE_ROWS = 200;

export type Encoding = 'identity' | 'gzip' | 'br';

export interface CatalogueSnapshot {
	/** What to fetch for a first sync. With a cursor of the same store and view: nothing, and the cursor for this reader. */
	manifest(actor: Actor | null, from: string | null): Promise<CatalogueManifest>;
	/** A chunk's JSON, or null where no current snapshot has this hash, or it is the desk's and the actor is not. */
	chunk(actor: Actor | null, hash: string, encoding: Encoding): Promise<Buffer | null>;
	/** Several chunks as one JSON array, in the order asked; null as for one. */
	pack(actor: Actor | null, hashes: readonly string[], encoding: Encoding): Promise<Buffer | null>;
	/** What `chunk` or `pack` answers, without dictionaries: for tabs of a build that knew none. Made at each request. */
	plain(actor: Actor | null, hashes: readonly string[], encoding: Encoding): Promise<Buffer | null>;
}

interface Chunk {
	info: ChunkInfo;
	/** The JSON, and what was made of it so far. */
	bodies: Partial<Record<Encoding, Promise<Buffer>>>;
}

interface Snapshot {
	version: number;
	chunks: Map<string, Chunk>;
	/** What devices without any chunk ask for, by its hashes: each run of the manifest, compressed once. */
	packs: Map<string, Chunk['bodies']>;
}

/** The catalogue in immutable chunks by section, for the first sync of a device. */
export function createCatalogue(store: Store): CatalogueSnapshot {
	/** The newest snapshot, and the one before: a device may be in the middle of that one. */
	const snapshots: Record<View, Promise<Snapshot>[]> = { public: [], desk: [] };

	async function isStale({ version }: Snapshot): Promise<boolean> {
		const { all, newer } = await store.read(({ db }) =>
			db
				.selectFrom('products')
				.select(({ fn }) => [
					fn.countAll<number>().as('all'),
					fn.countAll<number>().filterWhere('version', '>', version).as('newer')
				])
				.executeTakeFirstOrThrow()
		);
		return Number(newer) > Math.max(STALE_ROWS, Number(all) * STALE_SHARE);
	}

	async function current(view: View): Promise<Snapshot> {
		const newest = snapshots[view][0];
		if (newest && !(await isStale(await newest))) return newest;
		// Whoever comes while the snapshot is made waits for that one.
		if (snapshots[view][0] !== newest) return snapshots[view][0]!;
		const made = takeSnapshot(store, view, newest && (await newest));
		snapshots[view] = [made, ...(newest ? [newest] : [])];
		made.catch(() => (snapshots[view] = snapshots[view].filter((snapshot) => snapshot !== made)));
		return made;
	}

	const catalogue: CatalogueSnapshot = {
		async manifest(actor, from) {
			const view = viewOf(actor);
			const start = startOf(store, actor);
			const had = from === null ? null : decodeCursor(from);
			if (had && had.storeId === store.storeId && had.view === view && had.products > 0) {
				const cursor = encodeCursor({ ...start, products: had.products });
				return { storeId: store.storeId, cursor, chunks: null };
			}
			const { version, chunks } = await current(view);
			const cursor = encodeCursor({ ...start, products: version });
			return { storeId: store.storeId, cursor, chunks: [...chunks.values()].map(({ info }) => info) };
		},

		async chunk(actor, hash, encoding) {
			for (const snapshot of snapshots[viewOf(actor)]) {
				const chunk = (await snapshot).chunks.get(hash);
				if (chunk) return (chunk.bodies[encoding] ??= compress(await chunk.bodies.identity!, encoding));
			}
			return null;
		},

		async pack(actor, hashes, encoding) {
			if (hashes.length > PACK_CHUNKS) return null;
			for (const snapshot of snapshots[viewOf(actor)]) {
				const { chunks, packs } = await snapshot;
				const found = hashes.flatMap((hash) => chunks.get(hash) ?? []);
				if (found.length < hashes.length) continue;
				const join = async () => {
					const bodies = await Promise.all(found.map(({ bodies }) => bodies.identity!));
					return Buffer.from(`[${bodies.join(',')}]`);
				};
				const kept = packs.get(hashes.join());
				if (kept && encoding !== 'identity')
					return (kept[encoding] ??= join().then((body) => compress(body, encoding)));
				return compress(await join(), encoding, 'fast');
			}
			return null;
		},

		async plain(actor, hashes, encoding) {
			const packed =
				hashes.length > 1
					? await catalogue.pack(actor, hashes, 'identity')
					: await catalogue.chunk(actor, hashes[0]!, 'identity');
			if (!packed) return null;
			const answer = JSON.parse(packed.toString()) as PackedChunk | PackedChunk[];
			const plainly = (chunk: PackedChunk): CatalogueChunk => ({
				...chunk,
				columns: unpackColumns(chunk.columns)
			});
			const body = JSON.stringify(Array.isArray(answer) ? answer.map(plainly) : plainly(answer));
			return compress(Buffer.from(body), encoding, 'fast');
		}
	};
	return catalogue;
}

/**
 * All products in chunks; a chunk that is the same in the snapshot before keeps what was made of it. Read in parts, so
 * that nobody waits behind 50,000 rows: a row written meanwhile may be newer than the version, and pull brings it again.
 */
async function takeSnapshot(store: Store, view: View, before: Snapshot | undefined): Promise<Snapshot> {
	const { version } = await store.read(({ db }) =>
		db.selectFrom('meta').select('version').executeTakeFirstOrThrow()
	);
	const sections = new Map<string, DeskProduct[]>();
	for (let place = 0; ;) {
		const { rows, position } = await store.read((tx) => products.behind(tx, place, READ_ROWS));
		if (rows.length === 0) break;
		place = position;
		for (const product of view === 'desk' ? rows : rows.filter(isForSale).map(publicProduct)) {
			const section = sections.get(product.section);
			if (section) section.push(product);
			else sections.set(product.section, [product]);
		}
		await new Promise(setImmediate);
	}
	const chunks = new Map<string, Chunk>();
	for (const [section, listed] of sections) {
		const list = byName(listed);
		for (let start = 0; start < list.length; start += CHUNK_ROWS) {
			const part = list.slice(start, start + CHUNK_ROWS);
			const chunk: PackedChunk = {
				id: `${section}/${start / CHUNK_ROWS}`,
				section,
				columns: packColumns(toColumns(part))
			};
			const body = Buffer.from(JSON.stringify(chunk));
			const hash = createHash('sha256').update(body).digest('hex').slice(0, 32);
			const info = { id: chunk.id, section, hash, rows: part.length };
			chunks.set(hash, before?.chunks.get(hash) ?? { info, bodies: { identity: Promise.resolve(body) } });
			await new Promise(setImmediate);
		}
	}
	const hashes = [...chunks.keys()];
	const packs: Snapshot['packs'] = new Map();
	for (let start = 0; start < hashes.length; start += PACK_CHUNKS)
		packs.set(hashes.slice(start, start + PACK_CHUNKS).join(), {});
	return { version, chunks, packs };
}

/** In the order of their lists: a device then merges a few sorted runs, and names like each other compress better. */
function byName(list: readonly DeskProduct[]): DeskProduct[] {
	const keyed = list.map((product) => ({ product, name: fold(product.name) }));
	keyed.sort((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0));
	return keyed.map(({ product }) => product);
}

const compressors = {
	gzip: (body: Buffer, level: number) => promisify(gzip)(body, { level }),
	br: (body: Buffer, level: number) =>
		promisify(brotliCompress)(body, { params: { [constants.BROTLI_PARAM_QUALITY]: level } })
};
/** `best` is for what is sent many times. */
const levels = { best: 9, fast: 2 };

async function compress(
	body: Buffer,
	encoding: Encoding,
	effort: keyof typeof levels = 'best'
): Promise<Buffer> {
	return encoding === 'identity' ? body : compressors[encoding](body, levels[effort]);
}

import { Catalogue } from '../../domain/catalogue/catalogue';
import { breathe } from '../breathe';
import { catalogueState, columnsOf, forgetArrived, readChunks } from '../db/catalogue';
import type { DeviceDb, RecentRow } from '../db/schema';

/** Chunks read at once. */
const BATCH = 4;

export interface Loaded {
	catalogue: Catalogue;
	epoch: number;
	/** The last recent row that it holds. */
	seen: number;
}

/** The whole catalogue of the device, server rows only; null where there is none yet. */
export async function loadCatalogue(db: DeviceDb, lowStock: number): Promise<Loaded | null> {
	for (;;) {
		const { keys, epoch, foldedN } = await catalogueState(db);
		if (epoch === 0) return null;
		const catalogue = new Catalogue(lowStock);
		for (let from = 0; from < keys.length; from += BATCH) {
			for (const chunk of await readChunks(db, keys.slice(from, from + BATCH))) {
				if (chunk) catalogue.addColumns(columnsOf(chunk));
				await breathe();
			}
		}
		const seen = applyRecent(catalogue, await recentAfter(db, 0), 0);
		const after = await catalogueState(db);
		// Otherwise a fold or another first sync replaced chunks meanwhile: read again.
		if (after.epoch !== epoch || after.foldedN !== foldedN) continue;
		forgetArrived(db);
		return { catalogue, epoch, seen };
	}
}

/** The changes after `seen`, in their order. */
export function recentAfter(db: DeviceDb, seen: number): Promise<RecentRow[]> {
	return db.recent.where('n').above(seen).sortBy('n');
}

/** Puts changes into the catalogue; returns the number of the last one, `seen` where there are none. */
export function applyRecent(catalogue: Catalogue, changes: RecentRow[], seen: number): number {
	for (const { productId, row } of changes) {
		if (row) catalogue.put(row);
		else catalogue.remove(productId);
	}
	return changes.at(-1)?.n ?? seen;
}

/** Makes the first search as quick as the others, while nobody waits. */
export async function prepare(catalogue: Catalogue): Promise<void> {
	while (catalogue.prepare()) await breathe();
}

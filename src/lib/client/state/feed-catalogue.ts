import { liveQuery } from 'dexie';
import type { Catalogue } from '../../domain/catalogue/catalogue';
import { toColumns } from '../../domain/catalogue/columns';
import { shopStyles } from '../../domain/number-style';
import { defaultShop } from '../../domain/shop/shop';
import { applyRecent, loadCatalogue, prepare, recentAfter, type Loaded } from '../catalogue/load';
import { Overlay } from '../catalogue/overlay';
import { catalogueState } from '../db/catalogue';
import type { DeviceDb } from '../db/schema';
import { catalogue } from './catalogue.svelte';
import { rows } from './rows.svelte';

/** Products of each section that a cold start paints at once, and of all sections together. */
const FIRST_PER_SECTION = 30;
const FIRST_IN_ALL = 1500;
/** What sells together and what is nearly gone: as much as the first page shows of each, and some more. */
const FIRST_BUNDLES = 12;
const FIRST_LOW = 12;
/** A first screen is written when the catalogue was quiet for so long, ms. */
const QUIET_MS = 2000;

/**
 * Keeps the catalogue in memory as it is in the database, pending edits on top, in every tab. Returns what to call when
 * the outbox may have changed.
 */
export async function feedCatalogue(db: DeviceDb): Promise<() => void> {
	const shop = (await db.getMeta('shop')) ?? catalogue.visited;
	if (shop) catalogue.shop = { ...defaultShop, ...shop };

	/** The next cold start has something to show at once. */
	let prepared = catalogue.status === 'first-screen';
	let loaded: (Loaded & { overlay: Overlay }) | null = null;
	let writeFirst: ReturnType<typeof setTimeout> | undefined;

	const refresh = async () => {
		const { epoch, foldedN } = await catalogueState(db);
		if (loaded?.epoch === epoch && loaded.seen >= foldedN) {
			const current = loaded;
			const changes = await recentAfter(db, current.seen);
			if (changes.length === 0) return;
			current.overlay.update(rows.pending, () => {
				current.seen = applyRecent(current.catalogue, changes, current.seen);
			});
			catalogue.changed();
		} else {
			const fresh = await loadCatalogue(db, catalogue.shop.lowStock);
			if (!fresh) return;
			loaded = { ...fresh, overlay: new Overlay(fresh.catalogue) };
			loaded.overlay.update(rows.pending);
			// The tab may be closed as soon as the catalogue is complete.
			if (!prepared) await rememberFirst(db, fresh.catalogue);
			prepared = true;
			catalogue.show(fresh.catalogue, null);
			void prepare(fresh.catalogue);
		}
		clearTimeout(writeFirst);
		writeFirst = setTimeout(() => void rememberFirst(db, loaded!.catalogue), QUIET_MS);
	};
	let queue = Promise.resolve();
	liveQuery(() => catalogueState(db)).subscribe(() => {
		queue = queue.then(refresh).catch(() => {});
	});
	liveQuery(() => db.getMeta('shop')).subscribe((now) => {
		if (!now) return;
		catalogue.shop = { ...defaultShop, ...now };
		loaded?.catalogue.setLowStock(now.lowStock);
		catalogue.changed();
	});
	return () => {
		if (loaded?.overlay.update(rows.pending)) catalogue.changed();
	};
}

/** Stores what the next cold start shows before the chunks are read. */
async function rememberFirst(db: DeviceDb, all: Catalogue): Promise<void> {
	const sections = all.sections(catalogue.shop.sections);
	const each = Math.min(FIRST_PER_SECTION, Math.floor(FIRST_IN_ALL / Math.max(1, sections.length)));
	const ids = new Set(all.list({}).ids.slice(0, FIRST_PER_SECTION));
	for (const { name } of sections)
		for (const id of all.list({ section: name }).ids.slice(0, each)) ids.add(id);
	const bundles = catalogue.firstBundles(FIRST_BUNDLES);
	for (const { productA, productB } of bundles ?? []) ids.add(productA).add(productB);
	const low = all.list({ state: 'low' }).ids.flatMap((id) => all.product(id) ?? []);
	for (const { productId } of low.sort((a, b) => a.stock - b.stock).slice(0, FIRST_LOW)) ids.add(productId);
	const products = [...ids].flatMap((id) => all.product(id) ?? []);
	await db
		.setMeta('firstScreen', {
			sections,
			columns: toColumns(products),
			...(bundles && { bundles }),
			styles: shopStyles(catalogue.shop)
		})
		.catch(() => {});
}

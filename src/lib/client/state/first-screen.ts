import { Catalogue } from '../../domain/catalogue/catalogue';
import { sectionsInOrder } from '../../domain/catalogue/sections';
import { formatMoney } from '../../domain/money';
import { defaultShop } from '../../domain/shop/shop';
import type { Meta } from '../db/schema';
import { catalogue } from './catalogue.svelte';
import { connection } from './connection.svelte';
import { session } from './session.svelte';

/** Another tab that brings the database up to date may hold it: the page is drawn without it then, ms. */
const LONGEST_MS = 1000;

type Kept = Partial<Pick<Meta, 'session' | 'shop' | 'firstScreen' | 'lastSync'>>;

/**
 * Shows what this device kept of the catalogue for its next start, if it has it, and who uses it, so that the header does
 * not ask to sign in for a moment; whether the shop answers is not known on a page that it did not draw. Needs neither
 * Dexie nor the chunks.
 */
export async function showFirstScreen(): Promise<void> {
	// Until a request shows more, so that prices without a network have their time with them.
	connection.online = navigator.onLine;
	connection.known = false;
	if (!catalogue.onDevice) return;
	const late = new Promise<null>((resolve) => setTimeout(resolve, LONGEST_MS, null));
	const reading = read().catch(() => null);
	// The first use of Intl takes as long as the rows of a screen: it is over when the database answers.
	formatMoney(0, defaultShop);
	const kept = await Promise.race([reading, late]);
	// Whose a press is, the database alone tells: the session is not `ready` yet.
	if (!session.ready) session.user = kept?.session?.user ?? null;
	if (!kept?.firstScreen || catalogue.status !== 'empty') return;
	catalogue.shop = { ...defaultShop, ...kept.shop };
	catalogue.asOf = kept.lastSync ?? null;
	const products = new Catalogue(catalogue.shop.lowStock);
	products.addColumns(kept.firstScreen.columns);
	// The shop may have put its sections in another order since they were counted.
	const counts = new Map(kept.firstScreen.sections.map(({ name, count }) => [name, count]));
	catalogue.showBundles(kept.firstScreen.bundles);
	catalogue.show(products, sectionsInOrder(catalogue.shop.sections, counts));
}

/** Four records of the device's `meta`, of one moment. */
async function read(): Promise<Kept> {
	const opening = indexedDB.open('pop');
	// There is no database: none is left behind, Dexie makes it.
	opening.onupgradeneeded = () => opening.transaction!.abort();
	const db = await done(opening);
	try {
		const meta = db.transaction('meta').objectStore('meta');
		const get = <K extends keyof Kept>(key: K) => done<Kept[K]>(meta.get(key));
		const [session, shop, firstScreen, lastSync] = await Promise.all([
			get('session'),
			get('shop'),
			get('firstScreen'),
			get('lastSync')
		]);
		return { session, shop, firstScreen, lastSync };
	} finally {
		db.close();
	}
}

const done = <T>(request: IDBRequest<T>) =>
	new Promise<T>((resolve, reject) => {
		request.onsuccess = () => resolve(request.result);
		request.onerror = () => reject(request.error!);
	});

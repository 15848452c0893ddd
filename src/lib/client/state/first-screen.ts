import { Catalogue } from '../../domain/catalogue/catalogue';
import { sectionsInOrder } from '../../domain/catalogue/sections';
import { useStyles } from '../../domain/number-style';
import { defaultShop } from '../../domain/shop/shop';
import type { Meta } from '../db/schema';
import { catalogue } from './catalogue.svelte';
import { connection } from './connection.svelte';
import { session } from './session.svelte';

/** Another tab that brings the database up to date may hold it: the page is drawn without it then, ms. */
const LONGEST_MS = 1000;

declare global {
	interface Window {
		/** Four records of the device's `meta`, of one moment; null where they can't be read. Asked for by app.html. */
		popKept?: Promise<Partial<Pick<Meta, 'session' | 'shop' | 'firstScreen' | 'lastSync'>> | null>;
	}
}

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
	const kept = await Promise.race([window.popKept, late]);
	// Whose a press is, the database alone tells: the session is not `ready` yet.
	if (!session.ready) session.user = kept?.session?.user ?? null;
	if (!kept?.firstScreen || catalogue.status !== 'empty') return;
	catalogue.shop = { ...defaultShop, ...kept.shop };
	useStyles(kept.firstScreen.styles ?? []);
	const products = new Catalogue(catalogue.shop.lowStock);
	products.addColumns(kept.firstScreen.columns);
	// The shop may have put its sections in another order since they were counted.
	const counts = new Map(kept.firstScreen.sections.map(({ name, count }) => [name, count]));
	catalogue.showBundles(kept.firstScreen.bundles);
	catalogue.show(products, sectionsInOrder(catalogue.shop.sections, counts));
}

/** The hour of what is shown. Intl writes it, whose first use takes as long as the rows of a screen: after the first paint. */
export async function showHour(): Promise<void> {
	const kept = await window.popKept;
	if (catalogue.status === 'first-screen') catalogue.asOf ??= kept?.lastSync ?? null;
}

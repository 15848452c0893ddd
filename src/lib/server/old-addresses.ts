import { moved } from '../domain/shop/moved';
import { products } from './store/products';
import { shops } from './store/shop';
import type { Store } from './store/store';

/** The successor of an address of the original app, or null. `/products/SECTION` is a product's page where one has that id. */
export async function oldAddress(path: string, store: Store): Promise<string | null> {
	const known = moved.get(path);
	if (known) return known;
	const name = decoded(/^\/products\/([^/]+)$/.exec(path)?.[1] ?? '');
	if (!name || name.includes('\0')) return null;
	return store.read(async (tx) => {
		if (await products.byKey(tx, name)) return null;
		const { sections } = await shops.settings(tx);
		const names = [...sections, ...(await products.sections(tx))].map((section) => section.name);
		const section = names.find((known) => known.toLowerCase() === name.toLowerCase());
		return section ? `/sections/${encodeURIComponent(section)}` : null;
	});
}

function decoded(text: string): string {
	try {
		return decodeURIComponent(text);
	} catch {
		return '';
	}
}

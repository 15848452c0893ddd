import { browser } from '$app/environment';
import { error } from '@sveltejs/kit';
import type { Bundle, Fitment, Product } from '$lib/domain/catalogue/product';
import type { SectionCount } from '$lib/domain/catalogue/query';
import type { Shop } from '$lib/domain/shop/shop';
import { catalogue } from '$lib/client/state/catalogue.svelte';

/** What the server tells a page until the device has a catalogue of its own. */
export interface FirstVisit {
	shop?: Shop;
	sections?: SectionCount[];
	products?: Product[];
	product?: Product;
	bundles?: Bundle[];
	fitment?: Fitment[];
	total?: number;
	leftOut?: string[];
	/** Neither the device nor the server could answer. */
	unreachable?: boolean;
}

/** The first load of a page that the server rendered takes the answer that came with the page. */
let hydrating = browser && document.querySelector('main') !== null;

/** Asks the server about a page of the catalogue; nothing where the device knows it all. */
export async function firstVisit(fetch: typeof globalThis.fetch, path: string): Promise<FirstVisit> {
	const rendered = hydrating;
	hydrating = false;
	if (browser && !rendered && catalogue.onDevice) return {};
	let response: Response;
	try {
		response = await fetch(path);
	} catch {
		return { unreachable: true };
	}
	if (response.status === 404) error(404, 'This part of the shop does not exist, or no longer.');
	if (!response.ok) return { unreachable: true };
	const answer: FirstVisit = await response.json();
	if (browser && answer.shop) catalogue.visited = answer.shop;
	return answer;
}

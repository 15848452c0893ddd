import { shownBundles, type BundleMarks } from '../../domain/basket/shown';
import { Catalogue } from '../../domain/catalogue/catalogue';
import type { Bundle, DeskProduct, Fitment } from '../../domain/catalogue/product';
import type { CatalogueList, CatalogueQuery, SectionCount } from '../../domain/catalogue/query';
import { defaultShop, type Shop } from '../../domain/shop/shop';
import { applyToMarks, applyToOneOffs } from '../../domain/sync/apply';
import { groupBy } from '../group';
import { rows } from './rows.svelte';

/** The mark in localStorage that this device holds a whole catalogue. */
const MARK = 'catalogue';

class CatalogueState {
	/** `first-screen`: sections and the first products of each are there; `ready`: everything is. */
	status = $state<'empty' | 'first-screen' | 'ready'>('empty');
	/** When the device last heard from the shop that it has everything, ms since 1970. */
	asOf = $state<number | null>(null);
	/** Chunks of a first sync; null when none is under way. */
	progress = $state.raw<{ done: number; total: number } | null>(null);
	shop = $state.raw<Shop>(defaultShop);
	/** The shop as the server told a first visit: the products are here before the device's own record of it. */
	visited: Shop | null = null;
	#bundles = $state.raw<Bundle[] | undefined>();
	/** What the admin pinned and hid, with what this device has not sent yet. */
	marks = $derived<BundleMarks>(applyToMarks(this.shop.bundles, rows.pending));
	/** Orders that the admin marked as one-off, with what this device has not sent yet. */
	oneOffOrders = $derived(applyToOneOffs(this.shop.oneOffOrders, rows.pending));
	#shown = $derived(shownBundles(this.#bundles ?? [], this.marks));
	#shownOf = $derived(groupBy(this.#shown, ({ productA }) => productA));
	#fitment = $state.raw<ReadonlyMap<string, Fitment[]>>(new Map());
	/** Counted up when the products change: whoever read them reads again. */
	#version = $state(0);
	#products = new Catalogue(defaultShop.lowStock);
	/** The true counts while only the first products of each section are there. */
	#sections: SectionCount[] | null = null;
	#allFitment = $state.raw<ReadonlyMap<string, Fitment[]>>(new Map());
	/** What was asked for before the device's database was there to answer. */
	#unanswered = new Set<string | null>();
	#askFitment: (id: string | null) => void = (id) => this.#unanswered.add(id);

	/** Whether this device had the whole catalogue when it was last open: known before the database is. */
	get onDevice(): boolean {
		try {
			return globalThis.localStorage?.getItem(MARK) === 'complete';
		} catch {
			return false;
		}
	}

	/** Whether the shop's settings are here: until then `shop` is what every shop begins with. */
	get knowsShop(): boolean {
		return this.shop !== defaultShop;
	}

	/** In the shop's order. */
	sections(): SectionCount[] {
		return this.#sections ?? this.#now().sections(this.shop.sections);
	}

	/** Everything is here, and nothing of it is on sale. */
	get isEmpty(): boolean {
		return this.status === 'ready' && this.sections().every(({ count }) => count === 0);
	}

	product(id: string): DeskProduct | undefined {
		return this.#now().product(id);
	}

	/** While the status is `first-screen`: the first products only, with the true total where nothing is narrowed. */
	list(query: CatalogueQuery): CatalogueList {
		const list = this.#now().list(query);
		if (!this.#sections || query.q || query.brands || query.inStock || query.minPrice || query.maxPrice)
			return list;
		const total = this.#sections
			.filter(({ name }) => query.section === undefined || name === query.section)
			.reduce((sum, { count }) => sum + count, 0);
		return { ...list, total: Math.max(total, list.total) };
	}

	/** Product ids, best first. */
	search(q: string): string[] {
		return this.#now().search(q);
	}

	/** Product ids whose names begin with a text, for suggestions. */
	prefix(text: string, limit = 8): string[] {
		return this.#now().prefix(text, limit);
	}

	/** What sells together, as shoppers see it: best first; undefined until the device knows. */
	bundles(): Bundle[] | undefined {
		return this.#bundles && this.#shown;
	}

	/** The first of them. */
	firstBundles(most: number): Bundle[] | undefined {
		return this.#bundles && shownBundles(this.#bundles, this.marks, most);
	}

	/** What is taken with a product, best first: the product is `productA` of each. */
	bundlesFor(id: string): Bundle[] {
		return this.#shownOf.get(id) ?? [];
	}

	/** The vehicles that a product fits; undefined until the device knows, empty for unknown fitment. */
	fitment(id: string): Fitment[] | undefined {
		const known = this.#fitment.get(id);
		if (!known) this.#askFitment(id);
		return known;
	}

	/** Of every product that names vehicles those it fits; empty until the device has looked. */
	allFitment(): ReadonlyMap<string, Fitment[]> {
		this.#askFitment(null);
		return this.#allFitment;
	}

	/** For sync.svelte.ts alone: the products to show from now on. */
	show(products: Catalogue, sections: SectionCount[] | null): void {
		this.#products = products;
		this.#sections = sections;
		this.status = sections ? 'first-screen' : 'ready';
		this.changed();
		try {
			if (!sections) localStorage.setItem(MARK, 'complete');
		} catch {
			// Storage is refused: the pages ask the server first, as on a first visit.
		}
	}

	changed(): void {
		this.#version++;
	}

	showBundles(bundles: Bundle[] | undefined): void {
		this.#bundles = bundles;
	}

	/** Of the others those stay that are `watched`, as they are kept fresh; the rest is asked for again. */
	showFitment(id: string, rows: Fitment[], watched: { has(id: string): boolean }): void {
		this.#fitment = new Map([...this.#fitment].filter(([other]) => watched.has(other))).set(id, rows);
	}

	showAllFitment(rows: ReadonlyMap<string, Fitment[]>): void {
		this.#allFitment = rows;
	}

	/** `ask` is told a product, or null for all. */
	onFitmentAsked(ask: (id: string | null) => void): void {
		this.#askFitment = ask;
		this.#unanswered.forEach(ask);
		this.#unanswered.clear();
	}

	#now(): Catalogue {
		void this.#version;
		return this.#products;
	}
}

export const catalogue = new CatalogueState();

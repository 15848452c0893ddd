import type { Bundle, DeskProduct, Fitment } from '../../domain/catalogue/product';
import type { CatalogueList, CatalogueQuery, SectionCount } from '../../domain/catalogue/query';
import { defaultShop, type Shop } from '../../domain/shop/shop';

class CatalogueState {
	/** `first-screen`: sections and the first products of each are there; `ready`: everything is. */
	status = $state<'empty' | 'first-screen' | 'ready'>('empty');
	/** When the device last heard of a change or of none, ms since 1970. */
	asOf = $state<number | null>(null);
	/** Chunks of a first sync. */
	progress = $state.raw<{ done: number; total: number } | null>(null);
	shop = $state.raw<Shop>(defaultShop);

	/** Whether this device had the whole catalogue when it was last open: known at once, before the database is. */
	get onDevice(): boolean {
		return typeof localStorage !== 'undefined' && localStorage.getItem('catalogue') === 'complete';
	}

	sections(): SectionCount[] {
		return [];
	}

	product(_id: string): DeskProduct | undefined {
		return undefined;
	}

	list(_query: CatalogueQuery): CatalogueList {
		return {
			ids: [],
			total: 0,
			facets: { brands: [], stock: { in: 0, low: 0, out: 0 }, price: null }
		};
	}

	/** Product ids, best first. */
	search(_q: string): string[] {
		return [];
	}

	bundles(): Bundle[] {
		return [];
	}

	bundlesFor(_id: string): Bundle[] {
		return [];
	}

	fitment(_id: string): Fitment[] {
		return [];
	}
}

export const catalogue = new CatalogueState();

import type { StockState } from './product';

/** How a list is ordered; `best` is by how well a product answers `q`. */
export type Sort =
	| 'best'
	| 'name'
	| 'name-down'
	| 'price-up'
	| 'price-down'
	| 'stock-up'
	| 'stock-down'
	| 'section-up'
	| 'section-down';

/** What a list shows; everything that is absent does not narrow it. */
export interface CatalogueQuery {
	section?: string;
	q?: string;
	/** Where nothing has every word of `q`: what has the most of them. */
	someWords?: boolean;
	brands?: readonly string[];
	/** Only products with stock. */
	inStock?: boolean;
	/** Only products with this badge. */
	state?: StockState;
	/** Minor units, both inclusive. */
	minPrice?: number;
	maxPrice?: number;
	/** Default: `best` with `q`, else `name`. */
	sort?: Sort;
	/** Also products that the shop hides: for the desk. */
	hidden?: boolean;
}

/** What each filter would leave, counted with all other filters on. */
export interface Facets {
	/** By count, then name. */
	brands: { name: string; count: number }[];
	stock: Record<StockState, number>;
	/** The dearest and cheapest, in minor units; null where nothing is left. */
	price: { min: number; max: number } | null;
}

export interface CatalogueList {
	ids: string[];
	total: number;
	facets: Facets;
	/** Words of `q` that had to be left out to find anything; see `someWords`. */
	leftOut: string[];
}

export interface SectionCount {
	name: string;
	icon?: string;
	count: number;
}

import type { CatalogueQuery, Sort } from '$lib/domain/catalogue/query';
import { currencyDigits, formatDecimal, parseDecimal } from '$lib/domain/money';

/** What narrows and orders a list; it lives in the page's address. */
export interface Filters {
	brands: string[];
	inStock: boolean;
	/** Minor units. */
	minPrice?: number;
	maxPrice?: number;
	sort?: Sort;
	/** Only what fits this vehicle of the garage, by its name. */
	vehicle?: string;
}

const sorts: readonly string[] = ['best', 'name', 'price-up', 'price-down'] satisfies Sort[];

/** The filters that an address asks for; what it holds beside them is ignored. */
export function readFilters(params: URLSearchParams, currency: string): Filters {
	const digits = currencyDigits(currency);
	const price = (name: string) => {
		const minor = parseDecimal(params.get(name) ?? '', digits);
		return minor === null || minor < 0 ? undefined : minor;
	};
	const sort = params.get('sort') ?? '';
	return {
		brands: params.getAll('brand'),
		inStock: params.get('stock') === 'in',
		minPrice: price('min'),
		maxPrice: price('max'),
		...(sorts.includes(sort) && { sort: sort as Sort }),
		...(params.get('vehicle') && { vehicle: params.get('vehicle')! })
	};
}

/** The part of an address behind `?` that asks for these filters, with `keep` (such as the search words) first. */
export function writeFilters(filters: Filters, currency: string, keep: Record<string, string> = {}): string {
	const digits = currencyDigits(currency);
	const params = new URLSearchParams(keep);
	for (const brand of filters.brands) params.append('brand', brand);
	if (filters.inStock) params.set('stock', 'in');
	if (filters.minPrice !== undefined) params.set('min', formatDecimal(filters.minPrice, digits));
	if (filters.maxPrice !== undefined) params.set('max', formatDecimal(filters.maxPrice, digits));
	if (filters.sort) params.set('sort', filters.sort);
	if (filters.vehicle) params.set('vehicle', filters.vehicle);
	return params.size ? `?${params}` : '';
}

/** How many filters narrow the list. */
export const activeCount = ({ brands, inStock, minPrice, maxPrice, vehicle }: Filters) =>
	brands.length + [inStock, minPrice !== undefined || maxPrice !== undefined, vehicle].filter(Boolean).length;

export const queryOf = ({ brands, inStock, minPrice, maxPrice, sort }: Filters): CatalogueQuery => ({
	...(brands.length && { brands }),
	...(inStock && { inStock }),
	...(minPrice !== undefined && { minPrice }),
	...(maxPrice !== undefined && { maxPrice }),
	...(sort && { sort })
});

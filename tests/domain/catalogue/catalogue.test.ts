import { expect, test } from 'vitest';
import { Catalogue } from '../../../src/lib/domain/catalogue/catalogue';
import {
	packColumns,
	productAt,
	rowsOf,
	toColumns,
	unpackColumns
} from '../../../src/lib/domain/catalogue/columns';
import { stockState, type DeskProduct } from '../../../src/lib/domain/catalogue/product';
import type { CatalogueQuery } from '../../../src/lib/domain/catalogue/query';
import { mulberry32 } from '../../sync/random';
import { manyParts } from './parts';

const LOW = 5;

function catalogueOf(products: DeskProduct[]): Catalogue {
	const catalogue = new Catalogue(LOW);
	for (let from = 0; from < products.length; from += 500)
		catalogue.addColumns(toColumns(products.slice(from, from + 500)));
	return catalogue;
}

/** What a list should be, worked out the long way. */
function expected(products: DeskProduct[], query: CatalogueQuery) {
	const inSection = products.filter(
		(product) =>
			(query.hidden || product.status !== 'hidden') &&
			(query.section === undefined || product.section === query.section)
	);
	const brandFits = (p: DeskProduct) => !query.brands?.length || query.brands.includes(p.brand ?? '');
	const stockFits = (p: DeskProduct) => !query.inStock || p.stock > 0;
	const priceFits = (p: DeskProduct) =>
		p.price >= (query.minPrice ?? 0) && p.price <= (query.maxPrice ?? Infinity);
	const byName = (a: DeskProduct, b: DeskProduct) =>
		a.name.toLowerCase() < b.name.toLowerCase()
			? -1
			: a.name === b.name && a.productId < b.productId
				? -1
				: 1;
	const bySection = (a: DeskProduct, b: DeskProduct) =>
		a.section.toLowerCase() < b.section.toLowerCase() ? -1 : a.section === b.section ? 0 : 1;
	const sorters = {
		best: byName,
		name: byName,
		'price-up': (a: DeskProduct, b: DeskProduct) => a.price - b.price || byName(a, b),
		'price-down': (a: DeskProduct, b: DeskProduct) => b.price - a.price || -byName(a, b),
		'name-down': (a: DeskProduct, b: DeskProduct) => -byName(a, b),
		'stock-up': (a: DeskProduct, b: DeskProduct) => a.stock - b.stock || byName(a, b),
		'stock-down': (a: DeskProduct, b: DeskProduct) => b.stock - a.stock || -byName(a, b),
		'section-up': (a: DeskProduct, b: DeskProduct) => bySection(a, b) || byName(a, b),
		'section-down': (a: DeskProduct, b: DeskProduct) => bySection(b, a) || -byName(a, b)
	};
	const shown = inSection.filter((p) => brandFits(p) && stockFits(p) && priceFits(p));
	const count = (list: DeskProduct[], key: (p: DeskProduct) => string) =>
		list.reduce((counts, p) => counts.set(key(p), (counts.get(key(p)) ?? 0) + 1), new Map<string, number>());
	const prices = inSection.filter((p) => brandFits(p) && stockFits(p)).map((p) => p.price);
	return {
		ids: shown.sort(sorters[query.sort ?? 'name']).map((p) => p.productId),
		brands: count(
			inSection.filter((p) => stockFits(p) && priceFits(p) && p.brand),
			(p) => p.brand!
		),
		stock: count(
			inSection.filter((p) => brandFits(p) && priceFits(p)),
			(p) => stockState(p, LOW)
		),
		price: prices.length ? { min: Math.min(...prices), max: Math.max(...prices) } : null
	};
}

const queries: CatalogueQuery[] = [
	{},
	{ section: 'Section 7' },
	{ section: 'Section none' },
	{ sort: 'price-up' },
	{ sort: 'price-down', section: 'Section 3' },
	{ sort: 'name-down' },
	{ sort: 'stock-up' },
	{ sort: 'stock-down', inStock: true },
	{ sort: 'section-up' },
	{ sort: 'section-down' },
	{ brands: ['Bosch', 'NGK'], inStock: true },
	{ brands: ['Nobody'] },
	{ minPrice: 200_000, maxPrice: 300_000, section: 'Section 9' },
	{ brands: ['Valeo'], inStock: true, minPrice: 100_000, maxPrice: 900_000, hidden: true }
];

function check(catalogue: Catalogue, products: DeskProduct[]): void {
	for (const query of queries) {
		const list = catalogue.list(query);
		const want = expected(products, query);
		expect(list.ids, JSON.stringify(query)).toEqual(want.ids);
		expect(list.total).toBe(want.ids.length);
		expect(new Map(list.facets.brands.map(({ name, count }) => [name, count]))).toEqual(want.brands);
		expect(new Map(Object.entries(list.facets.stock).filter(([, count]) => count > 0))).toEqual(want.stock);
		expect(list.facets.price).toEqual(want.price);
	}
}

test('lists, filters, sorts and counts are those of a plain scan', () => {
	const products = manyParts(1200).map((product, i) =>
		i % 40 === 0 ? { ...product, status: 'hidden' as const } : product
	);
	check(catalogueOf(products), products);
});

test('they still are after any changes', () => {
	const random = mulberry32(7);
	const products = manyParts(600);
	const catalogue = catalogueOf(products);
	catalogue.list({ sort: 'price-up' });
	catalogue.search('brake');
	for (let i = 0; i < 500; i++) {
		const at = Math.floor(random() * products.length);
		const dice = random();
		if (dice < 0.2) {
			catalogue.remove(products[at]!.productId);
			products.splice(at, 1);
		} else {
			const before = products[at]!;
			const product: DeskProduct =
				dice < 0.4
					? { ...before, productId: `N${i}`, name: `New ${i}`, brand: undefined }
					: dice < 0.7
						? { ...before, price: Math.floor(random() * 1e6), stock: Math.floor(random() * 4) }
						: { ...before, name: `Renamed ${i}`, section: `Section ${i % 50}`, brand: 'Other' };
			if (product.productId === before.productId) products[at] = product;
			else products.push(product);
			catalogue.put(product);
		}
	}
	check(catalogue, products);
	expect(catalogue.size).toBe(products.length);
	for (const product of products) expect(catalogue.product(product.productId)).toEqual(product);
});

test('a product that is gone is nowhere, and comes back whole', () => {
	const [a, b] = manyParts(2) as [DeskProduct, DeskProduct];
	const catalogue = catalogueOf([a, b]);
	catalogue.remove(a.productId);
	expect(catalogue.product(a.productId)).toBeUndefined();
	expect(catalogue.list({}).ids).toEqual([b.productId]);
	expect(catalogue.search(a.barcode!)).toEqual([]);
	catalogue.put(a);
	expect(catalogue.search(a.barcode!)).toEqual([a.productId]);
});

test('sections stand in the shop’s order, then those that only products name', () => {
	const [a, b, c, d] = manyParts(4) as [DeskProduct, DeskProduct, DeskProduct, DeskProduct];
	const catalogue = catalogueOf([
		{ ...a, section: 'Tyres' },
		{ ...b, section: 'Brakes' },
		{ ...c, section: 'Brakes' },
		{ ...d, section: 'Cellar', status: 'hidden' }
	]);
	expect(catalogue.sections([{ name: 'Oils' }, { name: 'Brakes', icon: 'disc' }])).toEqual([
		{ name: 'Oils', count: 0 },
		{ name: 'Brakes', icon: 'disc', count: 2 },
		{ name: 'Tyres', count: 1 }
	]);
});

test('prefixes are found by name, whatever the case and accents', () => {
	const [a, b, c] = manyParts(3) as [DeskProduct, DeskProduct, DeskProduct];
	const catalogue = catalogueOf([
		{ ...a, productId: 'A', name: 'Rueda' },
		{ ...b, productId: 'B', name: 'Röhre' },
		{ ...c, productId: 'C', name: 'rohrzange' }
	]);
	expect(catalogue.prefix('ROH', 10)).toEqual(['B', 'C']);
	expect(catalogue.prefix('ro', 1)).toEqual(['B']);
	expect(catalogue.prefix('x', 10)).toEqual([]);
});

test('the shop’s limit for low stock applies to products without their own', () => {
	const [a, b] = manyParts(2) as [DeskProduct, DeskProduct];
	const catalogue = catalogueOf([
		{ ...a, stock: 4 },
		{ ...b, stock: 4, reorderPoint: 2 }
	]);
	expect(catalogue.list({}).facets.stock).toEqual({ in: 1, low: 1, out: 0 });
	catalogue.setLowStock(3);
	expect(catalogue.list({}).facets.stock).toEqual({ in: 2, low: 0, out: 0 });
});

test('columns hold what the rows held, and leave out what a row lacks', () => {
	const [a, b] = manyParts(2) as [DeskProduct, DeskProduct];
	const { brand: _, ...bare } = b;
	const columns = toColumns([a, { ...bare, oemNumbers: ['1', '2'] }]);
	expect(rowsOf(columns)).toEqual([a, { ...bare, oemNumbers: ['1', '2'] }]);
	expect('brand' in productAt(columns, 1)).toBe(false);
	expect(rowsOf(toColumns([]))).toEqual([]);
});

test('packed columns are the same again, and never longer', () => {
	const columns = toColumns(manyParts(200));
	const packed = packColumns(columns);
	expect(packed.section).toHaveProperty('values');
	expect(packed.productId).toBe(columns.productId);
	for (const field in columns)
		expect(JSON.stringify(packed[field]).length).toBeLessThanOrEqual(JSON.stringify(columns[field]).length);
	expect(unpackColumns(structuredClone(packed))).toEqual(columns);
	expect(unpackColumns(columns)).toEqual(columns);
});

import { expect, test } from 'vitest';
import { fits } from '../../src/routes/parts/garage.svelte';
import { nextPath } from '../../src/routes/parts/next';
import { offersOf, pairsOf } from '../../src/routes/parts/pairs';
import type { Bundle, Product } from '../../src/lib/domain/catalogue/product';

const row = {
	fitmentId: 'F1',
	productId: 'P1',
	make: 'Maruti Suzuki',
	model: 'Swift',
	yearFrom: 2011,
	yearTo: 2018
};

test('a part fits within its years, both ends included, whatever the case', () => {
	const swift = (year?: number) => ({ make: 'maruti suzuki', model: 'SWIFT', ...(year && { year }) });
	expect([2010, 2011, 2018, 2019].map((year) => fits([row], swift(year)))).toEqual([
		false,
		true,
		true,
		false
	]);
	expect(fits([row], swift())).toBe(true);
	expect(fits([{ ...row, yearTo: undefined }], swift(2030))).toBe(true);
});

test('unknown fitment is never a yes', () => {
	expect(fits([], { make: 'Maruti Suzuki', model: 'Swift' })).toBe(false);
});

test('after a sign-in only a path of this shop is followed', () => {
	const asked = (next: string) =>
		nextPath(new URL(`https://shop.example/login?next=${encodeURIComponent(next)}`));
	expect(asked('/checkout?order=W1')).toBe('/checkout?order=W1');
	for (const elsewhere of [
		'https://evil.example',
		'//evil.example',
		'/\\evil.example',
		'javascript:alert(1)',
		''
	])
		expect(asked(elsewhere)).toBe('/');
});

test('a pair stands once, and only where both parts are known', () => {
	const products = new Map(['A', 'B', 'C'].map((productId) => [productId, { productId } as Product]));
	const pair = (productA: string, productB: string) => ({ productA, productB }) as Bundle;
	const shown = (most?: number) =>
		pairsOf(
			[pair('A', 'B'), pair('B', 'A'), pair('A', 'X'), pair('B', 'C')],
			(id) => products.get(id),
			most
		).map(({ products: [a, b] }) => a.productId + b.productId);
	expect(shown()).toEqual(['AB', 'BC']);
	expect(shown(1)).toEqual(['AB']);
});

test('offers are in stock, each once, and keep their places while the cart grows', () => {
	const stock: Record<string, number> = { A: 5, B: 5, C: 0, D: 5, E: 5, F: 5 };
	const productOf = (productId: string) =>
		productId in stock ? ({ productId, stock: stock[productId] } as Product) : undefined;
	const pair = (productA: string, productB: string) => ({ productA, productB }) as Bundle;
	const bundles = ['A', 'B', 'C', 'X', 'D', 'B', 'E', 'F'].map((id) => pair('A', id));
	const ids = (offers: ReturnType<typeof offersOf>) =>
		offers.map(({ product }) => product.productId).join('');
	const offer = (cart: string, before?: ReturnType<typeof offersOf>) =>
		offersOf(bundles, productOf, { most: 2, inCart: (id) => cart.includes(id), before });

	const first = offer('A');
	expect(ids(first)).toBe('BD');
	const second = offer('AB', first);
	expect(ids(second)).toBe('BDE');
	expect(ids(offer('ABD', second))).toBe('BDEF');
	expect(ids(offer('AB'))).toBe('DE');
	stock.D = 0;
	expect(ids(offer('AB', second))).toBe('BEF');
});

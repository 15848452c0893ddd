import { expect, test } from 'vitest';
import { fits } from '../../src/routes/parts/garage.svelte';
import { nextPath } from '../../src/routes/parts/next';
import { pairsOf } from '../../src/routes/parts/pairs';
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

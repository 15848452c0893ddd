import { expect, test } from 'vitest';
import { activeCount, queryOf, readFilters, writeFilters } from '../../src/routes/parts/filters';

const read = (search: string) => readFilters(new URLSearchParams(search), 'INR');

test('filters come back from the address as they went in', () => {
	const address =
		'?brand=Vajra&brand=K%26K&stock=in&min=85.50&max=1500.00&sort=price-up&vehicle=Maruti+Swift';
	expect(writeFilters(read(address), 'INR')).toBe(address);
	expect(writeFilters(read(''), 'INR', { q: 'oil' })).toBe('?q=oil');
});

test('prices are minor units inside and plain amounts in the address', () => {
	expect(read('min=85.5&max=1500')).toMatchObject({ minPrice: 8550, maxPrice: 150000 });
	expect(readFilters(new URLSearchParams('max=1500'), 'JPY').maxPrice).toBe(1500);
});

test('what makes no sense in an address narrows nothing', () => {
	const { sort, minPrice, maxPrice, inStock } = read('min=-5&max=abc&sort=newest&stock=maybe');
	expect({ sort, minPrice, maxPrice, inStock }).toEqual({
		sort: undefined,
		minPrice: undefined,
		maxPrice: undefined,
		inStock: false
	});
	expect(queryOf(read('min=-5&sort=newest'))).toEqual({});
});

test('a range of prices counts as one filter, the order as none', () => {
	expect(activeCount(read('min=1&max=2&sort=name'))).toBe(1);
	expect(activeCount(read('brand=A&brand=B&stock=in&vehicle=X'))).toBe(4);
});

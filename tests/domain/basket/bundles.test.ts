import { expect, test } from 'vitest';
import { basketsOf } from '../../../src/lib/domain/basket/baskets';
import { bundles } from '../../../src/lib/domain/basket/bundles';
import { fisherExact } from '../../../src/lib/domain/basket/fisher';
import { basketsOfSales } from '../../../src/lib/domain/basket/sales';
import { readBaskets } from './reference';

const times = (n: number, items: string[]) => Array.from({ length: n }, () => items);
const names: Record<string, string> = { P1: 'Brake pads', P2: 'Brake fluid', P3: 'Wiper blade' };
const nameOf = (id: string) => names[id];

const shop = basketsOf([
	...times(7, ['P1', 'P2']),
	...times(2, ['P1', 'P3']),
	...times(1, ['P1']),
	...times(1, ['P2']),
	...times(40, ['P3'])
]);

test('a bundle says who took what, from all orders, single ones too', () => {
	expect(bundles(shop, nameOf)).toEqual([
		{
			productA: 'P2',
			productB: 'P1',
			count: 7,
			confidence: 7 / 8,
			lift: (7 * 51) / (8 * 10),
			reason: '7 of 8 who bought Brake fluid also took Brake pads'
		},
		{
			productA: 'P1',
			productB: 'P2',
			count: 7,
			confidence: 0.7,
			lift: (7 * 51) / (8 * 10),
			reason: '7 of 10 who bought Brake pads also took Brake fluid'
		}
	]);
});

test('a product that is not offered any more is in no bundle', () => {
	expect(bundles(shop, (id) => (id === 'P2' ? undefined : id))).toEqual([]);
});

test('a popular product is not suggested to everybody', () => {
	const independent = basketsOf([
		...times(9, ['P1', 'P3']),
		...times(1, ['P1']),
		...times(81, ['P3']),
		...times(9, ['P2'])
	]);
	expect(bundles(independent, nameOf)).toEqual([]);
});

test('what luck explains in a large search is not shown', () => {
	// Each pair alone is a find at 5 %; among 1,000 products some such pair is sure to turn up.
	const lonely = Array.from({ length: 1000 }, (_, i) => times(6, [`X${i}`])).flat();
	const pair = [...times(3, ['P1', 'P2']), ...times(50, ['P1']), ...times(50, ['P2'])];
	expect(bundles(basketsOf([...pair, ...times(800, ['P3'])]), nameOf)).toEqual([]);
	expect(bundles(basketsOf([...times(3, ['P1', 'P2']), ...times(800, ['P3'])]), nameOf)).toHaveLength(2);
	expect(bundles(basketsOf([...pair, ...lonely]), nameOf)).toEqual([]);
});

test('the border is that of all pairs that could have been found', () => {
	// Ten products, every two of them together in 3 orders; P0 and P1 in `more` besides.
	const shopWith = (more: number) => {
		const pairs = Array.from({ length: 100 }, (_, i) => [Math.floor(i / 10), i % 10] as const).filter(
			([a, b]) => a < b
		);
		return basketsOf([
			...pairs.flatMap(([a, b]) => times(3, [`P${a}`, `P${b}`])),
			...times(more, ['P0', 'P1'])
		]);
	};
	const chance = (more: number) =>
		fisherExact({ count: 3 + more, antecedent: 27 + more, consequent: 27 + more, transactions: 135 + more });
	expect(chance(14)).toBeLessThan(0.05);
	expect(bundles(shopWith(14), (id) => id)).toEqual([]);
	expect(chance(20)).toBeLessThan(0.05 / 45);
	expect(chance(20)).toBeGreaterThan(0.05 / 45 / 100);
	expect(bundles(shopWith(20), (id) => id)).toHaveLength(2);
});

test('the surest is first, not the luckiest', () => {
	const orders = basketsOf([
		...times(4, ['P1', 'P2']),
		...times(60, ['P3', 'P4']),
		...times(10, ['P3']),
		...times(500, ['P5'])
	]);
	expect(bundles(orders, (id) => id).map(({ productA, confidence }) => [productA, confidence])).toEqual([
		['P4', 1],
		['P3', 60 / 70],
		['P1', 1],
		['P2', 1]
	]);
});

test('a product has so many suggestions, the surest first', () => {
	const found = bundles(readBaskets('groceries'), (id) => id, { perProduct: 3 });
	const perProduct = new Map<string, number>();
	for (const { productA } of found) perProduct.set(productA, (perProduct.get(productA) ?? 0) + 1);
	expect(Math.max(...perProduct.values())).toBe(3);
	expect(found.every(({ lift, count }) => lift > 1 && count >= 3)).toBe(true);
	expect(found[0]!.reason).toBe('36 of 56 who bought cereals also took whole milk');
});

test('an order is one basket, without returns', () => {
	const baskets = basketsOfSales([
		{ orderId: 'A', item: 'P1', quantity: 1 },
		{ orderId: 'B', item: 'P1', quantity: 2 },
		{ orderId: 'A', item: 'P2', quantity: 5 },
		{ orderId: 'A', item: 'P1', quantity: 1 },
		{ orderId: 'B', item: 'P2', quantity: 1, kind: 'return' },
		{ orderId: 'B', item: 'P3', quantity: -1 },
		{ orderId: 'C', item: 'P3', quantity: 0 },
		{ orderId: 'D', item: 'P3', quantity: NaN }
	]);
	expect(baskets.names).toEqual(['P1', 'P2']);
	expect([...baskets.offsets]).toEqual([0, 2, 3]);
});

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { orderText } from '../../../src/lib/domain/inventory/order-text';
import { roundedOrder } from '../../../src/lib/domain/inventory/policy';
import { packProblem, reorderList, type ReorderLine } from '../../../src/lib/domain/inventory/reorder-list';
import {
	assess,
	defaultPolicy,
	suggest,
	type DailyDemand,
	type StockItem
} from '../../../src/lib/domain/inventory/suggest';

const part = (productId: string, changes: Partial<StockItem> = {}): StockItem => ({
	productId,
	name: productId,
	section: 'Brake',
	stock: 3,
	reserve: 0,
	onOrder: 0,
	cost: 100,
	supplier: 'Bosch',
	...changes
});
const twoADay: DailyDemand = { forecast: new Float64Array(28).fill(2), error: 1.5 };
const line = (item: StockItem, demand = twoADay): ReorderLine => ({
	item,
	given: assess(item, demand, defaultPolicy, 20_000)
});
const all = [
	line(part('full', { stock: 500 })),
	line(part('low')),
	line(part('empty', { stock: 0, section: 'Tyres' })),
	line(part('nobody', { supplier: undefined, cost: undefined })),
	line(part('vajra', { supplier: 'Vajra' }))
];
const idsOf = (lines: readonly ReorderLine[]) => lines.map(({ given }) => given.productId);

describe('the list', () => {
	test('by supplier, the emptiest first, those without a supplier last; the sums are of what is ordered', () => {
		const { lines, groups, total, flags } = reorderList(all, new Map(), {});
		expect(idsOf(lines)).toEqual(['empty', 'low', 'full', 'vajra', 'nobody']);
		expect(groups.map(({ supplier, parts }) => [supplier, parts])).toEqual([
			['Bosch', 2],
			['Vajra', 1],
			['', 1]
		]);
		expect(flags).toEqual({ 'Reorder needed': 4, Monitor: 0, Stable: 1, 'No reorder needed': 0 });
		expect(total).toEqual({ parts: 4, pieces: 51 + 48 * 3, cost: 100 * (51 + 48 * 2), unpriced: 1 });
	});

	test('narrowed, and sorted by a figure', () => {
		const narrowed = (query: Parameters<typeof reorderList>[2]) =>
			idsOf(reorderList(all, new Map(), query).lines);
		expect(narrowed({ flag: 'Stable' })).toEqual(['full']);
		expect(narrowed({ section: 'Tyres' })).toEqual(['empty']);
		expect(narrowed({ supplier: '' })).toEqual(['nobody']);
		expect(narrowed({ found: new Set(['low', 'unknown']) })).toEqual(['low']);
		expect(narrowed({ sort: { key: 'stock', down: true } })[0]).toBe('full');
		expect(reorderList(all, new Map(), { sort: { key: 'cost', down: false } }).groups).toEqual([]);
		expect(reorderList([], new Map(), {}).groups).toEqual([]);
	});

	test('what a person set counts, and is not out of sight', () => {
		const wanted = new Map([
			['full', 7],
			['low', 0]
		]);
		const { lines, total } = reorderList(all, wanted, { flag: 'Reorder needed', supplier: 'Bosch' });
		expect(lines.map(({ given, pieces, cost }) => [given.productId, pieces, cost])).toEqual([
			['empty', 51, 5100],
			['low', 0, 0],
			['full', 7, 700]
		]);
		expect(total.parts).toBe(2);
	});
});

test.each([
	[0, undefined],
	[24, undefined],
	[-1, /whole number/],
	[1.5, /whole number/],
	[NaN, /whole number/],
	[100_000, /whole number/],
	[12, /least that is sold is 24/],
	[25, /Packs of 12: use 24 or 36/]
])('%d pieces in packs of 12, 20 at least', (pieces, problem) => {
	const found = packProblem(pieces, part('P', { packSize: 12, minOrderQuantity: 20 }));
	if (problem) expect(found).toMatch(problem);
	else expect(found).toBeUndefined();
});

test('the text of an order', () => {
	const shop = { name: 'Auto Parts', address: '', phone: '+91 1' };
	expect(
		orderText(shop, 'Bosch', '22 Nov 2026', [
			{ pieces: 4, name: 'Pad', partNumber: 'VJ 1' },
			{ pieces: 12, name: 'Disc' }
		])
	).toBe(
		'Order of Auto Parts, 22 Nov 2026\nTo Bosch\n\n 4 × Pad, VJ 1\n12 × Disc\n\nPlease confirm prices and the day of delivery.\nAuto Parts\n+91 1'
	);
});

describe('whatever the shelf and the demand', () => {
	const items = fc.record({
		stock: fc.nat(200),
		reserve: fc.nat(50),
		onOrder: fc.nat(100),
		leadTimeDays: fc.nat(40),
		leadTimeSdDays: fc.nat(10),
		packSize: fc.nat(24),
		minOrderQuantity: fc.nat(60)
	});
	const demands = fc.record({
		units: fc.double({ min: 0, max: 40, noNaN: true }),
		error: fc.double({ min: 0, max: 20, noNaN: true })
	});
	const given = (changes: Partial<StockItem>, units: number, error: number, level: number) =>
		assess(
			part('P', changes),
			{ forecast: new Float64Array(28).fill(units), error },
			{ ...defaultPolicy, goal: { measure: 'cycle', level } },
			20_000
		);

	test('an order is whole packs, reaches beyond the reorder point, and is asked for only under it', () => {
		fc.assert(
			fc.property(items, demands, (item, { units, error }) => {
				const { quantity, reorderPoint, flag, fromReserve } = given(item, units, error, 0.95);
				const position = item.stock + item.reserve + item.onOrder;
				expect(quantity).toBe(roundedOrder(quantity, item.packSize, item.minOrderQuantity));
				expect(quantity > 0).toBe(flag === 'Reorder needed');
				if (quantity > 0) {
					expect(position).toBeLessThanOrEqual(reorderPoint);
					expect(position + quantity).toBeGreaterThan(reorderPoint);
				}
				expect(fromReserve).toBeLessThanOrEqual(item.reserve);
			})
		);
	});

	test('more service, or a longer way, never waits longer to order', () => {
		fc.assert(
			fc.property(items, demands, (item, { units, error }) => {
				const point = given(item, units, error, 0.9).reorderPoint;
				expect(given(item, units, error, 0.99).reorderPoint).toBeGreaterThanOrEqual(point);
				const later = { ...item, leadTimeSdDays: 0, leadTimeDays: item.leadTimeDays + 1 };
				const sooner = { ...item, leadTimeSdDays: 0 };
				expect(given(later, units, 0, 0.95).demandUntil).toBeGreaterThanOrEqual(
					given(sooner, units, 0, 0.95).demandUntil
				);
			})
		);
	});

	test('the words come on top of the same figures', () => {
		fc.assert(
			fc.property(items, demands, (item, { units, error }) => {
				const demand = { forecast: new Float64Array(28).fill(units), error };
				const { reason, ...figures } = suggest(part('P', item), demand, defaultPolicy, 20_000);
				expect(assess(part('P', item), demand, defaultPolicy, 20_000)).toMatchObject(figures);
				expect(reason).toMatch(/\.$/);
			})
		);
	});
});

test('an owner’s reorder point is kept, also for what does not sell, until a what-if puts it aside', () => {
	const none = { forecast: new Float64Array(28), error: null };
	const item = part('P', { stock: 1, reorderPoint: 4 });
	expect(suggest(item, none, defaultPolicy, 20_000)).toMatchObject({
		flag: 'Reorder needed',
		quantity: 4,
		reason: '1 on the shelf, at or under your reorder point 4: nothing is expected to sell. Buy 4.'
	});
	expect(assess(item, none, { ...defaultPolicy, keepOwnPoints: false }, 20_000).flag).toBe(
		'No reorder needed'
	);
	expect(assess(item, twoADay, { ...defaultPolicy, keepOwnPoints: false }, 20_000)).toMatchObject({
		reorderPoint: 23,
		ownPoint: false
	});
});

import { describe, expect, test } from 'vitest';
import { distributionOf, normalQuantile, normalShare } from '../../../src/lib/domain/inventory/distribution';
import {
	economicQuantity,
	protectionVariance,
	reorderPoint,
	roundedOrder
} from '../../../src/lib/domain/inventory/policy';

// Reference values: scipy.stats 1.17 (norm, nbinom, poisson).
describe('distributions', () => {
	test('the normal curve', () => {
		for (const [share, z] of [
			[0.9, 1.2815515655446004],
			[0.95, 1.6448536269514722],
			[0.99, 2.3263478740408408],
			[0.5, 0]
		] as const)
			expect(normalQuantile(share)).toBeCloseTo(z, 9);
		expect(normalShare(-1.96)).toBeCloseTo(0.0249978951482204, 12);
		expect(normalShare(3)).toBeCloseTo(0.9986501019683699, 12);
		expect(normalShare(-8)).toBeCloseTo(6.22096057427178e-16, 22);
	});

	test.each([
		[2, 5, [1, 5, 6, 10], [2, 0.5207682026387517, 0.048237185050123914]],
		[0.4, 0.9, [0, 1, 2, 4], [0.4, 0.03889283706099249, 0.0013522155617430342]],
		[10, 25, [9, 17, 19, 24], [10, 7.044917748412595, 3.020131627181521]]
	] as const)('negative binomial of mean %d and variance %d', (mean, variance, quantiles, shortages) => {
		const demand = distributionOf(mean, variance);
		expect(demand.kind).toBe('negative-binomial');
		expect([0.5, 0.9, 0.95, 0.99].map((share) => demand.quantile(share))).toEqual(quantiles);
		[0, 3, 8].forEach((stock, k) => expect(demand.shortage(stock)).toBeCloseTo(shortages[k]!, 9));
	});

	test('Poisson where the variance is no more than the mean', () => {
		const demand = distributionOf(3.2, 1);
		expect(demand.kind).toBe('poisson');
		expect([0.5, 0.9, 0.95, 0.99].map((share) => demand.quantile(share))).toEqual([3, 6, 6, 8]);
		[3.2, 0.7918672017658771, 0.008142389065302976].forEach((shortage, k) =>
			expect(demand.shortage([0, 3, 8][k]!)).toBeCloseTo(shortage, 9)
		);
	});

	test('normal where that fits', () => {
		const demand = distributionOf(100, 400);
		expect(demand.kind).toBe('normal');
		expect(demand.quantile(0.95)).toBe(133);
		[7.978845608028654, 1.6663094117537258, 0.5861358752520923].forEach((shortage, k) =>
			expect(demand.shortage([100, 120, 130][k]!)).toBeCloseTo(shortage, 9)
		);
		expect(distributionOf(100, 10_000).kind).toBe('negative-binomial');
	});

	test('no demand needs no stock', () => {
		expect(distributionOf(0, 3).quantile(0.99)).toBe(0);
		expect(distributionOf(NaN, NaN).kind).toBe('none');
	});
});

describe('when and how much', () => {
	test('variance over the protection time, with the spread of the lead time', () => {
		expect(protectionVariance(9, 2, 5, 1.5)).toBe(9 * 4 + 25 * 2.25);
	});

	test('the reorder point by cycle service is a quantile', () => {
		const demand = distributionOf(100, 400);
		expect(reorderPoint(demand, { measure: 'cycle', level: 0.95 }, 1)).toBe(133);
	});

	test('by fill rate it falls as the order grows, and reaches its goal', () => {
		const demand = distributionOf(100, 400);
		const goal = { measure: 'fill', level: 0.98 } as const;
		const [small, large] = [50, 500].map((quantity) => reorderPoint(demand, goal, quantity)) as [
			number,
			number
		];
		expect(small).toBeGreaterThan(large);
		expect(1 - demand.shortage(small) / 50).toBeGreaterThanOrEqual(0.98);
		expect(1 - demand.shortage(small - 1) / 50).toBeLessThan(0.98);
	});

	test('the economic quantity: 1,200 a year, 50 an order, 3 a piece and year is 200', () => {
		expect(economicQuantity(1200, 50, 3)).toBe(200);
	});

	test('orders come in packs and reach the minimum', () => {
		expect(roundedOrder(7, 6)).toBe(12);
		expect(roundedOrder(7, 6, 20)).toBe(24);
		expect(roundedOrder(7)).toBe(7);
		expect(roundedOrder(0, 6, 20)).toBe(0);
		expect(roundedOrder(2.2, 0)).toBe(3);
	});
});

test('absurd demand is counted in lots: no slower, and no other than unit by unit', () => {
	const large = distributionOf(1e12, 1e24);
	expect(large.quantile(0.95) / 1e12).toBeCloseTo(3, 1); // Nearly exponential: -ln 0.05.
	expect(large.shortage(1e12) / 1e12).toBeCloseTo(Math.exp(-1), 2);
	expect(distributionOf(1e6, 1e30).quantile(0.9)).toBeGreaterThanOrEqual(0);
	const [just, lots] = [distributionOf(999, 999 ** 2), distributionOf(1001, 1001 ** 2)];
	expect(lots.quantile(0.95) / just.quantile(0.95)).toBeCloseTo(1, 1);
});

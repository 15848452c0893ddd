import fc from 'fast-check';
import { expect, test } from 'vitest';
import { warmedSmoothing } from '../../../src/lib/domain/forecast/smoothing';
import { fillRate, oldRule, policyRule, replay, replayShop } from '../../../src/lib/domain/inventory/replay';
import { assess, defaultPolicy, type StockItem } from '../../../src/lib/domain/inventory/suggest';

const item: StockItem = {
	productId: 'P1',
	name: 'Pad',
	section: 'Brake',
	stock: 0,
	reserve: 0,
	onOrder: 0,
	cost: 100,
	leadTimeDays: 4
};
const end = <T>(steps: Generator<number, T>): T => {
	for (let step = steps.next(); ; step = steps.next()) if (step.done) return step.value;
};

test('the policy sees what a forecast made anew each day would see', () => {
	const days = fc.array(fc.oneof(fc.nat(9), fc.constant(NaN)), { minLength: 100, maxLength: 130 });
	fc.assert(
		fc.property(days, (sold) => {
			const rule = policyRule(item, defaultPolicy);
			for (let day = 1; day <= sold.length; day++) {
				const past = Float64Array.from(sold.slice(0, day));
				const known = past.filter((units) => !Number.isNaN(units));
				const level = known.length ? warmedSmoothing(known, 0.05) : 0;
				const recent = known.slice(-56);
				const error = Math.sqrt(recent.reduce((sum, units) => sum + (units - level) ** 2, 0) / recent.length);
				const expected = known.length
					? assess({ ...item, stock: 5 }, { forecast: Float64Array.of(level), error }, defaultPolicy, 0)
							.quantity
					: 0;
				expect(Math.abs(rule(past, 5, 0) - expected)).toBeLessThanOrEqual(1);
			}
		}),
		{ numRuns: 10 }
	);
});

test('nothing is sold that was not there, and everything that came', () => {
	const days = fc.array(fc.nat(20), { minLength: 1, maxLength: 100 });
	fc.assert(
		fc.property(days, fc.nat(50), fc.nat(20), (sold, stock, lead) => {
			const demand = Float64Array.from(sold);
			const result = replay(demand, 0, stock, lead, oldRule);
			expect(result.sold).toBeLessThanOrEqual(result.asked);
			expect(result.asked).toBe(demand.reduce((sum, units) => sum + units, 0));
			expect(result.stockOutDays > 0).toBe(result.sold < result.asked);
			const never = replay(demand, 0, stock, lead, () => 0);
			expect(never.sold).toBe(Math.min(stock, never.asked));
		})
	);
});

test('a shop is the sum of its products, each from the shelf as it was then', () => {
	const steady = new Float64Array(128).fill(2);
	const young = new Float64Array(20).fill(2);
	const asked: [number, number][] = [];
	const result = end(
		replayShop(
			[item, { ...item, productId: 'P2' }, { ...item, discontinued: true }],
			[steady, young, steady],
			(place, daysAgo) => {
				asked.push([place, daysAgo]);
				return 10;
			},
			100,
			defaultPolicy
		)
	);
	expect(asked).toEqual([[0, 100]]);
	expect(result).toMatchObject({ days: 100, products: 1, productDays: 100 });
	const alone = replay(steady, 28, 10, 4, policyRule(item, defaultPolicy));
	expect(result.policy).toEqual({ ...alone, averageValue: alone.averageStock * 100 });
	expect(fillRate(result.policy)!).toBeGreaterThan(0.95);
	expect(fillRate({ asked: 0, sold: 0 })).toBeNull();
	const longer = end(replayShop([item], [steady], () => 10, 10_000, defaultPolicy));
	expect(longer.days).toBe(steady.length - 28);
	expect(end(replayShop([], [], () => 0, 100, defaultPolicy)).products).toBe(0);
});

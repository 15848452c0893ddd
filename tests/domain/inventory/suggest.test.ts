import { describe, expect, test } from 'vitest';
import { dayOf } from '../../../src/lib/domain/forecast/calendar';
import { fillRate, oldRule, policyRule, replay } from '../../../src/lib/domain/inventory/replay';
import { metricRow, REORDER_COLUMNS, reorderRow } from '../../../src/lib/domain/inventory/rows';
import {
	assess,
	bySupplier,
	defaultPolicy,
	suggest,
	unitsOver,
	type StockItem
} from '../../../src/lib/domain/inventory/suggest';
import { seededRandom } from '../../../src/lib/domain/forecast/random';

const today = dayOf('2025-10-05')!;
const item: StockItem = {
	productId: 'P001',
	name: 'Front Brake',
	section: 'Brake',
	stock: 3,
	reserve: 0,
	onOrder: 0,
	cost: 1000,
	supplier: 'Bosch'
};
/** Two a day for four weeks. */
const demand = { forecast: new Float64Array(28).fill(2), error: 1.5 };
const at = (changes: Partial<StockItem>, policy = defaultPolicy) =>
	suggest({ ...item, ...changes }, demand, policy, today);

describe('suggestions', () => {
	test('an empty shelf is filled up to the reorder point and a lot', () => {
		const suggestion = at({});
		// Eight days of 2, variance 8·1.5² = 18: scipy.stats.nbinom(128, 16/18).ppf(0.95) is 23.
		expect(suggestion).toMatchObject({
			dailyDemand: 2,
			leadTimeDays: 7,
			distribution: 'negative-binomial',
			flag: 'Reorder needed'
		});
		expect(suggestion.reorderPoint).toBe(23);
		expect(suggestion.safetyStock).toBe(7);
		expect(suggestion.quantity).toBe(23 + 28 - 3);
		expect(suggestion.cost).toBe(48_000);
		expect(suggestion.daysOfCover).toBe(1.5);
		expect(suggestion.stockOutOn).toBe('2025-10-06');
		expect(suggestion.reason).toBe(
			'3 on the shelf, at or under the reorder point 23: about 16 will be asked for in the 8 days until an order could arrive. Buy 48.'
		);
	});

	test('the reserve comes first, what is on its way counts', () => {
		expect(at({ reserve: 60 })).toMatchObject({ quantity: 0, fromReserve: 48, flag: 'Monitor' });
		expect(at({ reserve: 10 })).toMatchObject({ quantity: 38, fromReserve: 10, flag: 'Reorder needed' });
		expect(at({ onOrder: 100 })).toMatchObject({ quantity: 0, flag: 'Stable' });
	});

	test('flags', () => {
		expect(at({ stock: 200 }).flag).toBe('Stable');
		expect(at({ stock: 30 }).flag).toBe('Monitor');
		expect(at({ discontinued: true })).toMatchObject({ quantity: 0, flag: 'No reorder needed' });
		const unsold = suggest(item, { forecast: new Float64Array(28), error: 0 }, defaultPolicy, today);
		expect(unsold).toMatchObject({
			quantity: 0,
			flag: 'No reorder needed',
			daysOfCover: null,
			stockOutOn: null
		});
	});

	test('a part that is not forecast is bought by its own reorder point alone, and says why', () => {
		const none = { forecast: new Float64Array(0), error: null };
		expect(suggest(item, none, defaultPolicy, today)).toMatchObject({
			flag: 'No reorder needed',
			quantity: 0,
			reason: 'Not forecast: never sold, or known for fewer than 7 days.'
		});
		expect(suggest({ ...item, reorderPoint: 4 }, none, defaultPolicy, today).reason).toBe(
			'3 on the shelf, at or under your reorder point 4: it is not forecast. Buy 2.'
		);
	});

	test('the week is the first seven days of the forecast, whatever the lead time', () => {
		const rising = { forecast: Float64Array.from({ length: 28 }, (_, day) => day), error: 1 };
		const weekOf = (changes: object, policy = defaultPolicy) =>
			assess({ ...item, ...changes }, rising, policy, today).week;
		expect(weekOf({ leadTimeDays: 20 })).toBe(21);
		expect(weekOf({}, { ...defaultPolicy, demandFactor: 2 })).toBe(42);
	});

	test("the owner's reorder point, minimum and pack are kept", () => {
		expect(at({ reorderPoint: 2 })).toMatchObject({ quantity: 0, reorderPoint: 2 });
		expect(at({ packSize: 12, minOrderQuantity: 55 }).quantity).toBe(60);
	});

	test('more service, demand or lead time need more stock', () => {
		const point = (changes: object) => at({}, { ...defaultPolicy, ...changes }).reorderPoint;
		expect(point({ goal: { measure: 'cycle', level: 0.99 } })).toBeGreaterThan(23);
		expect(point({ demandFactor: 1.5 })).toBeGreaterThan(23);
		expect(point({ leadTimeFactor: 2 })).toBeGreaterThan(23);
		expect(at({ leadTimeSdDays: 4 }).reorderPoint).toBeGreaterThan(23);
	});

	test('with costs the lot is the economic one', () => {
		const policy = { ...defaultPolicy, orderCost: 5000, holdingRate: 0.25 };
		// sqrt(2 · 730 · 5000 / 250) = 170.9
		expect(at({}, policy).quantity).toBe(23 + 171 - 3);
	});

	test('demand beyond the forecast goes on at its mean', () => {
		expect(unitsOver(Float64Array.of(1, 3), 1.5)).toBe(2.5);
		expect(unitsOver(Float64Array.of(1, 3), 4)).toBe(8);
		expect(unitsOver(new Float64Array(0), 4)).toBe(0);
	});

	test('no backtest: as uncertain as Poisson', () => {
		const young = suggest(
			item,
			{ forecast: new Float64Array(28).fill(1), error: null },
			defaultPolicy,
			today
		);
		expect(young.distribution).toBe('poisson');
		expect(young.reorderPoint).toBe(13);
	});

	test('by supplier, only what is to be bought', () => {
		const groups = bySupplier([at({}), at({ stock: 200 }), at({ supplier: undefined })]);
		expect([...groups.keys()]).toEqual(['Bosch', '']);
	});

	test('the generated rows', () => {
		const row = reorderRow(at({}), 13.6);
		expect(row.slice(0, 4)).toEqual(['Front Brake', '14', '3', 'Yes']);
		expect(row).toHaveLength(REORDER_COLUMNS.length);
		expect(metricRow('Front Brake', 'ema', null).slice(0, 5)).toEqual([
			'Front Brake',
			'Exponential average',
			'',
			'',
			''
		]);
	});
});

describe('replay', () => {
	test('by hand: what is not there is lost, orders come after the lead time', () => {
		const sold = Float64Array.of(2, 2, 2, 2, 2);
		const once = replay(sold, 0, 3, 2, (past, stock, onOrder) => (stock + onOrder < 3 ? 4 : 0));
		// Day by day: 3→1 order 4; 1→0 one lost; 4→2 order? 2 < 3: 4; 2→0; order on its way; 4→2.
		expect(once).toEqual({ stockOutDays: 1, orders: 3, asked: 10, sold: 9, averageStock: 1 });
		expect(replay(new Float64Array(3), 0, 5, 2, () => 0)).toMatchObject({ asked: 0, averageStock: 5 });
	});

	test('sees no later day, and beats the old rule where a lead time matters', () => {
		const random = seededRandom(4);
		const sold = Float64Array.from({ length: 300 }, () => Math.floor(6 * random()));
		const rule = policyRule({ ...item, leadTimeDays: 10 }, defaultPolicy);
		const seen: number[] = [];
		const result = replay(sold, 30, 40, 10, (past, stock, onOrder) => {
			seen.push(past.length);
			return rule(past, stock, onOrder);
		});
		expect(seen).toEqual(Array.from({ length: 270 }, (_, k) => 31 + k));
		const old = replay(sold, 30, 40, 10, oldRule);
		expect(fillRate(result)!).toBeGreaterThan(0.95);
		expect(result.stockOutDays).toBeLessThan(old.stockOutDays);
	});
});

import { describe, expect, test } from 'vitest';
import { dayOf } from '../../../src/lib/domain/forecast/calendar';
import type { DemandLine } from '../../../src/lib/domain/forecast/demand';
import { outOfStockDays } from '../../../src/lib/domain/forecast/out-of-stock';
import { lineReader, shopPanel } from '../../../src/lib/domain/forecast/shop-panel';

const day = (date: string) => dayOf(date)!;
const sold = (date: string, units: number, item = 'P1', orderId = ''): DemandLine => ({
	day: day(date),
	item,
	units,
	orderId
});
const moved = (date: string, delta: number, reason = 'receipt') => ({
	date: `${date} 09:00:00`,
	productId: 'P1',
	delta,
	reason
});
const today = day('2026-03-20');
const daysOut = (stock: number, lines: DemandLine[], movements: ReturnType<typeof moved>[] = []) =>
	[...(outOfStockDays([{ productId: 'P1', stock }], lines, movements, today).get('P1') ?? [])]
		.sort((a, b) => a - b)
		.map((at) => at - today);

describe('days without stock', () => {
	test('from the day after the last piece was sold until one comes', () => {
		const lines = [sold('2026-03-10', 2), sold('2026-03-17', 1)];
		// 2 were there on the 10th, 5 came on the 15th; 4 are left.
		expect(daysOut(4, lines, [moved('2026-03-15', 5)])).toEqual([-9, -8, -7, -6]);
	});

	test('an empty shelf today was empty since its last sale; what sold is no such day', () => {
		expect(daysOut(0, [sold('2026-03-17', 1), sold('2026-03-12', 1)])).toEqual([-2, -1]);
	});

	test('sales of today are put back first', () => {
		expect(daysOut(0, [sold('2026-03-20', 3), sold('2026-03-17', 1)])).toEqual([]);
	});

	test('a piece that comes and goes on one day was for sale', () => {
		const lines = [sold('2026-03-10', 1), sold('2026-03-15', 1)];
		expect(daysOut(0, lines, [moved('2026-03-15', 1)])).toEqual([-9, -8, -7, -6, -4, -3, -2, -1]);
	});

	test('a return puts the piece back', () => {
		expect(daysOut(1, [sold('2026-03-10', 1), sold('2026-03-18', -1)])).toEqual([-9, -8, -7, -6, -5, -4, -3]);
	});

	test('books that give less than nothing say nothing of the days before', () => {
		const lines = [sold('2026-03-05', 1), sold('2026-03-17', 1)];
		expect(daysOut(0, lines, [moved('2026-03-10', 9)])).toEqual([-2, -1]);
	});

	test('the evening movement of an import moved nothing', () => {
		expect(daysOut(3, [sold('2026-03-05', 50)], [moved('2026-03-15', 50, 'import')])).toEqual([]);
	});

	test('after eight weeks nobody waits for it any more', () => {
		expect(daysOut(0, [sold('2025-11-01', 1)]).length).toBe(56);
	});
});

const product = (productId: string, name: string, stock = 9, formerNames: string[] = []) => ({
	productId,
	name,
	stock,
	formerNames
});

describe('the shop as a panel', () => {
	const shop = (lines: DemandLine[], over = {}) =>
		shopPanel({
			products: [product('P1', 'Pad'), product('P2', 'Tyre')],
			lines,
			movements: [],
			oneOffOrders: [],
			today,
			...over
		});

	test('all products, in their order, and nothing else', () => {
		const { panel } = shop([sold('2026-03-18', 2, 'P2'), sold('2026-03-19', 3, 'gone')]);
		expect(panel.items).toEqual(['P1', 'P2']);
		expect(panel.values.map((values) => [...values])).toEqual([[], [2, 0]]);
		expect(panel.end).toBe(today);
	});

	test('an opening starts the history, but not where it sold before', () => {
		const lines = [sold('2026-03-16', 1), sold('2026-03-18', 1), sold('2026-03-18', 1, 'P2')];
		const opening = (productId: string, date: string) => ({ ...moved(date, 9, 'opening'), productId });
		const { panel } = shop(lines, {
			movements: [opening('P1', '2026-03-17'), opening('P2', '2026-03-17')]
		});
		expect(panel.values.map((values) => [...values])).toEqual([
			[NaN, 0, 1, 0],
			[0, 1, 0]
		]);
	});

	test('a one-off order is no demand, but it emptied the shelf', () => {
		const lines = [sold('2026-03-12', 1), sold('2026-03-13', 1), sold('2026-03-16', 400, 'P1', 'fleet')];
		const { panel, outOfStock } = shop(lines, {
			products: [product('P1', 'Pad', 0)],
			oneOffOrders: ['fleet']
		});
		expect([...panel.values[0]!]).toEqual([NaN, 1, 0, 0, 0, NaN, NaN, NaN]);
		expect([...outOfStock.get('P1')!].map((at) => at - today)).toEqual([-3, -2, -1]);
	});

	test('a week is not known where it was mostly without stock; a day or three say little of it', () => {
		const history = (restocked: string) => {
			// Sold out on Monday the 2nd, sold again on the 11th.
			const lines = [sold('2026-02-10', 1), sold('2026-03-02', 1), sold('2026-03-11', 1)];
			const movements = [moved('2026-01-01', 2, 'opening'), moved(restocked, 2)];
			const { panel } = shopPanel({
				products: [product('P1', 'Horn', 1)],
				lines,
				movements,
				oneOffOrders: [],
				today,
				period: 'week'
			});
			expect(panel.period).toBe('week');
			return [...panel.values[0]!].slice(-3);
		};
		expect(history('2026-03-06')).toEqual([0, 1, 1]);
		expect(history('2026-03-08')).toEqual([0, NaN, 1]);
	});

	test('twenty years of gaps are three, and future dates are none', () => {
		const { panel } = shop([sold('2006-03-18', 1), sold('2026-03-18', 1), sold('2036-03-18', 1)]);
		expect(panel.values[0]!.length).toBe(1096);
		expect(panel.values[0]!.reduce((sum, units) => sum + units, 0)).toBe(1);
	});
});

test('a line belongs to its product, by id, name or former name', () => {
	const read = lineReader([product('P1', 'Brake pad', 0, ['Brake', 'Clutch']), product('P2', 'Clutch')]);
	const sale = { date: '2026-03-18 10:00:00', orderId: 'o', item: 'Brake', quantity: 2 };
	expect(read(sale)).toEqual({ day: day('2026-03-18'), item: 'P1', units: 2, orderId: 'o' });
	expect(read({ ...sale, item: 'Clutch' })?.item).toBe('P2');
	expect(read({ ...sale, productId: 'P9' })?.item).toBe('P9');
	expect(read({ ...sale, item: 'Horn' })?.item).toBe('Horn');
	expect(read({ ...sale, date: 'yesterday' })).toBeNull();
});

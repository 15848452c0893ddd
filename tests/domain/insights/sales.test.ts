import { expect, test } from 'vitest';
import { classify, nineCells } from '../../../src/lib/domain/insights/abc-xyz';
import {
	movingAverage,
	salesByDay,
	salesByHour,
	weekdayByHour
} from '../../../src/lib/domain/insights/calendar';
import { linesBetween } from '../../../src/lib/domain/insights/sale-line';
import { repeatIntervals, returningShoppers } from '../../../src/lib/domain/insights/shoppers';
import { slowMovers } from '../../../src/lib/domain/insights/slow-movers';
import { salesBySection, topProducts } from '../../../src/lib/domain/insights/totals';
import { line } from './line';

const lines = [
	line('2025-08-29 23:59:59', { orderId: 'A', productId: 'P1', quantity: 2, price: 500, section: 'Oils' }),
	line('2025-08-30 08:00:00', { orderId: 'B', productId: 'P1', quantity: 4, price: 500, section: 'Oils' }),
	line('2025-08-30 08:00:00', { orderId: 'B', productId: 'P2', quantity: 1, price: 9000, section: 'Tyres' }),
	line('2025-08-31 21:15:00', { orderId: 'C', productId: 'P2', quantity: 1, price: 9000, section: 'Tyres' }),
	line('2025-09-01 09:00:00', { orderId: 'C', productId: 'P2', quantity: -1, price: 9000, section: 'Tyres' }),
	line('2025-09-01 09:30:00', { orderId: 'D', productId: 'P3', quantity: 3, price: 100 })
];

test('a range takes its beginning and leaves its end', () => {
	const orders = (from: string, to: string) => linesBetween(lines, from, to).map(({ orderId }) => orderId);
	expect(orders('2025-08-30', '2025-09-01')).toEqual(['B', 'B', 'C']);
	expect(orders('2025-08-30 08:00:00', '2025-08-31 21:15:00')).toEqual(['B', 'B']);
});

test('top products by units and by revenue, with shares, returns taken off', () => {
	expect(topProducts(lines, 'revenue')).toEqual([
		{ productId: 'P2', units: 1, revenue: 9000, orders: 2, unitShare: 0.1, revenueShare: 9000 / 12_300 },
		{ productId: 'P1', units: 6, revenue: 3000, orders: 2, unitShare: 0.6, revenueShare: 3000 / 12_300 },
		{ productId: 'P3', units: 3, revenue: 300, orders: 1, unitShare: 0.3, revenueShare: 300 / 12_300 }
	]);
	expect(topProducts(lines, 'units', 2).map(({ productId }) => productId)).toEqual(['P1', 'P3']);
	expect(topProducts([line('2025-01-01', { quantity: -1 })], 'units')[0]).toMatchObject({
		unitShare: 0,
		orders: 0
	});
	expect(topProducts([], 'units')).toEqual([]);
});

test('sections by revenue', () => {
	expect(salesBySection(lines).map(({ section, revenue }) => [section, revenue])).toEqual([
		['Tyres', 9000],
		['Oils', 3000],
		['', 300]
	]);
});

test('slow movers: in stock for longer than wanted, the most worth first', () => {
	const shelf = [
		{ productId: 'P1', stock: 6, price: 500 },
		{ productId: 'P2', stock: 5, price: 9000 },
		{ productId: 'P3', stock: 0, price: 100 },
		{ productId: 'P4', stock: 7, price: 10_000 }
	];
	expect(slowMovers(shelf, lines, 10, 30)).toEqual([
		{ productId: 'P4', stock: 7, value: 70_000, units: 0, daysOfCover: Infinity },
		{ productId: 'P2', stock: 5, value: 45_000, units: 1, daysOfCover: 50, lastSold: '2025-08-31 21:15:00' }
	]);
	expect(slowMovers(shelf, lines, 10, 9).map(({ productId }) => productId)).toEqual(['P4', 'P2', 'P1']);
});

test('every day has a row, and an order counts once', () => {
	expect(salesByDay(lines, '2025-08-28', '2025-09-01')).toEqual([
		{ date: '2025-08-28', units: 0, revenue: 0, orders: 0 },
		{ date: '2025-08-29', units: 2, revenue: 1000, orders: 1 },
		{ date: '2025-08-30', units: 5, revenue: 11_000, orders: 1 },
		{ date: '2025-08-31', units: 1, revenue: 9000, orders: 1 },
		{ date: '2025-09-01', units: 2, revenue: -8700, orders: 1 }
	]);
	expect(salesByDay([line('2025-01-01', { quantity: -1 })], '2025-01-01', '2025-01-01')).toEqual([
		{ date: '2025-01-01', units: -1, revenue: -100, orders: 0 }
	]);
	expect(salesByDay(lines, '2024-02-28', '2024-03-01').map(({ date }) => date)).toEqual([
		'2024-02-28',
		'2024-02-29',
		'2024-03-01'
	]);
	expect(salesByDay(lines, '2025-09-02', '2025-09-01')).toEqual([]);
	expect(salesByDay(lines, 'yesterday', '2025-09-01')).toEqual([]);
});

test('hours of twelve hours back, over midnight, and of a day as far as it has gone', () => {
	const lines = [
		line('2025-08-29 22:59:59', { orderId: 'A', quantity: 9 }),
		line('2025-08-29 23:10:00', { orderId: 'B', quantity: 2 }),
		line('2025-08-30 00:30:00', { orderId: 'B' }),
		line('2025-08-30 11:00:00', { orderId: 'C', quantity: -1 })
	];
	const hours = salesByHour(lines, { from: '2025-08-29 23:05:00', to: '2025-08-31' }, '2025-08-30 11:05:00');
	expect(hours).toHaveLength(13);
	expect(hours.slice(0, 2).map(({ date, units, orders }) => [date, units, orders])).toEqual([
		['2025-08-29 23', 2, 1],
		['2025-08-30 00', 1, 0]
	]);
	expect(hours.at(-1)).toMatchObject({ date: '2025-08-30 11', units: -1, orders: 0 });
	const day = { from: '2025-08-29', to: '2025-08-30' };
	expect(salesByHour(lines, day, '2025-09-30 11:05:00').map(({ units }) => units)).toEqual([
		...Array<number>(22).fill(0),
		9,
		2
	]);
	expect(salesByHour(lines, day, '2025-08-28 11:05:00')).toEqual([]);
});

test('a moving average waits until it has its window', () => {
	expect(movingAverage([1, 2, 6, 7], 3)).toEqual([null, null, 3, 5]);
	expect(movingAverage([4], 1)).toEqual([4]);
	expect(movingAverage([1, 2], 3)).toEqual([null, null]);
});

test('weekday by hour: 29 August 2025 was a Friday', () => {
	const { orders, units, revenue } = weekdayByHour([
		...lines,
		line('2025-08-30'),
		line('1969-12-31 00:00:00', { orderId: 'Z' })
	]);
	const filled = (cells: Float64Array) =>
		[...cells].flatMap((value, cell) => (value ? [[Math.floor(cell / 24), cell % 24, value]] : []));
	expect(filled(orders)).toEqual([
		[0, 9, 1],
		[2, 0, 1],
		[4, 23, 1],
		[5, 8, 1],
		[6, 21, 1]
	]);
	expect(units[4 * 24 + 23]).toBe(2);
	expect(revenue[5 * 24 + 8]).toBe(11_000);
});

test('returning shoppers bought on two days; nobody known is nobody', () => {
	const sales = [
		line('2025-01-01 09:00:00', { username: 'kim' }),
		line('2025-01-01 18:00:00', { username: 'kim', orderId: 'A2' }),
		line('2025-01-01', { username: 'lee' }),
		line('2025-01-09', { username: 'lee' }),
		line('2025-01-09', { username: '' }),
		line('2025-01-10', { username: '' }),
		line('2025-01-10', { username: 'ann', quantity: -1 })
	];
	expect(returningShoppers(sales)).toEqual({ shoppers: 2, returning: 1, share: 0.5 });
	expect(returningShoppers([])).toEqual({ shoppers: 0, returning: 0, share: 0 });
});

test('the interval between purchases of a part, shopper by shopper', () => {
	const bought = (username: string, productId: string, ...dates: string[]) =>
		dates.map((date) => line(date, { username, productId }));
	const sales = [
		...bought('kim', 'oil', '2025-03-01 10:00:00', '2025-01-01', '2025-03-01 18:00:00', '2025-03-31'),
		...bought('lee', 'oil', '2025-01-01', '2025-01-11', '2025-02-20'),
		...bought('ann', 'oil', '2025-06-01'),
		...bought('ann', 'tyre', '2025-01-01', '2025-02-01')
	];
	// Intervals 10, 30, 40, 59; quartiles as R's quantile(c(10, 30, 40, 59)).
	expect(repeatIntervals(sales)).toEqual([
		{ productId: 'oil', shoppers: 3, returning: 2, intervals: 4, median: 35, lower: 25, upper: 44.75 }
	]);
	expect(repeatIntervals(sales, 1).map(({ productId }) => productId)).toEqual(['tyre', 'oil']);
});

test('ABC by value, XYZ by variation', () => {
	const products = [
		{ productId: 'big', value: 700, series: [10, 10, 10, 10] },
		{ productId: 'crosses', value: 200, series: [0, 20, 0, 20] },
		{ productId: 'middle', value: 60, series: [1, 3, 1, 3] },
		{ productId: 'small', value: 40, series: [0, 0, 0, 4] },
		{ productId: 'none', value: 0, series: [0, 0, 0, 0] },
		{ productId: 'returned', value: -10, series: [] }
	];
	const rows = classify(products);
	expect(rows.map(({ productId, abc, xyz, variation }) => [productId, abc + xyz, variation])).toEqual([
		['big', 'AX', 0],
		['crosses', 'AZ', 1],
		['middle', 'BY', 0.5],
		['small', 'CZ', Math.sqrt(3)],
		['none', 'CZ', Infinity],
		['returned', 'CZ', Infinity]
	]);
	expect(rows.map(({ cumulativeShare }) => cumulativeShare)).toEqual([0.7, 0.9, 0.96, 1, 1, 1]);
	const cells = nineCells(rows);
	expect(cells.map(({ cell }) => cell)).toEqual(['AX', 'AY', 'AZ', 'BX', 'BY', 'BZ', 'CX', 'CY', 'CZ']);
	expect(cells[8]).toEqual({ cell: 'CZ', products: 3, value: 30, valueShare: 0.04 });
	expect(cells.reduce((sum, { products }) => sum + products, 0)).toBe(products.length);
	expect(classify([])).toEqual([]);
});

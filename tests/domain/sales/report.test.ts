import { describe, expect, test } from 'vitest';
import type { Sale } from '../../../src/lib/domain/sales/sale';
import {
	dayPlus,
	isDay,
	mondayOf,
	rangeOf,
	salesReport,
	sumOf,
	type Grouping
} from '../../../src/lib/domain/sales/report';

let number = 0;
const sale = (date: string, orderId: string, fields: Partial<Sale> = {}): Sale => {
	const { quantity = 1, price = 1000 } = fields;
	return {
		saleId: String(++number),
		date: `${date} 10:00:00`,
		orderId,
		item: 'Pad',
		productId: 'P1',
		quantity,
		price,
		total: quantity * price,
		username: 'ann',
		...fields
	};
};

const sales = [
	sale('2026-03-01', 'o1', { quantity: 2 }),
	sale('2026-03-01', 'o1', { productId: 'P2', item: 'Tyre', price: 4000 }),
	sale('2026-03-02', 'o2', { username: 'bob' }),
	sale('2026-03-02', 'o1', { quantity: -1, kind: 'return' }),
	sale('2026-04-01', 'o3', { productId: undefined, item: 'Old part', username: '' })
];
const sectionOf = ({ productId }: Sale) => (productId === 'P2' ? 'Tyres' : 'Brake');
const report = (grouping: Grouping) =>
	salesReport(sales, grouping, sectionOf).rows.map(({ key, revenue, orders, units }) => [
		key,
		revenue,
		orders,
		units
	]);

describe('a report', () => {
	test.each<[Grouping, [string, number, number, number][]]>([
		[
			'day',
			[
				['2026-04-01', 1000, 1, 1],
				['2026-03-02', 0, 1, 0],
				['2026-03-01', 6000, 1, 3]
			]
		],
		[
			'week',
			[
				['2026-03-30', 1000, 1, 1],
				['2026-03-02', 0, 1, 0],
				['2026-02-23', 6000, 1, 3]
			]
		],
		[
			'month',
			[
				['2026-04', 1000, 1, 1],
				['2026-03', 6000, 2, 3]
			]
		],
		[
			'section',
			[
				['Tyres', 4000, 1, 1],
				['Brake', 3000, 3, 3]
			]
		],
		[
			'product',
			[
				['P2', 4000, 1, 1],
				['P1', 2000, 2, 2],
				['Old part', 1000, 1, 1]
			]
		],
		[
			'shopper',
			[
				['ann', 5000, 1, 2],
				['', 1000, 1, 1],
				['bob', 1000, 1, 1]
			]
		]
	])('by %s', (grouping, rows) => {
		expect(report(grouping)).toEqual(rows);
	});

	test('its total is that of its lines, an order counted once', () => {
		const { rows, total } = salesReport(sales, 'product', sectionOf);
		expect(total).toEqual({ revenue: 7000, orders: 3, units: 4, lines: 5 });
		expect(total.revenue).toBe(rows.reduce((sum, row) => sum + row.revenue, 0));
		expect(sumOf(sales)).toEqual({ revenue: 7000, lines: 5 });
	});

	test('of nothing is empty', () => {
		expect(salesReport([], 'day', sectionOf)).toEqual({
			rows: [],
			total: { revenue: 0, orders: 0, units: 0, lines: 0 }
		});
	});
});

test.each([
	['today', '2026-03-01', '2026-03-01'],
	['yesterday', '2026-02-28', '2026-02-28'],
	['week', '2026-02-23', '2026-03-01'],
	['month', '2026-03-01', '2026-03-01'],
	['last-month', '2026-02-01', '2026-02-28'],
	['year', '2026-01-01', '2026-03-01'],
	['all', '2024-06-22', '2026-03-01']
] as const)('%s runs from %s to %s', (preset, from, to) => {
	expect(rangeOf(preset, '2026-03-01', '2024-06-22')).toEqual({ from, to });
});

test('days and weeks of the calendar', () => {
	expect(mondayOf('2026-03-02')).toBe('2026-03-02');
	expect(mondayOf('2026-03-08')).toBe('2026-03-02');
	expect(dayPlus('2024-02-28', 1)).toBe('2024-02-29');
	expect(dayPlus('2026-01-03', -7)).toBe('2025-12-27');
	expect(['2026-02-29', '2026-2-1', '', 'soon'].map(isDay)).toEqual([false, false, false, false]);
	expect(isDay('2024-02-29')).toBe(true);
});

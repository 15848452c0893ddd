import { expect, test } from 'vitest';
import { insights, type ShelfPart } from '../../../src/lib/domain/insights/insights';
import { daysOf, stretchBefore, stretchOf } from '../../../src/lib/domain/insights/range';
import { dateOf, dayOf } from '../../../src/lib/domain/forecast/calendar';
import { line } from './line';

const now = '2026-03-31 15:20:00';
const back = (days: number) => dateOf(dayOf(now)! - days);

test('a span is whole days with today, or twelve hours', () => {
	expect(stretchOf('1', now)).toEqual({ from: '2026-03-31', to: '2026-04-01' });
	expect(stretchOf('30', now)).toEqual({ from: '2026-03-02', to: '2026-04-01' });
	expect(stretchOf('12h', now)).toEqual({ from: '2026-03-31 03:20:00', to: '2026-04-01' });
	expect(stretchOf('12h', '2026-03-01 09:05:00')).toEqual({ from: '2026-02-28 21:05:00', to: '2026-03-02' });
	expect(daysOf(stretchOf('90', now))).toEqual({ first: '2026-01-01', last: '2026-03-31', days: 90 });
});

test('the stretch before is as long, and as far into its last day', () => {
	expect(stretchBefore(stretchOf('30', now), now)).toEqual({ from: '2026-01-31', to: '2026-03-01 15:20:00' });
	expect(stretchBefore({ from: '2026-03-02', to: '2026-03-09' }, now)).toEqual({
		from: '2026-02-23',
		to: '2026-03-02'
	});
	expect(stretchBefore(stretchOf('12h', now), now)).toEqual({
		from: '2026-03-30 03:20:00',
		to: '2026-03-30 15:20:00'
	});
	const morning = '2026-03-01 09:05:00';
	expect(stretchBefore(stretchOf('12h', morning), morning)).toEqual({
		from: '2026-02-27 21:05:00',
		to: '2026-02-28 09:05:00'
	});
});

/** Pads sell two a day and ever more, oil one every day, a wiper once, long before. */
const lines = Array.from({ length: 120 }, (_, i) => 119 - i).flatMap((ago) => [
	line(`${back(ago)} 10:00:00`, {
		orderId: `a${ago}`,
		productId: 'pads',
		quantity: 2 + Math.floor((119 - ago) / 10),
		section: 'Brake'
	}),
	line(`${back(ago)} 11:00:00`, { orderId: `b${ago}`, productId: 'oil', section: 'Oil', price: 500 })
]);
lines.unshift(line(`${back(200)} 09:00:00`, { productId: 'wiper', section: 'Oil' }));
const parts: ShelfPart[] = [
	{ productId: 'pads', section: 'Brake', stock: 10, price: 100 },
	{ productId: 'oil', section: 'Oil', stock: 500, price: 300 },
	{ productId: 'wiper', section: 'Oil', stock: 4, price: 50 }
];
const ask = (span: '12h' | '1' | '7' | '30' | '90', more = {}) =>
	insights(lines, parts, { stretch: stretchOf(span, now), now, ...more });

test('every list is of the same stretch, and the stretch before is beside it', () => {
	const { total, before, days, byUnits, sections, sold } = ask('7');
	expect(total).toEqual({ revenue: 7 * 1300 + 7 * 500, units: 7 * 14, orders: 14 });
	expect(before.units).toBe(4 * 12 + 3 * 13 + 7);
	expect(days).toHaveLength(7);
	expect(days.reduce((sum, day) => sum + day.revenue, 0)).toBe(total.revenue);
	expect(byUnits.reduce((sum, row) => sum + row.units, 0)).toBe(total.units);
	expect(sections.reduce((sum, row) => sum + row.revenue, 0)).toBe(total.revenue);
	expect(sold).toBe(2);
});

test('averages of the first day know the days before', () => {
	const [first] = ask('7').days;
	expect(first!.average7).not.toBeNull();
	expect(first!.average28).not.toBeNull();
});

test('a short stretch says nothing of cells and slow stock', () => {
	for (const span of ['12h', '1', '7'] as const)
		expect(ask(span)).toMatchObject({ cells: null, inCell: null, slow: null });
});

test('a cell and a section narrow everything', () => {
	const { cells } = ask('30');
	expect(cells!.filter(({ products }) => products > 0).map(({ cell }) => cell)).toEqual(['AX', 'CZ']);
	const dead = ask('30', { cell: 'CZ' });
	expect(dead.total).toEqual({ revenue: 0, units: 0, orders: 0 });
	expect(dead.slow!.movers.map(({ productId }) => productId)).toEqual(['wiper']);
	expect(dead.inCell).toEqual(['wiper']);
	expect(dead.cells).toEqual(cells);
	const oil = ask('30', { section: 'Oil' });
	expect(oil.byRevenue.map(({ productId }) => productId)).toEqual(['oil']);
	expect(oil.slow!.movers.map(({ productId }) => productId)).toEqual(['oil', 'wiper']);
	expect(ask('7', { cell: 'CZ' }).total.units).toBeGreaterThan(0);
});

test('an empty shop and one sale are no errors', () => {
	const query = { stretch: stretchOf('90', now), now };
	expect(insights([], [], query)).toMatchObject({ lines: 0, sold: 0, total: { revenue: 0 } });
	const one = insights([line(`${back(2)} 10:00:00`)], [], query);
	expect(one).toMatchObject({ sold: 1, total: { revenue: 100, units: 1, orders: 1 } });
	expect(one.cells!.reduce((sum, { products }) => sum + products, 0)).toBe(1);
});

import { expect, test } from 'vitest';
import { bulkOrders } from '../../../src/lib/domain/forecast/bulk-orders';
import type { DemandLine } from '../../../src/lib/domain/forecast/demand';

const line = (day: number, units: number, orderId = `O${day}`, item = 'P1'): DemandLine => ({
	day,
	item,
	units,
	orderId
});
/** Two pieces every fifth day. */
const usual = Array.from({ length: 20 }, (_, at) => line(100 + 5 * at, 2));
const found = (lines: DemandLine[], oneOff: string[] = []) =>
	bulkOrders(lines, { start: 100, end: 200, oneOff: new Set(oneOff) });

test('an order above ten usual ones and above the rest of its month is named with what is usual', () => {
	expect(found([...usual, line(151, 500, 'BIG')])).toEqual([
		{ item: 'P1', orderId: 'BIG', day: 151, units: 500, usual: 2 }
	]);
	expect(found([...usual, line(151, 250, 'BIG'), line(151, 250, 'BIG')])).toMatchObject([{ units: 500 }]);
});

test.each([
	['it is ten times the usual, not more', [...usual, line(151, 20, 'BIG')], []],
	['it came back', [...usual, line(151, 500, 'BIG'), line(160, -490, 'BIG')], []],
	['as much was sold around it', [...usual, line(151, 500, 'A'), line(160, 500, 'B')], []],
	['the part has too few orders to tell', [...usual.slice(0, 3), line(151, 500, 'BIG')], []],
	['it is marked already', [...usual, line(151, 500, 'BIG')], ['BIG']],
	['it is of today, which no forecast knows', [...usual, line(200, 500, 'BIG')], []],
	['nothing names the order', [...usual, line(151, 500, '')], []]
])('nothing is named where %s', (_, lines, oneOff) => {
	expect(found(lines, oneOff)).toEqual([]);
});

test('lines without an order count one by one, each part by itself', () => {
	const bare = usual.map((one) => ({ ...one, orderId: '' }));
	const others = usual.map((one) => ({ ...one, item: 'P2' }));
	expect(found([...bare, ...others, line(151, 21, 'BIG')])).toMatchObject([{ item: 'P1', usual: 2 }]);
});

import { expect, test } from 'vitest';
import type { Order } from '../../../src/lib/domain/order/order';
import { fileSums } from '../../../src/lib/domain/sales/check';
import type { Sale } from '../../../src/lib/domain/sales/sale';
import { leftOf, storyOf, type LogLine } from '../../../src/lib/domain/sales/story';
import { tableText } from '../../../src/lib/domain/sales/table-text';
import { fromLocal } from '../../../src/lib/domain/time';

const order: Order = {
	orderId: 'o1',
	username: 'ann',
	status: 'refunded',
	lines: [{ productId: 'P1', name: 'Pad', quantity: 2, price: 1000 }],
	total: 2000,
	placedAt: '2026-03-01T04:00:00.000Z',
	confirmedAt: '2026-03-01T04:30:00.500Z'
};
const sale: Sale = {
	saleId: '1',
	date: '2026-03-01 10:00:00',
	orderId: 'o1',
	item: 'Pad',
	productId: 'P1',
	quantity: 2,
	price: 1000,
	total: 2000,
	username: 'ann'
};
const back: Sale = {
	...sale,
	saleId: '2',
	date: '2026-03-02 09:00:00',
	quantity: -1,
	total: -1000,
	kind: 'return',
	reason: 'Wrong side',
	soldBy: 'boss'
};
const log: LogLine[] = [
	{ at: '2026-03-02 09:00:00', username: 'boss', action: 'REFUND_ORDER', target: 'o1' },
	{ at: '2026-03-01 10:00:00', username: 'ann', action: 'CONFIRM_ORDER', target: 'o1' },
	{ at: '2026-03-01 10:00:00', username: 'boss', action: 'CONFIRM_ORDER', target: 'o2' },
	{ at: '2026-03-01 12:00:00', username: 'boss', action: 'ORDER_READY', target: 'o1' },
	{ at: '2026-03-01 12:00:00', username: 'boss', action: 'UPDATE', target: 'o1' }
];
const toInstant = (text: string) => fromLocal(text, 'Asia/Kolkata');

test('an order’s story in its order, from device, log and sales', () => {
	expect(storyOf(order, [sale, back], log, toInstant).map(({ what, who }) => [what, who])).toEqual([
		['Placed on the device', 'ann'],
		['Confirmed with the right code', 'ann'],
		['Booked as sold, 1 line', undefined],
		['Marked as ready', 'boss'],
		['Refund booked', 'boss'],
		['1 × Pad came back: Wrong side', 'boss']
	]);
});

test('an order of before the log is known by its confirmation', () => {
	expect(storyOf(order, [], [], toInstant).map(({ what }) => what)).toEqual([
		'Placed on the device',
		'Confirmed'
	]);
});

test('what came back cannot come back again', () => {
	expect([...leftOf([sale, back])]).toEqual([['P1', 1]]);
});

test('the file’s sums are those of the range, in minor units', () => {
	const csv =
		'Date,OrderID,Item,Quantity,Price,Username,Total\n' +
		'2026-02-28 23:59:59,o0,Pad,1,0.10,ann,0.10\n' +
		'2026-03-01 00:00:00,o1,Pad,1,0.10,ann,0.10\n' +
		'2026-03-02 23:59:59,o2,Pad,2,0.20,ann,0.40\n' +
		'2026-03-02 23:59:59,o2,Pad,-1,0.20,ann,-0.20\n' +
		'2026-03-03 00:00:00,o3,Pad,1,5,ann,5\n';
	const sums = fileSums(
		new TextEncoder().encode(csv),
		{ digits: 2, timeZone: 'UTC' },
		{ from: '2026-03-01', to: '2026-03-02' }
	);
	expect(sums).toEqual({ revenue: 30, lines: 3 });
});

test('a table as text keeps cells apart and formulas harmless', () => {
	expect(
		tableText(
			['Part', 'Total'],
			[
				['Pad, "left"', -1.5],
				['=1+1', 2],
				['two\nlines', 3]
			]
		)
	).toBe('Part,Total\r\n"Pad, ""left""",-1.5\r\n\'=1+1,2\r\n"two\nlines",3\r\n');
});

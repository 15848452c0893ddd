import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { DeskProduct } from '../../../src/lib/domain/catalogue/product';
import { advanceOrder, cancelOrder } from '../../../src/lib/domain/order/close';
import { confirmOrder } from '../../../src/lib/domain/order/confirm';
import type { Order, OrderStatus } from '../../../src/lib/domain/order/order';
import { acceptOrder, placeOrder } from '../../../src/lib/domain/order/place';
import { refundOrder } from '../../../src/lib/domain/order/refund';
import type { Sale } from '../../../src/lib/domain/sales/sale';

const pad: DeskProduct = {
	productId: 'P1',
	name: 'Pad',
	section: 'S',
	price: 10,
	stock: 5,
	description: ''
};
const shelf = (...products: DeskProduct[]) => {
	const byId = new Map(products.map((product) => [product.productId, product]));
	return (id: string) => byId.get(id);
};
const request = (quantity: number, price = 10) => ({
	orderId: 'o',
	placedAt: '2026-01-01T00:00:00.000Z',
	lines: [{ productId: 'P1', quantity, price }]
});
const place = (quantity: number, price = 10, product = pad) => {
	const placed = placeOrder(request(quantity, price), 'ann', shelf(product));
	if (!placed.ok) throw new Error(placed.error.detail);
	return placed.value;
};
const statuses: OrderStatus[] = [
	'queued',
	'awaiting_code',
	'needs_review',
	'confirmed',
	'ready',
	'handed_over',
	'cancelled',
	'expired',
	'refunded'
];

test.each([
	['all as the buyer saw it', 5, 10, pad, 'awaiting_code'],
	['one more than there is', 6, 10, pad, 'needs_review'],
	['dearer by now', 1, 9, pad, 'needs_review'],
	['cheaper by now', 1, 11, pad, 'needs_review'],
	['hidden', 1, 10, { ...pad, status: 'hidden' as const }, 'needs_review'],
	['discontinued, but there', 1, 10, { ...pad, status: 'discontinued' as const }, 'awaiting_code'],
	['gone', 1, 10, { ...pad, productId: 'other' }, 'needs_review']
])('%s', (_, quantity, price, product, status) => {
	const order = place(quantity, price, product);
	expect(order.status).toBe(status);
	expect(order.total).toBe(quantity * price);
	expect(order.lines.every((line) => 'available' in line === (status === 'needs_review'))).toBe(true);
});

test('from which states an order may be accepted, cancelled or go on', () => {
	const from = (decide: (order: Order) => { ok: boolean }) =>
		statuses.filter((status) => decide({ ...place(1), status }).ok);
	expect(from((order) => acceptOrder(order, request(1).lines, shelf(pad)))).toEqual([
		'awaiting_code',
		'needs_review'
	]);
	expect(from(cancelOrder)).toEqual(['awaiting_code', 'needs_review', 'cancelled']);
	expect(from((order) => advanceOrder(order, 'ready'))).toEqual(['confirmed', 'ready']);
	expect(from((order) => advanceOrder(order, 'handed_over'))).toEqual(['confirmed', 'ready', 'handed_over']);
});

describe('confirm', () => {
	test('sells what was ordered at the price that the buyer agreed to', () => {
		const dearer = { ...pad, price: 99 };
		const confirmed = confirmOrder(place(3), shelf(dearer), 0, '2026-01-01 05:30:00');
		expect(confirmed).toMatchObject({
			ok: true,
			value: {
				order: { status: 'confirmed', confirmedAt: '1970-01-01T00:00:00.000Z' },
				sales: [{ date: '2026-01-01 05:30:00', quantity: 3, price: 10, total: 30, productId: 'P1' }]
			}
		});
	});

	test('names only the lines that the shelf can’t fill', () => {
		const order: Order = {
			...place(5),
			lines: [...place(5).lines, { ...place(1).lines[0]!, productId: 'P2' }]
		};
		const short = confirmOrder(order, shelf(pad), 0, 'd');
		expect(short).toMatchObject({
			ok: false,
			error: {
				order: { status: 'needs_review' },
				shortages: [{ productId: 'P2', requested: 1, available: 0 }]
			}
		});
	});
});

test('however it is refunded, no more comes back than was sold, and the money is exact', () => {
	const confirmed = confirmOrder(place(5), shelf(pad), 0, 'd');
	if (!confirmed.ok) throw new Error();
	const at = { reason: 'r', date: 'd', by: 'boss' };
	fc.assert(
		fc.property(fc.array(fc.integer({ min: 1, max: 6 }), { maxLength: 10 }), (quantities) => {
			let order = confirmed.value.order;
			let rows: Sale[] = confirmed.value.sales.map((sale) => ({ saleId: '', ...sale }));
			for (const quantity of quantities) {
				const left = rows.reduce((sum, row) => sum + row.quantity, 0);
				const lines = [{ productId: 'P1', quantity, left }];
				const refunded = refundOrder(order, rows, { lines, ...at });
				expect(refunded.ok).toBe(quantity <= left);
				if (!refunded.ok) continue;
				// The same once more, from a device that was not told.
				const again = [...rows, ...refunded.value.returns.map((sale) => ({ saleId: '', ...sale }))];
				expect(refundOrder(order, again, { lines, ...at })).toMatchObject({ ok: false });
				order = refunded.value.order;
				rows = [...rows, ...refunded.value.returns.map((sale) => ({ saleId: '', ...sale }))];
				expect(order.status).toBe(quantity === left ? 'refunded' : 'confirmed');
			}
			for (const row of rows) expect(row.total).toBe(row.quantity * row.price);
			expect(rows.reduce((sum, row) => sum + row.quantity, 0)).toBeGreaterThanOrEqual(0);
		})
	);
	expect(
		refundOrder(confirmed.value.order, [], { lines: [{ productId: 'P9', quantity: 1 }], ...at }).ok
	).toBe(false);
});

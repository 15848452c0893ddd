import { expect, expectTypeOf, test } from 'vitest';
import type { MutationArgs } from '../../../src/lib/protocol/mutations';
import type { ForeseenMutation } from '../../../src/lib/domain/sync/mutation';
import type { Order } from '../../../src/lib/domain/order/order';
import { applyToCart, applyToOrders } from '../../../src/lib/domain/sync/apply';
import { applyToProducts } from '../../../src/lib/domain/sync/apply-products';
import { applyToPurchases } from '../../../src/lib/domain/sync/apply-purchases';

const placed = (orderId: string, productId: string, placedAt = '2026-05-01T10:00:00.000Z') => ({
	name: 'placeOrder',
	args: { orderId, lines: [{ productId, quantity: 2, price: 500 }], placedAt, fulfilment: 'pickup' }
});
const line = (productId: string, quantity: number) => ({
	name: 'setCartLine',
	args: { productId, quantity }
});
const known: Order = {
	orderId: 'W1',
	username: 'ana',
	status: 'needs_review',
	lines: [{ productId: 'P1', name: 'Pad', quantity: 3, price: 400, priceNow: 500, available: 2 }],
	total: 1200,
	placedAt: '2026-05-01T09:00:00.000Z'
};
const pad = { productId: 'P1', name: 'Pad', section: 'Brakes', price: 500, stock: 4, description: '' };

test('the intents are those of the protocol', () => {
	type Args<N extends ForeseenMutation['name']> = Extract<ForeseenMutation, { name: N }>['args'];
	expectTypeOf<MutationArgs<'setCartLine'>>().toExtend<Args<'setCartLine'>>();
	expectTypeOf<MutationArgs<'placeOrder'>>().toExtend<Args<'placeOrder'>>();
	expectTypeOf<MutationArgs<'acceptOrder'>>().toExtend<Args<'acceptOrder'>>();
	expectTypeOf<MutationArgs<'cancelOrder'>>().toExtend<Args<'cancelOrder'>>();
	expectTypeOf<MutationArgs<'advanceOrder'>>().toExtend<Args<'advanceOrder'>>();
	expectTypeOf<MutationArgs<'markBundle'>>().toExtend<Args<'markBundle'>>();
	expectTypeOf<MutationArgs<'markOneOff'>>().toExtend<Args<'markOneOff'>>();
	expectTypeOf<MutationArgs<'saveProduct'>>().toExtend<Args<'saveProduct'>>();
	expectTypeOf<MutationArgs<'deleteProduct'>>().toExtend<Args<'deleteProduct'>>();
	expectTypeOf<MutationArgs<'adjustStock'>>().toExtend<Args<'adjustStock'>>();
	expectTypeOf<MutationArgs<'placePurchase'>>().toExtend<Args<'placePurchase'>>();
	expectTypeOf<MutationArgs<'receivePurchase'>>().toExtend<Args<'receivePurchase'>>();
});

test('cart lines are set in their order, and what is ordered leaves the cart', () => {
	const cart = [
		{ productId: 'P1', quantity: 1 },
		{ productId: 'P2', quantity: 1 }
	];
	expect(applyToCart(cart, [line('P1', 5), line('P2', 0), line('P3', 2)])).toEqual([
		{ productId: 'P1', quantity: 5 },
		{ productId: 'P3', quantity: 2 }
	]);
	expect(applyToCart(cart, [placed('W2', 'P1')])).toEqual([{ productId: 'P2', quantity: 1 }]);
	expect(applyToCart(cart, [placed('W2', 'P1'), line('P1', 1)])).toHaveLength(2);
	expect(cart).toHaveLength(2);
});

test('an order that only this device has is queued, with the names that it knows', () => {
	const [order] = applyToOrders([], [placed('W2', 'P1')], 'ana', () => 'Pad');
	expect(order).toEqual({
		orderId: 'W2',
		username: 'ana',
		status: 'queued',
		lines: [{ productId: 'P1', name: 'Pad', quantity: 2, price: 500 }],
		total: 1000,
		placedAt: '2026-05-01T10:00:00.000Z',
		fulfilment: 'pickup',
		waiting: true
	});
});

test('an order that the server has too is the server’s', () => {
	const rows = [{ ...known, status: 'awaiting_code' as const }];
	const [order] = applyToOrders(rows, [placed('W1', 'P1')], 'ana', (id) => id);
	expect(order).toMatchObject({ status: 'awaiting_code', total: 1200, waiting: false });
});

test('orders stand newest first', () => {
	const orders = applyToOrders([known], [placed('W2', 'P1')], 'ana', (id) => id);
	expect(orders.map(({ orderId }) => orderId)).toEqual(['W2', 'W1']);
});

test('what was done to an order shows at once', () => {
	const statusAfter = (...pending: { name: string; args: unknown }[]) =>
		applyToOrders([known], pending, 'ana', (id) => id)[0];
	expect(statusAfter({ name: 'cancelOrder', args: { orderId: 'W1' } })).toMatchObject({
		status: 'cancelled',
		waiting: true
	});
	const accept = { orderId: 'W1', lines: [{ productId: 'P1', quantity: 2, price: 500 }] };
	expect(statusAfter({ name: 'acceptOrder', args: accept })).toMatchObject({
		status: 'queued',
		total: 1000,
		lines: [{ productId: 'P1', quantity: 2, price: 500 }]
	});
	expect(statusAfter({ name: 'advanceOrder', args: { orderId: 'W1', status: 'ready' } })).toMatchObject({
		status: 'ready'
	});
	expect(statusAfter({ name: 'cancelOrder', args: { orderId: 'W9' } })).toMatchObject({ waiting: false });
});

test('products show pending edits, one on top of the other, and only those', () => {
	const productOf = (id: string) => (id === 'P1' ? pad : undefined);
	const overlay = applyToProducts(productOf, [
		{
			name: 'saveProduct',
			args: { productId: 'P1', changes: { stock: 10, price: 600 }, base: { stock: 3, price: 500 } }
		},
		{ name: 'adjustStock', args: { productId: 'P1', delta: -1 } },
		{ name: 'saveProduct', args: { productId: 'N1', changes: { name: 'New', section: 'Brakes', price: 1 } } },
		{ name: 'deleteProduct', args: { productId: 'P2' } },
		{ name: 'adjustStock', args: { productId: 'P1', delta: -99 } },
		line('P1', 1)
	]);
	expect([...overlay.keys()]).toEqual(['P1', 'N1', 'P2']);
	expect(overlay.get('P1')).toMatchObject({ stock: 10, price: 600 });
	expect(overlay.get('N1')).toMatchObject({ productId: 'N1', name: 'New', stock: 0 });
	expect(overlay.get('P2')).toBeNull();
	expect(pad.stock).toBe(4);
});

test('mutations of other kinds, also of a newer version, change nothing', () => {
	const strange = [{ name: 'somethingNew', args: null }];
	expect(applyToCart([], strange)).toEqual([]);
	expect(applyToOrders([], strange, 'ana', (id) => id)).toEqual([]);
	expect(applyToProducts(() => undefined, strange).size).toBe(0);
});

test('a purchase shows as it will be, and its pieces stand on the shelf once', () => {
	const placed = {
		purchaseId: 'B1',
		productId: 'P1',
		supplier: '',
		ordered: 12,
		cost: 300,
		orderedAt: '2026-05-01 10:00:00',
		expectedAt: '2026-05-08'
	};
	const place = { name: 'placePurchase', args: placed };
	const receive = (pieces: number, seen: number) => ({
		name: 'receivePurchase',
		args: { purchaseId: 'B1', productId: 'P1', pieces, seen }
	});
	const after = (...pending: { name: string; args: unknown }[]) => ({
		purchase: applyToPurchases([], pending, '2026-05-09')[0],
		shelf: applyToProducts(() => pad, pending).get('P1')?.stock
	});
	expect(after(place).purchase).toEqual({
		...placed,
		received: 0,
		receivedAt: '',
		status: 'ordered',
		waiting: true
	});
	expect(after(place, receive(12, 0))).toMatchObject({
		purchase: { received: 12, receivedAt: '2026-05-09', status: 'received' },
		shelf: 16
	});
	expect(after(place, receive(12, 0), receive(12, 0))).toMatchObject({
		purchase: { received: 12 },
		shelf: 16
	});
	expect(after(place, receive(5, 0), receive(-5, 5), receive(5, 0))).toMatchObject({
		purchase: { received: 5 },
		shelf: 9
	});
	const cancel = { name: 'cancelPurchase', args: { purchaseId: 'B1' } };
	const reopen = { name: 'reopenPurchase', args: { purchaseId: 'B1' } };
	expect(after(place, cancel).purchase).toMatchObject({ status: 'cancelled' });
	expect(after(place, cancel, reopen).purchase).toMatchObject({ status: 'ordered' });
	expect(after(receive(12, 0)).purchase).toBeUndefined();
	const stored = { ...placed, received: 0, receivedAt: '', status: 'ordered' };
	expect(applyToPurchases([stored], [], '2026-05-09')).toEqual([{ ...stored, waiting: false }]);
});

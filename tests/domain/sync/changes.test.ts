import { expect, test } from 'vitest';
import { countChanges } from '../../../src/lib/domain/sync/changes';

const line = (productId: string, quantity = 1) => ({ name: 'setCartLine', args: { productId, quantity } });
const place = (orderId: string, ...ids: string[]) => ({
	name: 'placeOrder',
	args: { orderId, lines: ids.map((productId) => ({ productId, quantity: 1, price: 100 })) }
});
const cancel = (orderId: string) => ({ name: 'cancelOrder', args: { orderId } });

test('an order is one change, with what led to it and what followed', () => {
	expect(countChanges([])).toBe(0);
	expect(countChanges([line('A'), line('A', 2), line('B'), place('1', 'A', 'B')])).toBe(1);
	expect(countChanges([place('1', 'A'), cancel('1')])).toBe(1);
	expect(countChanges([place('1', 'A'), place('2', 'B')])).toBe(2);
});

test('a line of the cart is one change, however often it was changed, and apart from an order placed before', () => {
	expect(countChanges([line('A'), line('A', 2), line('A', 0)])).toBe(1);
	expect(countChanges([line('A'), line('B')])).toBe(2);
	expect(countChanges([line('A'), place('1', 'A'), line('A')])).toBe(2);
});

test('each edit at the desk counts', () => {
	const adjust = { name: 'adjustStock', args: { productId: 'A', delta: 1 } };
	expect(countChanges([adjust, adjust, line('A')])).toBe(3);
});

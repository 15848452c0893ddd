import { IDBFactory, IDBKeyRange } from 'fake-indexeddb';
import { expect, test } from 'vitest';
import { cartOf, cartTables } from '../../src/lib/client/db/cart';
import { enqueue } from '../../src/lib/client/db/outbox';
import { DeviceDb } from '../../src/lib/client/db/schema';

const at = '2026-01-01T00:00:00.000Z';
const lines = [{ productId: 'P1', quantity: 2, price: 100 }];

test('of two tabs that order the same cart in one moment the second finds it empty', async () => {
	const db = new DeviceDb('pop', { indexedDB: new IDBFactory(), IDBKeyRange });
	await db.setMeta('cart', [{ productId: 'P1', quantity: 1 }]);
	await db.setMeta('guestCart', [{ productId: 'P1', quantity: 2 }]);
	const found: number[] = [];
	const order = (orderId: string) =>
		db.transaction('rw', [...cartTables], async () => {
			const cart = await cartOf(db, 'ann');
			found.push(cart.length);
			if (cart.length === 0) return;
			await enqueue(db, 'ann', [{ name: 'placeOrder', args: { orderId, lines, placedAt: at } }], at);
			await db.setMeta('guestCart', []);
		});
	await Promise.all([order('A'), order('B')]);
	expect(found).toEqual([1, 0]);
	expect((await db.outbox.toArray()).map(({ args }) => (args as { orderId: string }).orderId)).toEqual(['A']);
});

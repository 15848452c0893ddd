import { IDBFactory, IDBKeyRange } from 'fake-indexeddb';
import { expect, test, vi } from 'vitest';
import { addToCart } from '../../../src/lib/client/commands/cart';
import { DeviceDb } from '../../../src/lib/client/db/schema';
import { rows } from '../../../src/lib/client/state/rows.svelte';
import { session } from '../../../src/lib/client/state/session.svelte';

const db = new DeviceDb('pop', { indexedDB: new IDBFactory(), IDBKeyRange });
vi.mock('../../../src/lib/client/device', () => ({ device: () => Promise.resolve({ db }) }));

test('a press before the device has told whose it is goes into the cart of its account', async () => {
	const pressed = addToCart('P1');
	rows.cart = [{ productId: 'P1', quantity: 2 }];
	session.show({ username: 'ann', role: 'user' });
	await pressed;
	expect(await db.outbox.toArray()).toMatchObject([
		{ username: 'ann', name: 'setCartLine', args: { productId: 'P1', quantity: 3 } }
	]);
	expect(await db.getMeta('guestCart')).toBeUndefined();
});

test('a guest’s second press counts from the first, though the database has not told of it yet', async () => {
	session.show(null);
	await addToCart('P2');
	await addToCart('P2');
	expect(await db.getMeta('guestCart')).toEqual([{ productId: 'P2', quantity: 2 }]);
});

import { IDBFactory, IDBKeyRange } from 'fake-indexeddb';
import { expect, test, vi } from 'vitest';
import { addToCart, pressAgain, setCartLine } from '../../../src/lib/client/commands/cart';
import { keepPress } from '../../../src/lib/client/commands/unwritten';
import { DeviceDb } from '../../../src/lib/client/db/schema';
import { catalogue } from '../../../src/lib/client/state/catalogue.svelte';
import { notices } from '../../../src/lib/client/state/notices.svelte';
import { rows } from '../../../src/lib/client/state/rows.svelte';
import { session } from '../../../src/lib/client/state/session.svelte';

const db = new DeviceDb('pop', { indexedDB: new IDBFactory(), IDBKeyRange });
vi.mock('../../../src/lib/client/device', () => ({ device: () => Promise.resolve({ db }) }));

const kept = new Map<string, string>();
vi.stubGlobal('sessionStorage', {
	getItem: (key: string) => kept.get(key) ?? null,
	setItem: (key: string, value: string) => kept.set(key, value),
	removeItem: (key: string) => kept.delete(key)
});

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
	await Promise.all([addToCart('P2'), addToCart('P2')]);
	expect(await db.getMeta('guestCart')).toEqual([{ productId: 'P2', quantity: 2 }]);
	expect(kept.size).toBe(0);
});

test('what was pressed on a page that was left before it was written is in the cart on the next, once', async () => {
	await db.setMeta('guestCart', (rows.guestCart = []));
	const pressed = addToCart('P3', 2);
	expect(kept.size).toBe(1);
	// The page is left here: whether the write was done or not, the next page finds only this.
	const left = new Map(kept);
	await pressed;
	for (const found of [[{ productId: 'P3', quantity: 2 }], []]) {
		await db.setMeta('guestCart', (rows.guestCart = found));
		kept.clear();
		keepPress({ productId: 'P3', quantity: 2 });
		await pressAgain();
		expect(await db.getMeta('guestCart')).toEqual([{ productId: 'P3', quantity: 2 }]);
	}
	await db.setMeta('guestCart', (rows.guestCart = []));
	for (const [key, value] of left) kept.set(key, value);
	await pressAgain();
	expect(await db.getMeta('guestCart')).toEqual([{ productId: 'P3', quantity: 2 }]);
	expect(kept.size).toBe(0);
});

test('two presses and then another page: both are in the cart, also where that page is left as well', async () => {
	await db.setMeta('guestCart', (rows.guestCart = []));
	const pressed = [addToCart('P4'), addToCart('P4')];
	// The page is left while the first is being written.
	await vi.waitUntil(() => kept.get('pop:unwritten')?.includes('quantity'), { interval: 0 });
	const left = new Map(kept);
	await Promise.all(pressed);
	await db.setMeta('guestCart', (rows.guestCart = []));
	for (const [key, value] of left) kept.set(key, value);
	const again = pressAgain();
	expect(kept).toEqual(left);
	await again;
	expect(await db.getMeta('guestCart')).toEqual([{ productId: 'P4', quantity: 2 }]);
	expect(kept.size).toBe(0);
});

test('a line that is set to more and back at once ends where it was set last', async () => {
	await db.setMeta('guestCart', (rows.guestCart = [{ productId: 'P5', quantity: 1 }]));
	await Promise.all([setCartLine('P5', 2), setCartLine('P5', 1)]);
	expect(await db.getMeta('guestCart')).toEqual([{ productId: 'P5', quantity: 1 }]);
});

test('a line of a part that ran out keeps what it has: fewer may be asked for, more is not there', async () => {
	const clutch = { productId: 'P6', name: 'Clutch', section: 'Drive', price: 1, stock: 0, description: '' };
	vi.spyOn(catalogue, 'product').mockImplementation((id) => (id === 'P6' ? clutch : undefined));
	await db.setMeta('guestCart', (rows.guestCart = [{ productId: 'P6', quantity: 3 }]));
	const said = () => notices.list.map(({ text }) => text);
	await setCartLine('P6', 4);
	expect(await db.getMeta('guestCart')).toEqual([{ productId: 'P6', quantity: 3 }]);
	expect(said()).toEqual(['Clutch is out of stock.']);
	await setCartLine('P6', 2);
	expect(await db.getMeta('guestCart')).toEqual([{ productId: 'P6', quantity: 2 }]);
	await addToCart('P6');
	expect(await db.getMeta('guestCart')).toEqual([{ productId: 'P6', quantity: 2 }]);
	await setCartLine('P6', 0);
	await addToCart('P6');
	expect(await db.getMeta('guestCart')).toEqual([]);
});

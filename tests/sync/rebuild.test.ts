/** The store is lost and made anew from the files, while a device still has work from before. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { User } from '../../src/lib/domain/account/account';
import type { Intent } from '../../src/lib/client/db/outbox';
import { problem } from '../../src/lib/client/problem';
import type { SyncApi } from '../../src/lib/client/sync/transport';
import { createMirror, type Mirror } from '../../src/lib/server/csv/mirror';
import { rebuild } from '../../src/lib/server/csv/rebuild';
import { createCodes, deliverOnScreen } from '../../src/lib/server/otp/codes';
import { carts } from '../../src/lib/server/store/carts';
import { orders } from '../../src/lib/server/store/orders';
import { products } from '../../src/lib/server/store/products';
import { sales } from '../../src/lib/server/store/sales';
import { movements } from '../../src/lib/server/store/stock';
import { users } from '../../src/lib/server/store/users';
import { TestDevice } from './device';
import { TestShop } from './shop';

const now = () => Date.UTC(2026, 4, 1, 12);
const ana: User = { username: 'ana', role: 'user' };
const desk: User = { username: 'desk', role: 'admin' };
const shelf = ['P1', 'P2', 'P3'].map((productId) => ({
	productId,
	name: `Part ${productId}`,
	section: 'Brakes',
	price: 1000,
	stock: 10,
	description: ''
}));
const order = (orderId: string, productId: string, quantity: number): Intent => ({
	name: 'placeOrder',
	args: { orderId, lines: [{ productId, quantity, price: 1000 }], placedAt: '2026-05-01T12:00:00.000Z' }
});

let folder: string;
let shop: TestShop;
let mirror: Mirror;
let phone: TestDevice;
let till: TestDevice;

async function follow(): Promise<void> {
	mirror = createMirror({ store: shop.store, folder, settleMs: 0 });
	await mirror.start();
}

/** The server stops, everything but the files goes, and it starts again. */
async function loseStore(): Promise<void> {
	await mirror.stop();
	await rm(join(folder, '.pop'), { recursive: true });
	await shop.rebuild([]);
	expect((await rebuild(shop.store, folder))!.rejected).toEqual([]);
	await follow();
}

beforeEach(async () => {
	folder = await mkdtemp(join(tmpdir(), 'pop-rebuild-'));
	shop = await TestShop.open(now, shelf);
	for (const { username, role } of [ana, desk])
		await shop.store.write((tx) =>
			users.insert(tx, { username, role, passwordHash: 'x', status: 'active', mustChange: false })
		);
	await follow();
	[phone, till] = [new TestDevice(now), new TestDevice(now)];
	await phone.signIn(ana);
	await till.signIn(desk);
	for (const device of [phone, till]) await device.sync(shop.api(device.jar));
});
afterEach(async () => {
	phone.close();
	till.close();
	await mirror.stop();
	await shop.close();
	await rm(folder, { recursive: true });
});

/** The server hears a push and its answer is lost. */
const deaf = (device: TestDevice): SyncApi => ({
	...shop.api(device.jar),
	push: async (request) => {
		await shop.api(device.jar).push(request);
		return problem('unavailable', 'lost');
	}
});

async function confirm(orderId: string): Promise<string> {
	const codes = createCodes({ store: shop.store, secret: 's', ttlMs: 30_000, now, deliver: deliverOnScreen });
	const actor = { ...ana, sessionId: 's', unlocked: false };
	const { demoCode } = await codes.issue(orderId, actor);
	return (await codes.confirm(orderId, demoCode!, actor)).status;
}

test('what moved shelves before the store was lost moves them once, whatever the device was told', async () => {
	await phone.act(order('sold', 'P1', 3));
	await phone.sync(shop.api(phone.jar));
	expect(await confirm('sold')).toBe('confirmed');
	await till.sync(shop.api(till.jar));
	const base = { stock: 10 };
	await till.act(
		{ name: 'adjustStock', args: { productId: 'P1', delta: 5, reason: 'count' } },
		{ name: 'saveProduct', args: { productId: 'P2', changes: { stock: 12 }, base } },
		{
			name: 'saveStock',
			args: { category: 'Brakes', item: 'Part P3', changes: { stock: 8, price: 1000, productId: 'P3' } }
		},
		{ name: 'moveReserve', args: { productId: 'P3', category: 'Brakes', item: 'Part P3', delta: 2 } },
		{
			name: 'refundOrder',
			args: { orderId: 'sold', lines: [{ productId: 'P1', quantity: 1, left: 3 }], reason: 'Wrong part' }
		}
	);
	await till.sync(deaf(till));
	// Two of the same that were meant twice stay two.
	await till.act({ name: 'adjustStock', args: { productId: 'P2', delta: -1, reason: 'loss' } });
	await till.act({ name: 'adjustStock', args: { productId: 'P2', delta: -1, reason: 'loss' } });
	const stocks = async () => (await shop.store.read((tx) => products.all(tx))).map(({ stock }) => stock);
	expect(await stocks()).toEqual([13, 12, 12]);

	await loseStore();
	await till.sync(shop.api(till.jar));
	expect(await stocks()).toEqual([13, 10, 12]);
	expect((await shop.store.read((tx) => sales.all(tx))).map(({ quantity }) => quantity)).toEqual([3, -1]);
	expect(await shop.store.read((tx) => movements.all(tx))).toHaveLength(5);
});

test('what the devices did before counts once, and what they still had to do is done', async () => {
	await phone.act(order('done', 'P1', 1), order('open', 'P2', 2));
	await phone.sync(shop.api(phone.jar));
	expect(await confirm('done')).toBe('confirmed');
	// Heard by the shop, but the device does not know.
	await phone.act(order('heard', 'P3', 3), { name: 'setCartLine', args: { productId: 'P2', quantity: 4 } });
	await phone.sync(deaf(phone));
	// Not sent at all.
	await phone.act(order('waiting', 'P1', 2));
	await till.act(
		{
			name: 'saveProduct',
			args: { productId: 'P3', changes: { description: 'New' }, base: { description: '' } }
		},
		{ name: 'adjustStock', args: { productId: 'P1', delta: 5, reason: 'count' } }
	);

	await loseStore();
	for (const device of [phone, till]) await device.sync(shop.api(device.jar));
	await mirror.flush();

	const [all, sold, moved, cart] = await shop.store.read(
		async (tx) =>
			[await orders.all(tx), await sales.all(tx), await movements.all(tx), await carts.all(tx)] as const
	);
	expect(Object.fromEntries(all.map(({ orderId, status }) => [orderId, status]))).toEqual({
		done: 'confirmed',
		open: 'awaiting_code',
		heard: 'awaiting_code',
		waiting: 'awaiting_code'
	});
	expect(sold.map(({ orderId }) => orderId)).toEqual(['done']);
	expect(moved.map(({ productId, delta }) => [productId, delta])).toEqual([['P1', 5]]);
	expect(cart.get('ana')).toMatchObject([{ productId: 'P2', quantity: 4 }]);
	expect(await shop.store.read((tx) => products.byKey(tx, 'P3'))).toMatchObject({
		description: 'New'
	});

	expect(
		(await phone.orders()).map(({ orderId, status, waiting }) => [orderId, status, waiting]).sort()
	).toEqual([
		['done', 'confirmed', false],
		['heard', 'awaiting_code', false],
		['open', 'awaiting_code', false],
		['waiting', 'awaiting_code', false]
	]);
	expect(await confirm('heard')).toBe('confirmed');
	expect((await shop.store.read((tx) => products.byKey(tx, 'P1')))!.stock).toBe(14);
	expect((await shop.store.read((tx) => products.byKey(tx, 'P3')))!.stock).toBe(7);
});

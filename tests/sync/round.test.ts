/** One or two devices against the server's own sync: each rule of the outbox and of a round by itself. */
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { User } from '../../src/lib/domain/account/account';
import { problem } from '../../src/lib/client/problem';
import { outboxOf, release, type Intent } from '../../src/lib/client/db/outbox';
import { currentUser, switchAccount } from '../../src/lib/client/db/account';
import { pull } from '../../src/lib/client/sync/pull';
import type { SyncApi } from '../../src/lib/client/sync/transport';
import { orders } from '../../src/lib/server/store/orders';
import { products } from '../../src/lib/server/store/products';
import { carts } from '../../src/lib/server/store/carts';
import { TestDevice } from './device';
import { TestShop } from './shop';

const now = () => Date.UTC(2026, 4, 1, 12);
const ana: User = { username: 'ana', role: 'user' };
const bob: User = { username: 'bob', role: 'user' };
const desk: User = { username: 'desk', role: 'admin' };

const part = (productId: string, stock = 10, price = 1000) => ({
	productId,
	name: `Part ${productId}`,
	section: productId < 'P3' ? 'Brakes' : 'Filters',
	price,
	stock,
	description: '',
	cost: 700
});
const shelf = ['P1', 'P2', 'P3', 'P4', 'P5'].map((id) => part(id));
const line = (productId: string, quantity: number) =>
	({ name: 'setCartLine', args: { productId, quantity } }) as const;
const order = (orderId: string, productId: string, quantity: number): Intent => ({
	name: 'placeOrder',
	args: { orderId, lines: [{ productId, quantity, price: 1000 }], placedAt: '2026-05-01T12:00:00.000Z' }
});
const adjust = (productId: string, delta: number) =>
	({ name: 'adjustStock', args: { productId, delta, reason: 'count' } }) as const;

let shop: TestShop;
let device: TestDevice;
let api: SyncApi;

beforeEach(async () => {
	shop = await TestShop.open(now, shelf);
	device = new TestDevice(now);
	api = shop.api(device.jar);
});
afterEach(async () => {
	device.close();
	await shop.close();
});

const unreachable = async () => problem('unavailable', 'No answer.');
/** The server does its work and the answer is lost. */
const replyLost =
	<A extends unknown[]>(call: (...args: A) => Promise<unknown>) =>
	async (...args: A) => {
		await call(...args);
		return problem('unavailable', 'The answer was lost.');
	};

test('a guest has the catalogue after a first sync, without the desk’s columns', async () => {
	expect(await device.sync(api)).toBeNull();
	const found = await device.products();
	expect(found.map(({ productId }) => productId)).toEqual(['P1', 'P2', 'P3', 'P4', 'P5']);
	expect(found[0]).not.toHaveProperty('cost');
});

test('a change waits offline, is sent once, and is then the server’s', async () => {
	await device.signIn(ana);
	await device.act(line('P1', 2));
	expect(await device.sync({ ...api, push: unreachable })).toMatchObject({ ok: false });
	expect(await device.cart()).toEqual([{ productId: 'P1', quantity: 2 }]);
	expect(await device.sync(api)).toBeNull();
	expect(await device.cart()).toEqual([{ productId: 'P1', quantity: 2 }]);
	expect(await device.db.outbox.count()).toBe(0);
	expect(await shop.store.read((tx) => carts.of(tx, 'ana'))).toEqual([{ productId: 'P1', quantity: 2 }]);
});

test('between verdict and pull the change stays on show', async () => {
	await device.signIn(ana);
	await device.sync(api);
	await device.act(line('P1', 2));
	await device.sync({ ...api, pull: unreachable });
	expect(await device.db.outbox.toArray()).toMatchObject([{ answered: true }]);
	expect(await device.cart()).toEqual([{ productId: 'P1', quantity: 2 }]);
	await device.sync(api);
	expect(await device.db.outbox.count()).toBe(0);
});

test('a change whose answer was lost counts once: on the server, and on the device that pulled it', async () => {
	await device.signIn(desk);
	await device.sync(api);
	await device.act(adjust('P1', 5));
	await device.sync({ ...api, push: replyLost(api.push) });
	await pull(
		device.db,
		api,
		now,
		() => {},
		async () => null
	);
	expect(await device.db.outbox.toArray()).toMatchObject([{ name: 'adjustStock' }]);
	expect((await device.products())[0]!.stock).toBe(15);
	await device.sync(api);
	expect((await device.products())[0]!.stock).toBe(15);
	expect(await device.db.outbox.count()).toBe(0);
});

test('a change made while pages come does not wait for the last one', async () => {
	await device.signIn(ana);
	await device.sync(api);
	await shop.store.write(async (tx) => {
		for (const product of shelf) await products.save(tx, { ...product, price: 2000 });
	});
	const calls: string[] = [];
	const watched: SyncApi = {
		...api,
		async pull(...args) {
			if (calls.length === 0) await device.act(line('P1', 2));
			calls.push('pull');
			return api.pull(...args);
		},
		async push(request) {
			calls.push('push');
			return api.push(request);
		}
	};
	expect(await device.sync(watched)).toBeNull();
	expect(calls.slice(0, 3)).toEqual(['pull', 'push', 'pull']);
	expect(await shop.store.read((tx) => carts.of(tx, 'ana'))).toEqual([{ productId: 'P1', quantity: 2 }]);
});

test('a refusal whose answer was lost is fetched again and told, and never blocks what is behind it', async () => {
	await device.signIn(ana);
	await device.sync(api);
	await device.act(line('P9', 1), line('P2', 3));
	await device.sync({ ...api, push: replyLost(api.push) });
	expect(await device.db.refusals.count()).toBe(0);
	await device.sync(api);
	expect(await device.db.refusals.toArray()).toMatchObject([
		{ name: 'setCartLine', code: 'not_found', change: expect.any(String) }
	]);
	expect(await device.cart()).toEqual([{ productId: 'P2', quantity: 3 }]);
	expect(await device.db.outbox.count()).toBe(0);
});

test('neither a fault, nor a portal’s page, nor 401, 413 or 426 ends a row', async () => {
	await device.signIn(ana);
	await device.sync(api);
	await device.act(line('P1', 1));
	for (const code of [
		'internal',
		'unavailable',
		'signed_out',
		'too_large',
		'client_too_old',
		'invalid'
	] as const) {
		await device.sync({ ...api, push: async () => problem(code, '') });
		expect(await device.db.outbox.count(), code).toBe(1);
	}
	expect(await device.sync(api)).toBeNull();
	expect(await device.cart()).toEqual([{ productId: 'P1', quantity: 1 }]);
});

test('a push that is too large goes in halves', async () => {
	await device.signIn(ana);
	await device.act(line('P1', 1), line('P2', 2), line('P3', 3));
	const sizes: number[] = [];
	const small: SyncApi = {
		...api,
		push: async (request) => {
			sizes.push(request.mutations.length);
			return request.mutations.length > 1 ? problem('too_large', '') : api.push(request);
		}
	};
	expect(await device.sync(small)).toBeNull();
	expect(sizes).toEqual([3, 2, 1, 1, 1]);
	expect(await device.cart()).toHaveLength(3);
});

test('what waits for one account is not sent, shown or lost while another uses the device', async () => {
	await device.signIn(ana);
	await device.sync(api);
	await device.act(order('W1', 'P1', 1));
	await device.signOutOffline();
	expect(await device.orders()).toEqual([]);
	await device.signIn(bob);
	expect(await device.sync(api)).toBeNull();
	expect(await shop.store.read((tx) => orders.all(tx))).toEqual([]);
	expect(await outboxOf(device.db, 'ana')).toHaveLength(1);
	await device.signIn(ana);
	expect(await device.sync(api)).toBeNull();
	expect(await device.orders()).toMatchObject([{ orderId: 'W1', status: 'awaiting_code', username: 'ana' }]);
});

test('a sign-out that the server missed is told it before anything else', async () => {
	await device.signIn(ana);
	await device.sync(api);
	await device.signOutOffline();
	expect(device.jar.user).toEqual(ana);
	expect(await device.sync(api)).toBeNull();
	expect(device.jar.user).toBeNull();
	expect(await device.db.getMeta('signOutDue')).toBe(false);
});

test('a session that ended keeps rows and outbox until somebody signs in', async () => {
	await device.signIn(ana);
	await device.act(order('W1', 'P1', 1));
	await device.sync(api);
	device.jar.user = null;
	expect(await device.sync(api)).toMatchObject({ problem: { code: 'signed_out' } });
	expect(await device.orders()).toMatchObject([{ orderId: 'W1' }]);
	await device.act(line('P2', 1));
	expect(await device.sync(api)).toMatchObject({ problem: { code: 'signed_out' } });
	await device.signIn(ana);
	expect(await device.sync(api)).toBeNull();
	expect(await device.cart()).toEqual([{ productId: 'P2', quantity: 1 }]);
});

test('changes of one account never go out under another’s cookie', async () => {
	await device.signIn(ana);
	await device.sync(api);
	await device.act(order('W1', 'P1', 1));
	// Another tab signed bob in and died before it could say so.
	await device.db.setMeta('verified', false);
	device.jar.user = bob;
	expect(await device.sync(api)).toBeNull();
	expect((await device.db.getMeta('session'))!.user).toEqual(bob);
	expect(await shop.store.read((tx) => orders.all(tx))).toEqual([]);
	expect(await outboxOf(device.db, 'ana')).toHaveLength(1);
});

test('a rebuilt store gets the outbox again under a new identity', async () => {
	await device.signIn(ana);
	await device.act(line('P1', 1));
	await device.sync(api);
	const before = (await device.db.clients.get('ana'))!.clientId;
	await device.act(order('W2', 'P2', 2));
	await shop.rebuild(shelf);
	expect(await device.sync(api)).toBeNull();
	expect((await device.db.clients.get('ana'))!.clientId).not.toBe(before);
	expect(await device.orders()).toMatchObject([{ orderId: 'W2', status: 'awaiting_code' }]);
	expect(await device.cart()).toEqual([]);
	expect(await device.db.outbox.count()).toBe(0);
	expect((await device.db.getMeta('sync'))!.storeId).toBe(shop.store.storeId);
});

test('a rebuilt store is noticed by a pull too, and by the other accounts of the device', async () => {
	await device.signIn(ana);
	await device.act(line('P1', 1));
	await device.sync(api);
	await device.act(line('P2', 2));
	await device.signIn(bob);
	await device.sync(api);
	await shop.rebuild(shelf);
	expect(await device.sync(api)).toBeNull();
	await device.signIn(ana);
	expect(await device.sync(api)).toBeNull();
	expect(await device.cart()).toEqual([{ productId: 'P2', quantity: 2 }]);
});

test('what a lost store had answered is not shown as if the new one knew it', async () => {
	await device.signIn(ana);
	await device.sync(api);
	await device.act(line('P1', 1));
	await device.sync({ ...api, pull: unreachable });
	await shop.rebuild(shelf);
	expect(await device.sync(api)).toBeNull();
	expect(await device.cart()).toEqual([]);
	expect(await device.db.outbox.count()).toBe(0);
});

test('a guest’s cart joins the account’s by the larger quantity, once', async () => {
	const elsewhere = new TestDevice(now);
	await elsewhere.signIn(ana);
	await elsewhere.act(line('P1', 5), line('P2', 1));
	await elsewhere.sync(shop.api(elsewhere.jar));
	await device.db.setMeta('guestCart', [
		{ productId: 'P1', quantity: 2 },
		{ productId: 'P2', quantity: 4 },
		{ productId: 'P3', quantity: 1 }
	]);
	await device.signIn(ana);
	expect(await device.sync({ ...api, pull: unreachable })).not.toBeNull();
	expect(await device.db.getMeta('guestCart')).toHaveLength(3);
	expect(await device.sync(api)).toBeNull();
	const joined = [
		{ productId: 'P1', quantity: 5 },
		{ productId: 'P2', quantity: 4 },
		{ productId: 'P3', quantity: 1 }
	];
	expect(await device.cart()).toEqual(joined);
	expect(await device.db.getMeta('guestCart')).toEqual([]);
	await elsewhere.sync(shop.api(elsewhere.jar));
	expect(await elsewhere.cart()).toEqual(joined);
	elsewhere.close();
});

test('what needs the PIN waits for it, behind the rest, and blocks nothing', async () => {
	await device.signIn(desk);
	await device.sync(api);
	await device.act({ name: 'deleteProduct', args: { productId: 'P1' } }, adjust('P2', 1));
	const locked: SyncApi = {
		...api,
		push: async (request) => {
			const reply = await api.push({
				...request,
				mutations: request.mutations.map((m) => (m.name === 'deleteProduct' ? { ...m, name: 'nothing' } : m))
			});
			if (reply.ok)
				for (const result of reply.body.results)
					if (result.status === 'rejected') result.code = 'pin_required';
			return reply;
		}
	};
	expect(await device.sync(locked)).toBeNull();
	expect(await device.db.outbox.toArray()).toMatchObject([{ name: 'deleteProduct', held: true }]);
	expect(await device.sync(locked)).toBeNull();
	await release(device.db, 'desk');
	expect(await device.sync(api)).toBeNull();
	expect(await device.db.outbox.count()).toBe(0);
	expect((await device.products()).map(({ productId }) => productId)).toEqual(['P2', 'P3', 'P4', 'P5']);
	expect((await device.products())[0]!.stock).toBe(11);
});

test('signing an admin out takes the desk’s columns and rows off the device at once', async () => {
	await device.signIn(desk);
	await device.sync(api);
	await device.act(adjust('P1', 3));
	await device.sync(api);
	expect((await device.products())[0]).toMatchObject({ cost: 700, stock: 13 });
	expect(await device.db.movements.count()).toBe(1);
	await device.signOutOffline();
	const left = await device.products();
	expect(left).toHaveLength(5);
	expect(left[0]).toMatchObject({ stock: 13 });
	expect(JSON.stringify(left)).not.toContain('cost');
	expect(await device.db.movements.count()).toBe(0);
});

test('shoppers of one device share its products: a change of account loads no chunk', async () => {
	await device.signIn(ana);
	await device.sync(api);
	await device.signIn(bob);
	expect(await device.sync({ ...api, chunks: unreachable })).toBeNull();
	expect(await device.products()).toHaveLength(5);
});

test('a first sync that was cut off goes on with the chunks that are missing', async () => {
	const many = Array.from({ length: 20 }, (_, i) => ({ ...part(`S${i}`), section: `Section ${i}` }));
	await shop.store.write((tx) => products.insertAll(tx, many));
	const asked: string[][] = [];
	const cut: SyncApi = {
		...api,
		chunks: async (hashes) => {
			asked.push(hashes);
			return asked.length === 1 ? api.chunks(hashes) : problem('unavailable', '');
		}
	};
	expect(await device.sync(cut)).not.toBeNull();
	expect(await device.products()).toEqual([]);
	const first = asked[0]!;
	asked.length = 0;
	expect(
		await device.sync({ ...api, chunks: (hashes) => (asked.push(hashes), api.chunks(hashes)) })
	).toBeNull();
	expect(asked.map((hashes) => hashes.length)).toEqual([8, 6]);
	expect(asked.flat().filter((hash) => first.includes(hash))).toEqual([]);
	expect(await device.products()).toHaveLength(25);
});

test('a page that was asked for before the account changed is void', async () => {
	await device.signIn(ana);
	await device.sync(api);
	await device.act(line('P1', 1));
	const slow: SyncApi = {
		...api,
		pull: async (cursor, clientId) => {
			const page = await api.pull(cursor, clientId);
			if (device.jar.user?.username === 'ana') {
				device.jar.user = bob;
				await switchAccount(device.db, bob);
			}
			return page;
		}
	};
	// Nothing comes after the page that could take its rows away again.
	expect(await device.sync({ ...slow, manifest: unreachable })).not.toBeNull();
	expect(await device.db.getMeta('cart')).toEqual([]);
});

test('changed, new and deleted products arrive beside the chunks', async () => {
	await device.sync(api);
	await shop.store.write(async (tx) => {
		await products.save(tx, part('P1', 3));
		await products.save(tx, part('P6'));
		await products.remove(tx, ['P2']);
	});
	expect(await device.sync(api)).toBeNull();
	const found = await device.products();
	expect(found.map(({ productId }) => productId)).toEqual(['P1', 'P3', 'P4', 'P5', 'P6']);
	expect(found[0]!.stock).toBe(3);
});

test('a password that is still to be changed stops the round; the device asks who it is and keeps its queue', async () => {
	await device.signIn(ana);
	await device.sync(api);
	await device.act(line('P1', 2));
	const refused = async () => problem('password_change_required', 'Choose your own password first.');
	const session = async () => ({ ok: true as const, body: { user: { ...ana, mustChange: true } } });
	const closed = { ...api, push: refused, pull: refused, session };
	expect((await device.sync(closed))?.problem.code).toBe('password_change_required');
	await device.sync(closed);
	expect(await currentUser(device.db)).toMatchObject({ mustChange: true });
	expect(await outboxOf(device.db, 'ana')).toHaveLength(1);
	expect(await device.sync(api)).toBeNull();
	expect(await outboxOf(device.db, 'ana')).toEqual([]);
});

/**
 * Several devices, their people and one server, with every fault that a network, a browser or a server has, driven by
 * a seed. When the faults stop everybody must have the same, and every intent must have counted exactly once.
 * POP_SEEDS=N runs N more seeds; a seed that failed is named below and stays.
 */
import { expect, test } from 'vitest';
import type { User } from '../../src/lib/domain/account/account';
import type { Order } from '../../src/lib/domain/order/order';
import { foldRecent } from '../../src/lib/client/db/catalogue';
import { problem } from '../../src/lib/client/problem';
import type { SyncApi } from '../../src/lib/client/sync/transport';
import { carts } from '../../src/lib/server/store/carts';
import { orders } from '../../src/lib/server/store/orders';
import { products } from '../../src/lib/server/store/products';
import { TestDevice } from './device';
import { mulberry32 } from './random';
import { TestShop, type Jar } from './shop';

const STEPS = 80;
const DEVICES = 4;
const OPENING_STOCK = 1000;
const people: User[] = [
	{ username: 'ana', role: 'user' },
	{ username: 'bob', role: 'user' },
	{ username: 'desk', role: 'admin' }
];
const ids = ['P1', 'P2', 'P3', 'P4', 'P5', 'P6'];

class Crash extends Error {}

/** What the people did, to be found again in the end. */
interface Diary {
	orders: Map<string, string>;
	stock: Map<string, number>;
}

/** A line on which requests and answers are lost, doubled and late, and browsers die. */
function faulty(shop: TestShop, jar: Jar, random: () => number, late: (() => Promise<unknown>)[]): SyncApi {
	const lost = () => problem('unavailable', 'lost');
	const through = async <T>(ask: (api: SyncApi) => Promise<T>): Promise<T | ReturnType<typeof lost>> => {
		const fate = random();
		const api = shop.api(jar);
		if (fate < 0.1) return lost();
		if (fate < 0.2) return (await ask(api), lost());
		if (fate < 0.3) return (await ask(api), ask(api));
		if (fate < 0.36) {
			// It arrives with the cookie that it was sent with.
			const then = shop.api({ ...jar });
			late.push(() => ask(then));
			return lost();
		}
		if (fate < 0.4) throw new Crash();
		if (fate < 0.44) {
			await ask(api);
			throw new Crash();
		}
		return ask(api);
	};
	return {
		session: () => through((api) => api.session()),
		signOut: () => through((api) => api.signOut()),
		push: (request) => through((api) => api.push(request)),
		pull: (cursor, clientId) => through((api) => api.pull(cursor, clientId)),
		manifest: (from) => through((api) => api.manifest(from)),
		chunks: (hashes) => through((api) => api.chunks(hashes))
	};
}

async function simulate(seed: number): Promise<void> {
	const random = mulberry32(seed);
	const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)]!;
	let clock = Date.UTC(2026, 4, 1);
	const now = () => clock;
	const shelf = ids.map((productId, i) => ({
		productId,
		name: `Part ${productId}`,
		section: i < 3 ? 'Brakes' : 'Filters',
		price: 1000,
		stock: OPENING_STOCK,
		description: ''
	}));
	const shop = await TestShop.open(now, shelf, 2);
	const devices = Array.from({ length: DEVICES }, () => new TestDevice(now));
	const late: (() => Promise<unknown>)[] = [];
	const diary: Diary = { orders: new Map(), stock: new Map(ids.map((id) => [id, OPENING_STOCK])) };
	try {
		for (let step = 0; step < STEPS; step++) {
			clock += Math.floor(random() * 60_000);
			const device = pick(devices);
			const dice = random();
			if (dice < 0.4) await act(device, step);
			else if (dice < 0.8) await sync(device);
			else if (dice < 0.86) await device.signIn(pick(people));
			else if (dice < 0.9) await device.signOutOffline();
			else if (dice < 0.93) device.jar.user = null;
			else if (dice < 0.95) device.crash();
			else if (dice < 0.96) await foldRecent(device.db);
			else if (dice < 0.97) await shop.restart();
			else await late.shift()?.();
		}
		await settle();
	} finally {
		for (const device of devices) device.close();
		await shop.close();
	}

	async function sync(device: TestDevice): Promise<void> {
		try {
			await device.sync(faulty(shop, device.jar, random, late));
		} catch (error) {
			if (!(error instanceof Crash)) throw error;
			device.crash();
		}
	}

	/** A person does something, whether or not the device has heard of the server. */
	async function act(device: TestDevice, step: number): Promise<void> {
		const user = (await device.db.getMeta('session'))?.user;
		const productId = pick(ids);
		const quantity = 1 + Math.floor(random() * 5);
		if (!user) {
			await device.db.setMeta('guestCart', [{ productId, quantity }]);
			return;
		}
		const dice = random();
		if (user.role === 'admin' && dice < 0.5) {
			const delta = Math.floor(random() * 21) - 10 || 1;
			await device.act({ name: 'adjustStock', args: { productId, delta, reason: 'count' } });
			diary.stock.set(productId, diary.stock.get(productId)! + delta);
		} else if (dice < 0.6) {
			await device.act({ name: 'setCartLine', args: { productId, quantity } });
		} else if (dice < 0.7) {
			// Something that the shop refuses.
			await device.act({ name: 'setCartLine', args: { productId: 'P9', quantity } });
		} else {
			const orderId = `W${seed}-${step}`;
			const placedAt = new Date(clock).toISOString();
			const lines = [{ productId, quantity, price: 1000 }];
			await device.act({ name: 'placeOrder', args: { orderId, lines, placedAt } });
			diary.orders.set(orderId, user.username);
		}
	}

	/** The faults stop: whatever is late arrives, everybody's queue is sent, and each device shows one account. */
	async function settle(): Promise<void> {
		for (const arrive of late) await arrive();
		for (const device of devices)
			for (const person of people) {
				await device.signIn(person);
				expect(await device.sync(shop.api(device.jar)), 'a round without faults').toBeNull();
			}
		for (const [i, device] of devices.entries()) {
			await device.signIn(people[i % people.length]!);
			expect(await device.sync(shop.api(device.jar))).toBeNull();
		}
		const server = await shop.store.read(async (tx) => ({
			products: await products.all(tx),
			orders: await orders.all(tx)
		}));

		expect(byId(server.orders).map((order) => [order.orderId, order.username])).toEqual(
			[...diary.orders].sort(([a], [b]) => (a < b ? -1 : 1))
		);
		expect(new Map(server.products.map(({ productId, stock }) => [productId, stock]))).toEqual(diary.stock);
		for (const [i, device] of devices.entries()) {
			const { username, role } = people[i % people.length]!;
			expect(await device.db.outbox.count(), 'everything was answered').toBe(0);
			expect(await device.products()).toEqual(server.products);
			const cart = await shop.store.read((tx) => carts.of(tx, username));
			expect(byProduct(await device.cart())).toEqual(byProduct(cart));
			const own = server.orders.filter((order) => role === 'admin' || order.username === username);
			const shown = (await device.orders()).map(({ waiting, ...order }) => {
				expect(waiting).toBe(false);
				return order as Order;
			});
			expect(byId(shown)).toEqual(byId(own));
		}
	}
}

const byId = (list: Order[]) => [...list].sort((a, b) => (a.orderId < b.orderId ? -1 : 1));
const byProduct = (list: { productId: string; quantity: number }[]) =>
	[...list].sort((a, b) => (a.productId < b.productId ? -1 : 1));

const seeds = Array.from({ length: 10 }, (_, i) => i + 1);
test.each(seeds)('seed %i: everybody ends with the same, and everything counted once', simulate);

const more = Number(process.env.POP_SEEDS ?? 0);
test.runIf(more > 0)(
	'more seeds',
	async () => {
		const first = Number(process.env.POP_FIRST_SEED ?? 1000);
		for (let seed = first; seed < first + more; seed++) {
			try {
				await simulate(seed);
			} catch (error) {
				throw new Error(`seed ${seed} failed`, { cause: error });
			}
		}
	},
	3_600_000
);

import type { DeskProduct } from '../../src/lib/domain/catalogue/product';
import type { Order } from '../../src/lib/domain/order/order';
import type { MutationResult, PushResponse } from '../../src/lib/protocol/sync';
import type { Actor } from '../../src/lib/server/auth/actor';
import { createCodes, deliverOnScreen, type Deliver } from '../../src/lib/server/otp/codes';
import { orders } from '../../src/lib/server/store/orders';
import { products } from '../../src/lib/server/store/products';
import { sales } from '../../src/lib/server/store/sales';
import { log } from '../../src/lib/server/store/log';
import { movements } from '../../src/lib/server/store/stock';
import { users } from '../../src/lib/server/store/users';
import { createPull } from '../../src/lib/server/sync/pull';
import { createPush } from '../../src/lib/server/sync/push';
import { testClock } from './clock';
import { openers } from './store';

export const ann: Actor = { username: 'ann', role: 'user', sessionId: 'a', unlocked: false };
export const bob: Actor = { username: 'bob', role: 'user', sessionId: 'b', unlocked: false };
export const boss: Actor = { username: 'boss', role: 'admin', sessionId: 'c', unlocked: true };
export const lockedBoss: Actor = { ...boss, unlocked: false };

export const pad: DeskProduct = {
	productId: 'P1',
	name: 'Brake pad',
	section: 'Brake',
	price: 1500,
	stock: 10,
	description: 'Front'
};
export const tyre: DeskProduct = {
	productId: 'P2',
	name: 'Tyre',
	section: 'Tyres',
	price: 4000,
	stock: 3,
	description: '',
	supplier: 'Rubber Ltd',
	cost: 2500,
	reorderPoint: 4
};

/** A shop with two products and three accounts, whose clock and codes a test holds. */
export async function openTestShop(kind: keyof typeof openers, deliver: Deliver = deliverOnScreen) {
	const store = await openers[kind]();
	const clock = testClock();
	await store.write(async (tx) => {
		await products.insertAll(tx, [pad, tyre]);
		for (const { username, role } of [ann, bob, boss])
			await users.insert(tx, { username, role, passwordHash: '', status: 'active', mustChange: false });
	});
	const faults: unknown[] = [];
	const push = createPush({ store, now: clock.now, onFault: (error) => faults.push(error) });
	const config = { store, secret: 'test', ttlMs: 30_000, now: clock.now, deliver };
	const seqs = new Map<string, number>();

	return {
		store,
		clock,
		push,
		faults,
		pull: createPull(store),
		codes: createCodes(config),
		/** Codes of a second process on the same store, its clock ahead by some ms. */
		otherCodes: (aheadMs: number) => createCodes({ ...config, now: () => clock.now() + aheadMs }),
		/** Pushes one mutation from the actor's own device. */
		async act(actor: Actor, name: string, args: unknown): Promise<MutationResult> {
			const seq = (seqs.get(actor.username) ?? 0) + 1;
			seqs.set(actor.username, seq);
			const { results }: PushResponse = await push(
				{ clientId: `device-of-${actor.username}`, mutations: [{ seq, name, args }] },
				actor
			);
			return results[0]!;
		},
		order: (orderId: string): Promise<Order | undefined> => store.read((tx) => orders.byId(tx, orderId)),
		product: (productId: string) => store.read((tx) => products.byKey(tx, productId)),
		sales: () => store.read((tx) => sales.all(tx)),
		movements: () => store.read((tx) => movements.all(tx)),
		log: () => store.read((tx) => log.all(tx))
	};
}

export type TestShop = Awaited<ReturnType<typeof openTestShop>>;

export const placed = (
	orderId: string,
	...lines: [productId: string, quantity: number, price: number][]
) => ({
	orderId,
	placedAt: '2026-01-05T06:00:00.000Z',
	lines: lines.map(([productId, quantity, price]) => ({ productId, quantity, price }))
});

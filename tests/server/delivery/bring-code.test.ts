import { expect, test } from 'vitest';
import type { Account } from '../../../src/lib/domain/account/account';
import type { Order } from '../../../src/lib/domain/order/order';
import { bringCodes } from '../../../src/lib/server/delivery/bring-code';
import type { Delivery } from '../../../src/lib/server/delivery/deliver';
import { failingCodes } from '../../../src/lib/server/delivery/failing-codes';
import { log } from '../../../src/lib/server/store/log';
import { openers } from '../../helpers/store';

const order: Order = {
	orderId: 'W1',
	username: 'ann',
	status: 'awaiting_code',
	lines: [],
	total: 0,
	placedAt: '2026-01-01T00:00:00.000Z'
};
const ann: Account = { username: 'ann', passwordHash: '', role: 'user', status: 'active', mustChange: false };

test('codes that do not go out are counted for the desk, logged once, and forgotten with the first that does', async () => {
	const store = await openers.sqlite();
	let broken = true;
	const delivery: Delivery = {
		kind: 'email',
		reaches: () => true,
		send: async () => {
			if (broken) throw Object.assign(new Error('550 <ann@example.org> unknown'), { responseCode: 550 });
		}
	};
	let now = 1000;
	const bring = bringCodes({ delivery, store, expiresInMs: 30_000, now: () => now++ });
	const failing = () => store.read((tx) => failingCodes.get(tx));

	for (let i = 0; i < 2; i++) await expect(bring('12345', order, ann)).rejects.toThrow('550');
	expect(await failing()).toEqual({ since: 1000, count: 2, error: '550' });
	expect(await store.read((tx) => log.all(tx))).toMatchObject([
		{ username: 'ann', action: 'CODE_FAILED', target: 'W1 550' }
	]);
	broken = false;
	expect(await bring('12345', order, ann)).toBe('email');
	expect(await failing()).toBeUndefined();
	await store.close();
});

test('without an address nothing is sent, and nothing counts as failed', async () => {
	const store = await openers.sqlite();
	const delivery: Delivery = { kind: 'email', reaches: () => false, send: () => Promise.reject(new Error()) };
	const bring = bringCodes({ delivery, store, expiresInMs: 30_000, now: () => 0 });
	await expect(bring('12345', order, ann)).rejects.toMatchObject({ code: 'no_delivery_address' });
	expect(await store.read((tx) => failingCodes.get(tx))).toBeUndefined();
	await store.close();
});

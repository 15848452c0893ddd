import { shops } from '../../../src/lib/server/store/shop';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { purchases } from '../../../src/lib/server/store/stock';
import { ann, boss, lockedBoss, openTestShop } from '../../helpers/shop';
import { kinds } from '../../helpers/store';

describe.each(kinds)('%s', (kind) => {
	let shop: Awaited<ReturnType<typeof openTestShop>>;
	beforeEach(async () => {
		shop = await openTestShop(kind);
	});
	afterEach(() => shop.store.close());

	const rejected = (code: string, detail: unknown = expect.any(String)) =>
		expect.objectContaining({ status: 'rejected', code, detail });
	const ok = expect.objectContaining({ status: 'ok' });
	const asked = {
		purchaseId: 'B1',
		productId: 'P2',
		supplier: 'Rubber Ltd',
		ordered: 12,
		cost: 2500,
		orderedAt: '2026-01-01 10:00:00',
		expectedAt: '2026-01-08'
	};
	const place = (changes: object = {}) => shop.act(boss, 'placePurchase', { ...asked, ...changes });
	const receive = (pieces: number, seen: number, changes: object = {}) =>
		shop.act(boss, 'receivePurchase', { purchaseId: 'B1', productId: 'P2', pieces, seen, ...changes });
	const stored = () => shop.store.read((tx) => purchases.byKey(tx, 'B1'));

	test('is for admins, without the PIN', async () => {
		expect(await shop.act(ann, 'placePurchase', asked)).toEqual(rejected('forbidden'));
		expect(await shop.act(lockedBoss, 'placePurchase', asked)).toEqual(ok);
		expect(await stored()).toEqual({ ...asked, received: 0, receivedAt: '', status: 'ordered' });
		expect((await shop.product('P2'))?.stock).toBe(3);
	});

	test('sent again it is ordered once; the id of another part is a clash', async () => {
		expect(await place()).toEqual(ok);
		await receive(5, 0);
		expect(await place()).toEqual(ok);
		expect((await stored())?.received).toBe(5);
		expect(await place({ productId: 'P1' })).toEqual(rejected('conflict'));
	});

	test('ordered in the future is ordered now', async () => {
		await place({ orderedAt: '2999-01-01 00:00:00', expectedAt: '2999-01-08' });
		expect((await stored())!.orderedAt < '2999').toBe(true);
	});

	test('expected before it is ordered it is not taken', async () => {
		expect(await place({ expectedAt: '2000-01-01' })).toEqual(
			rejected('invalid', expect.stringContaining('expected on 2000-01-01'))
		);
		expect(await stored()).toBeUndefined();
		expect(await place({ expectedAt: '2026-01-01' })).toEqual(ok);
	});

	test('received in parts it is on the shelf, moved with its reference, and teaches the lead time', async () => {
		await place();
		expect(await receive(5, 0)).toEqual(ok);
		expect(await stored()).toMatchObject({ received: 5, status: 'partial' });
		expect((await shop.product('P2'))?.leadTimeDays).toBeUndefined();
		expect(await receive(7, 5)).toEqual(ok);
		const done = (await stored())!;
		expect(done).toMatchObject({ received: 12, status: 'received' });
		expect(await shop.product('P2')).toMatchObject({ stock: 15 });
		expect((await shop.product('P2'))!.leadTimeDays).toBeGreaterThan(0);
		expect((await shop.product('P2'))!.leadTimeSdDays).toBeUndefined();
		expect(
			(await shop.movements()).map(({ delta, reason, reference }) => [delta, reason, reference])
		).toEqual([
			[5, 'receipt', 'B1'],
			[7, 'receipt', 'B1']
		]);
		expect((await shop.log()).map(({ action, target }) => `${action} ${target}`)).toEqual([
			'PLACE_PURCHASE B1 12 × P2',
			'RECEIVE_PURCHASE B1 +5',
			'RECEIVE_PURCHASE B1 +7'
		]);
	});

	test('a receipt that is taken back takes back what it taught', async () => {
		const { leadTimeDays: usual } = await shop.store.read((tx) => shops.settings(tx));
		await place();
		await receive(12, 0);
		expect((await shop.product('P2'))!.leadTimeDays).not.toBe(usual);
		expect(await receive(-12, 12)).toEqual(ok);
		expect(await shop.product('P2')).toMatchObject({ stock: 3, leadTimeDays: usual });
	});

	test('received in two tabs it is on the shelf once', async () => {
		await place();
		expect(await receive(12, 0)).toEqual(ok);
		expect(await receive(12, 0)).toEqual(rejected('conflict', expect.stringContaining('12 of 12')));
		expect((await shop.product('P2'))?.stock).toBe(15);
		expect(await shop.movements()).toHaveLength(1);
	});

	test('a receipt taken back leaves no trace but its movements', async () => {
		await place();
		await receive(12, 0);
		expect(await receive(-12, 12)).toEqual(ok);
		expect(await stored()).toMatchObject({ received: 0, receivedAt: '', status: 'ordered' });
		expect((await shop.product('P2'))?.stock).toBe(3);
		await receive(12, 0);
		await shop.act(boss, 'adjustStock', { productId: 'P2', delta: -10, reason: 'loss' });
		expect(await receive(-12, 12)).toEqual(rejected('out_of_stock'));
		expect(await stored()).toMatchObject({ received: 12 });
	});

	test('cancelled and opened again', async () => {
		await place();
		const cancel = () => shop.act(boss, 'cancelPurchase', { purchaseId: 'B1' });
		expect(await cancel()).toEqual(ok);
		expect(await cancel()).toEqual(ok);
		expect((await stored())?.status).toBe('cancelled');
		expect(await receive(1, 0)).toEqual(rejected('order_closed'));
		expect(await shop.act(boss, 'reopenPurchase', { purchaseId: 'B1' })).toEqual(ok);
		expect(await receive(12, 0)).toEqual(ok);
		expect(await cancel()).toEqual(rejected('order_closed'));
		expect((await shop.log()).filter(({ action }) => action === 'CANCEL_PURCHASE')).toHaveLength(1);
	});

	test.each([
		['no piece', { ordered: 0 }, 'invalid'],
		['less than none', { ordered: -1 }, 'invalid'],
		['half a piece', { ordered: 1.5 }, 'invalid'],
		['too many', { ordered: 100_000 }, 'invalid'],
		['a day that is none', { expectedAt: '2026-02-30' }, 'invalid'],
		['an hour that is none', { orderedAt: '2026-01-01 25:00:00' }, 'invalid'],
		['an unknown part', { productId: 'P9' }, 'not_found']
	])('%s is not ordered', async (_, changes, code) => {
		expect(await place(changes)).toEqual(rejected(code));
		expect(await stored()).toBeUndefined();
	});

	test.each([
		['0 pieces', 0, {}, 'invalid'],
		['half a piece', 1.5, {}, 'invalid'],
		['a piece less', -1, {}, 'invalid'],
		['more than ordered', 13, {}, 'invalid'],
		['an unknown purchase', 1, { purchaseId: 'B9' }, 'not_found'],
		['another part', 1, { productId: 'P1' }, 'not_found']
	])('%s is not received', async (_, pieces, changes, code) => {
		await place();
		expect(await receive(pieces, 0, changes)).toEqual(rejected(code));
		expect(await stored()).toMatchObject({ received: 0, status: 'ordered' });
		expect((await shop.product('P2'))?.stock).toBe(3);
	});

	test('of a part that left the shop nothing is received, but it can be cancelled', async () => {
		await place();
		await shop.act(boss, 'deleteProduct', { productId: 'P2' });
		expect(await receive(12, 0)).toEqual(rejected('not_found'));
		expect(await shop.act(boss, 'cancelPurchase', { purchaseId: 'B1' })).toEqual(ok);
	});
});

import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { carts } from '../../../src/lib/server/store/carts';
import { stocks } from '../../../src/lib/server/store/stock';
import { ann, bob, boss, lockedBoss, openTestShop, pad, placed, tyre } from '../../helpers/shop';
import { kinds } from '../../helpers/store';

describe.each(kinds)('%s', (kind) => {
	let shop: Awaited<ReturnType<typeof openTestShop>>;
	beforeEach(async () => {
		shop = await openTestShop(kind);
	});
	afterEach(() => shop.store.close());

	const cartOf = (username: string) => shop.store.read((tx) => carts.of(tx, username));
	const rejected = (code: string) => expect.objectContaining({ status: 'rejected', code });
	const ok = expect.objectContaining({ status: 'ok' });

	describe('cart', () => {
		test('a line is set, replaced and removed', async () => {
			expect(await shop.act(ann, 'setCartLine', { productId: 'P1', quantity: 2 })).toEqual(ok);
			await shop.act(ann, 'setCartLine', { productId: 'P1', quantity: 99_999 });
			expect(await cartOf('ann')).toEqual([{ productId: 'P1', quantity: 99_999 }]);
			await shop.act(ann, 'setCartLine', { productId: 'P1', quantity: 0 });
			await shop.act(ann, 'setCartLine', { productId: 'P1', quantity: 0 });
			expect(await cartOf('ann')).toEqual([]);
		});

		test.each([-5, 1.5, 'abc', 1e9, null, Number.MAX_SAFE_INTEGER])(
			'quantity %s is invalid',
			async (quantity) => {
				expect(await shop.act(ann, 'setCartLine', { productId: 'P1', quantity })).toEqual(
					rejected('invalid')
				);
				expect(await cartOf('ann')).toEqual([]);
			}
		);

		test('an unknown product and a hidden one are not found', async () => {
			await shop.act(boss, 'saveProduct', { productId: 'P2', changes: { status: 'hidden' } });
			for (const productId of ['P2', 'P9', '__proto__'])
				expect(await shop.act(ann, 'setCartLine', { productId, quantity: 1 })).toEqual(rejected('not_found'));
		});
	});

	describe('placeOrder', () => {
		test('waits for its code, and its lines leave the cart of the account alone', async () => {
			for (const actor of [ann, bob]) await shop.act(actor, 'setCartLine', { productId: 'P1', quantity: 1 });
			await shop.act(ann, 'setCartLine', { productId: 'P2', quantity: 1 });
			const args = { ...placed('o1', ['P1', 2, 1500]), fulfilment: 'delivery', address: 'Here' };
			expect(await shop.act(ann, 'placeOrder', args)).toEqual(ok);
			expect(await shop.order('o1')).toEqual({
				...args,
				username: 'ann',
				status: 'awaiting_code',
				total: 3000,
				lines: [{ productId: 'P1', name: 'Brake pad', quantity: 2, price: 1500 }]
			});
			expect(await cartOf('ann')).toEqual([{ productId: 'P2', quantity: 1 }]);
			expect(await cartOf('bob')).toEqual([{ productId: 'P1', quantity: 1 }]);
			expect((await shop.product('P1'))?.stock).toBe(10);
		});

		test('another price, too little stock or a missing product is for the buyer to review', async () => {
			expect(await shop.act(ann, 'placeOrder', placed('o1', ['P1', 11, 1], ['P9', 1, 5]))).toEqual(ok);
			expect(await shop.order('o1')).toMatchObject({
				status: 'needs_review',
				lines: [
					{ productId: 'P1', quantity: 11, price: 1, priceNow: 1500, available: 10 },
					{ productId: 'P9', name: 'P9', priceNow: null, available: 0 }
				]
			});
		});

		test('a product that was deleted while it was in the cart keeps its name in the order', async () => {
			await shop.act(ann, 'setCartLine', { productId: 'P1', quantity: 1 });
			await shop.act(boss, 'deleteProduct', { productId: 'P1' });
			await shop.act(ann, 'placeOrder', placed('o1', ['P1', 1, 1500]));
			const gone = { name: 'Brake pad', priceNow: null, available: 0 };
			expect(await shop.order('o1')).toMatchObject({ status: 'needs_review', lines: [gone] });
			await shop.act(ann, 'acceptOrder', { orderId: 'o1', lines: placed('', ['P1', 1, 1500]).lines });
			expect(await shop.order('o1')).toMatchObject({ status: 'needs_review', lines: [gone] });
			expect(await cartOf('ann')).toEqual([]);
		});

		test('an id is unique for ever: the same buyer is told what became of it, another is refused', async () => {
			await shop.act(ann, 'placeOrder', placed('o1', ['P1', 1, 1500]));
			await shop.act(ann, 'cancelOrder', { orderId: 'o1' });
			await shop.act(ann, 'setCartLine', { productId: 'P1', quantity: 1 });
			expect(await shop.act(ann, 'placeOrder', placed('o1', ['P1', 1, 1500]))).toEqual(ok);
			expect((await shop.order('o1'))?.status).toBe('cancelled');
			expect(await cartOf('ann')).toEqual([]);
			expect(await shop.act(bob, 'placeOrder', placed('o1', ['P1', 1, 1500]))).toEqual(
				rejected('order_exists')
			);
			expect((await shop.order('o1'))?.username).toBe('ann');
		});

		test('an instant may be given in any zone, or as ms; one that a fast clock says is now', async () => {
			for (const placedAt of ['2026-01-05T11:30:00+05:30', '2026-01-05T06:00', Date.UTC(2026, 0, 5, 6)]) {
				const orderId = `o ${placedAt}`;
				expect(await shop.act(ann, 'placeOrder', { ...placed(orderId, ['P1', 1, 1500]), placedAt })).toEqual(
					ok
				);
				expect((await shop.order(orderId))?.placedAt).toBe('2026-01-05T06:00:00.000Z');
			}
			await shop.act(ann, 'placeOrder', {
				...placed('o1', ['P1', 1, 1500]),
				placedAt: '2031-01-01T00:00:00Z'
			});
			expect((await shop.order('o1'))?.placedAt).toBe(new Date(shop.clock.now()).toISOString());
		});

		test.each([
			['no lines', { lines: [] }],
			['a product twice', placed('o1', ['P1', 1, 1500], ['P1', 2, 1500])],
			['a quantity of 0', placed('o1', ['P1', 0, 1500])],
			['a total beyond the exact numbers', placed('o1', ['P1', 99_999, 1e13])],
			['an unknown field', { ...placed('o1', ['P1', 1, 1500]), username: 'bob' }],
			['a NUL', { ...placed('o1', ['P1', 1, 1500]), note: 'a\0b' }],
			['a date that is none', { ...placed('o1', ['P1', 1, 1500]), placedAt: 'soon' }],
			['a date that is another format', { ...placed('o1', ['P1', 1, 1500]), placedAt: 'March 3, 2026' }],
			['a day alone', { ...placed('o1', ['P1', 1, 1500]), placedAt: '2026-01-01' }],
			['a day that no calendar has', { ...placed('o1', ['P1', 1, 1500]), placedAt: '2026-02-30T08:00:00Z' }],
			['nothing', null]
		])('%s is invalid', async (_, args) => {
			expect(await shop.act(ann, 'placeOrder', args)).toEqual(rejected('invalid'));
			expect(await shop.order('o1')).toBeUndefined();
			expect(shop.faults).toEqual([]);
		});
	});

	describe('acceptOrder and cancelOrder', () => {
		test('what the buyer accepts is what is ordered, if it is today’s', async () => {
			await shop.act(ann, 'placeOrder', placed('o1', ['P1', 11, 1500]));
			const accept = (...line: [string, number, number]) =>
				shop.act(ann, 'acceptOrder', { orderId: 'o1', lines: placed('', line).lines });
			expect(await accept('P1', 10, 1499)).toEqual(ok);
			expect(await shop.order('o1')).toMatchObject({ status: 'needs_review' });
			expect(await accept('P1', 10, 1500)).toEqual(ok);
			expect(await shop.order('o1')).toMatchObject({
				status: 'awaiting_code',
				total: 15_000,
				lines: [{ productId: 'P1', name: 'Brake pad', quantity: 10, price: 1500 }]
			});
			expect((await shop.order('o1'))?.lines[0]).not.toHaveProperty('priceNow');
		});

		test('a cancelled order stays so; another’s is not there', async () => {
			await shop.act(ann, 'placeOrder', placed('o1', ['P1', 1, 1500]));
			const { lines } = placed('', ['P1', 1, 1500]);
			expect(await shop.act(bob, 'cancelOrder', { orderId: 'o1' })).toEqual(rejected('not_found'));
			expect(await shop.act(bob, 'acceptOrder', { orderId: 'o1', lines })).toEqual(rejected('not_found'));
			expect(await shop.act(boss, 'acceptOrder', { orderId: 'o1', lines })).toEqual(rejected('not_found'));
			expect(await shop.act(ann, 'cancelOrder', { orderId: 'o1' })).toEqual(ok);
			expect(await shop.act(ann, 'cancelOrder', { orderId: 'o1' })).toEqual(ok);
			expect(await shop.act(ann, 'acceptOrder', { orderId: 'o1', lines })).toEqual(rejected('order_closed'));
		});
	});

	describe('the desk', () => {
		test('shoppers may not, whatever they send; the PIN guards what can’t be undone', async () => {
			for (const name of ['saveProduct', 'deleteProduct', 'adjustStock', 'saveStock', 'sellAtCounter'])
				expect(await shop.act(ann, name, {})).toEqual(rejected('forbidden'));
			expect(await shop.act(lockedBoss, 'deleteProduct', { productId: 'P1' })).toEqual(
				rejected('pin_required')
			);
			expect(await shop.act(lockedBoss, 'refundOrder', { orderId: 'x', lines: [], reason: '' })).toEqual(
				rejected('invalid')
			);
			expect(await shop.product('P1')).toBeDefined();
		});

		test.each(['constructor', '__proto__', 'toString', 'hasOwnProperty', ''])(
			'%s is no mutation',
			async (name) => {
				expect(await shop.act(boss, name, {})).toEqual(rejected('unknown_mutation'));
			}
		);

		test('a new product is made with its opening stock; one without a price is not', async () => {
			const changes = { name: 'Wiper', section: 'Glass', price: 300, stock: 7 };
			expect(await shop.act(lockedBoss, 'saveProduct', { productId: 'W', changes })).toEqual(ok);
			expect(await shop.product('W')).toEqual({ productId: 'W', ...changes, description: '' });
			expect(await shop.movements()).toMatchObject([
				{ productId: 'W', delta: 7, reason: 'opening', username: 'boss', date: '2026-01-05 12:00:00' }
			]);
			const { price: _, ...priceless } = changes;
			expect(await shop.act(boss, 'saveProduct', { productId: 'V', changes: priceless })).toEqual(
				rejected('invalid')
			);
			expect(await shop.log()).toMatchObject([{ username: 'boss', action: 'ADD', target: 'W' }]);
		});

		test('two editors: stock by difference, fields only if unchanged', async () => {
			const base = { price: 1500, stock: 10, name: 'Brake pad' };
			const save = (changes: object) => shop.act(boss, 'saveProduct', { productId: 'P1', changes, base });
			expect(await save({ price: 1600, stock: 12 })).toEqual(ok);
			expect(await save({ stock: 7 })).toEqual(ok);
			expect(await shop.product('P1')).toMatchObject({ price: 1600, stock: 9 });
			expect(await save({ price: 1700, stock: 11 })).toEqual(rejected('conflict'));
			expect(await save({ price: 1600 })).toEqual(ok);
			expect(await save({ stock: 0 })).toEqual(rejected('out_of_stock'));
			expect(await shop.product('P1')).toMatchObject({ price: 1600, stock: 9 });
			expect((await shop.movements()).map(({ delta }) => delta)).toEqual([2, -3]);
		});

		test('without a base an edit is taken as given', async () => {
			const changes = { stock: 4, brand: 'B', oemNumbers: ['1'], name: 'Pad' };
			await shop.act(boss, 'saveProduct', { productId: 'P1', changes });
			expect(await shop.product('P1')).toEqual({ ...pad, ...changes, formerNames: ['Brake pad'] });
			await shop.act(boss, 'saveProduct', { productId: 'P1', changes: { brand: null, oemNumbers: [] } });
			expect(await shop.product('P1')).not.toHaveProperty('brand');
			expect(await shop.product('P1')).not.toHaveProperty('oemNumbers');
		});

		test('a base of a product that is gone does not bring it back', async () => {
			await shop.act(boss, 'deleteProduct', { productId: 'P1' });
			expect(
				await shop.act(boss, 'saveProduct', { productId: 'P1', changes: { price: 1 }, base: { price: 1500 } })
			).toEqual(rejected('not_found'));
			expect(await shop.product('P1')).toBeUndefined();
			expect(await shop.movements()).toMatchObject([{ productId: 'P1', delta: -10 }]);
		});

		test('stock is received, counted, lost, and never below 0', async () => {
			const adjust = (delta: number) =>
				shop.act(boss, 'adjustStock', { productId: 'P1', delta, reason: 'count', note: 'shelf 3' });
			expect(await adjust(5)).toEqual(ok);
			expect(await adjust(-15)).toEqual(ok);
			expect(await adjust(-1)).toEqual(rejected('out_of_stock'));
			expect(await adjust(0)).toEqual(rejected('invalid'));
			expect((await shop.product('P1'))?.stock).toBe(0);
			expect(await shop.movements()).toMatchObject([
				{ delta: 5, reason: 'count', note: 'shelf 3' },
				{ delta: -15 }
			]);
		});

		test('the reserve follows the same rules and moves no shelf', async () => {
			const at = { category: 'Brakes', item: 'Pads' };
			const save = (more: object) => shop.act(boss, 'saveStock', { ...at, ...more });
			expect(await save({ changes: { stock: 5, price: 100, productId: 'P1' } })).toEqual(ok);
			expect(await save({ changes: { stock: 3 }, base: { stock: 4 } })).toEqual(ok);
			expect(await save({ changes: { price: 90 }, base: { price: 80 } })).toEqual(rejected('conflict'));
			expect(await save({ changes: { productId: null } })).toEqual(ok);
			expect(await shop.store.read((tx) => stocks.all(tx))).toEqual([{ ...at, stock: 4, price: 100 }]);
			expect(await shop.movements()).toEqual([]);
		});
	});

	describe('counter sale and refund', () => {
		const sell = (orderId: string, username?: string, quantity = 2) =>
			shop.act(boss, 'sellAtCounter', {
				orderId,
				lines: placed('', ['P1', quantity, 1500]).lines,
				...(username !== undefined && { username })
			});

		test('is confirmed at once, once', async () => {
			expect(await sell('c1', 'ann')).toEqual(ok);
			expect(await sell('c1', 'ann')).toEqual(ok);
			expect(await shop.order('c1')).toMatchObject({
				status: 'confirmed',
				username: 'ann',
				soldBy: 'boss',
				confirmedAt: '2026-01-05T06:30:00.000Z'
			});
			expect(await shop.sales()).toMatchObject([
				{ orderId: 'c1', date: '2026-01-05 12:00:00', quantity: 2, total: 3000, soldBy: 'boss' }
			]);
			expect((await shop.product('P1'))?.stock).toBe(8);
			expect(await sell('c2', 'nobody')).toEqual(rejected('not_found'));
		});

		test('one that the shelf can’t fill waits for the desk, and the PIN closes it', async () => {
			await sell('c1', undefined, 11);
			expect(await shop.order('c1')).toMatchObject({ status: 'needs_review', username: '', soldBy: 'boss' });
			const accept = (actor: typeof boss) =>
				shop.act(actor, 'acceptOrder', { orderId: 'c1', lines: placed('', ['P1', 10, 1500]).lines });
			expect(await accept(ann)).toEqual(rejected('not_found'));
			expect(await accept(lockedBoss)).toEqual(rejected('pin_required'));
			expect(await accept(boss)).toEqual(ok);
			expect((await shop.order('c1'))?.status).toBe('confirmed');
			expect((await shop.product('P1'))?.stock).toBe(0);
		});

		test('a refund brings pieces back to shelf and sales, never more than were sold', async () => {
			await sell('c1', 'ann', 3);
			const refund = (quantity: number, orderId = 'c1') =>
				shop.act(boss, 'refundOrder', {
					orderId,
					lines: [{ productId: 'P1', quantity }],
					reason: 'Wrong part'
				});
			expect(await refund(2)).toEqual(ok);
			expect((await shop.order('c1'))?.status).toBe('confirmed');
			expect(await refund(2)).toEqual(rejected('invalid'));
			expect(await refund(1)).toEqual(ok);
			expect(await refund(1)).toEqual(rejected('order_closed'));
			expect((await shop.order('c1'))?.status).toBe('refunded');
			expect((await shop.product('P1'))?.stock).toBe(10);
			expect(await shop.sales()).toMatchObject([
				{ quantity: 3 },
				{ quantity: -2, total: -3000, kind: 'return', reason: 'Wrong part', username: 'ann', soldBy: 'boss' },
				{ quantity: -1 }
			]);
			await shop.act(ann, 'placeOrder', placed('o1', ['P1', 1, 1500]));
			expect(await refund(1, 'o1')).toEqual(rejected('order_closed'));
			expect(await refund(1, 'none')).toEqual(rejected('not_found'));
		});

		test('goods go on: ready, then handed over, and not back', async () => {
			await sell('c1');
			const advance = (status: string) => shop.act(lockedBoss, 'advanceOrder', { orderId: 'c1', status });
			expect(await advance('ready')).toEqual(ok);
			expect(await advance('handed_over')).toEqual(ok);
			expect(await advance('ready')).toEqual(rejected('order_closed'));
			expect(await shop.act(ann, 'advanceOrder', { orderId: 'c1', status: 'ready' })).toEqual(
				rejected('forbidden')
			);
			await shop.act(ann, 'placeOrder', placed('o1', [tyre.productId, 1, tyre.price]));
			expect(await shop.act(boss, 'advanceOrder', { orderId: 'o1', status: 'ready' })).toEqual(
				rejected('order_closed')
			);
		});
	});
});

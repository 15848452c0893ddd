import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { stocks } from '../../../src/lib/server/store/stock';
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
	const price = (productId: string, now: number, seen: number) => ({
		productId,
		changes: { price: now },
		base: { price: seen }
	});
	const reserve = async () => (await shop.store.read((tx) => stocks.all(tx)))[0];

	describe('saveProducts', () => {
		test('changes several products at once, for an admin with the PIN', async () => {
			const args = { edits: [price('P1', 1650, 1500), price('P2', 4400, 4000)] };
			expect(await shop.act(ann, 'saveProducts', args)).toEqual(rejected('forbidden'));
			expect(await shop.act(lockedBoss, 'saveProducts', args)).toEqual(rejected('pin_required'));
			expect((await shop.product('P1'))?.price).toBe(1500);
			expect(await shop.act(boss, 'saveProducts', args)).toEqual(ok);
			expect([(await shop.product('P1'))?.price, (await shop.product('P2'))?.price]).toEqual([1650, 4400]);
		});

		test('one that clashes keeps all as they were, and is named with both values', async () => {
			const args = { edits: [price('P1', 1650, 1500), price('P2', 4400, 3999)] };
			expect(await shop.act(boss, 'saveProducts', args)).toEqual(
				rejected('conflict', 'Tyre: price is 4000 by now; you saw 3999.')
			);
			expect((await shop.product('P1'))?.price).toBe(1500);
			expect(await shop.log()).toEqual([]);
		});

		test('stock moves by the difference, each with the reason given', async () => {
			await shop.act(boss, 'adjustStock', { productId: 'P1', delta: -2, reason: 'loss' });
			const edits = [{ productId: 'P1', changes: { stock: 15 }, base: { stock: 10 } }];
			await shop.act(boss, 'saveProducts', { edits, reason: 'receipt', note: 'Monday' });
			expect((await shop.product('P1'))?.stock).toBe(13);
			expect((await shop.movements()).at(-1)).toMatchObject({
				productId: 'P1',
				delta: 5,
				reason: 'receipt',
				note: 'Monday',
				username: 'boss'
			});
		});

		test.each([
			['no edits', []],
			['a product twice', [price('P1', 1, 1500), price('P1', 2, 1500)]],
			['more than 500', Array.from({ length: 501 }, (_, i) => price(`X${i}`, 1, 1))],
			['a price below 0', [price('P1', -1, 1500)]],
			['half a cent', [price('P1', 0.5, 1500)]]
		])('%s is invalid', async (_, edits) => {
			expect(await shop.act(boss, 'saveProducts', { edits })).toEqual(rejected('invalid'));
		});
	});

	test('a deleted product comes back whole, with the shop’s own columns', async () => {
		const extra = { Bin: 'A-17' };
		await shop.act(boss, 'saveProduct', { productId: 'P1', changes: { extra } });
		const before = (await shop.product('P1'))!;
		await shop.act(boss, 'deleteProduct', { productId: 'P1' });
		const { productId, ...changes } = before;
		expect(await shop.act(boss, 'saveProduct', { productId, changes })).toEqual(ok);
		expect(await shop.product('P1')).toEqual(before);
		expect((await shop.movements()).map(({ delta, reason }) => [delta, reason])).toEqual([
			[-10, 'deleted'],
			[10, 'opening']
		]);
	});

	describe('moveReserve', () => {
		const line = { category: 'Brake', item: 'Brake pad' };
		const moved = (delta: number) => shop.act(boss, 'moveReserve', { productId: 'P1', ...line, delta });

		test('pieces go from the reserve to the shelf and back, none is lost', async () => {
			await shop.act(boss, 'saveStock', { ...line, changes: { stock: 8, price: 1200 } });
			expect(await moved(5)).toEqual(ok);
			expect((await shop.product('P1'))?.stock).toBe(15);
			expect(await reserve()).toMatchObject({ stock: 3, price: 1200, productId: 'P1' });
			expect(await moved(-2)).toEqual(ok);
			expect((await shop.product('P1'))?.stock).toBe(13);
			expect((await reserve())?.stock).toBe(5);
			expect((await shop.movements()).map(({ delta, reason }) => [delta, reason])).toEqual([
				[5, 'from_reserve'],
				[-2, 'to_reserve']
			]);
		});

		test('more than there is stays where it is, on both sides', async () => {
			await shop.act(boss, 'saveStock', { ...line, changes: { stock: 8 } });
			expect(await moved(9)).toEqual(rejected('out_of_stock'));
			expect(await moved(-11)).toEqual(rejected('out_of_stock'));
			expect(await moved(0)).toEqual(rejected('invalid'));
			expect([(await shop.product('P1'))?.stock, (await reserve())?.stock]).toEqual([10, 8]);
		});

		test('a line of another product is not taken, a new line begins', async () => {
			await shop.act(boss, 'saveStock', { ...line, changes: { stock: 8, productId: 'P2' } });
			expect(await moved(1)).toEqual(rejected('invalid'));
			expect(
				await shop.act(boss, 'moveReserve', { productId: 'P1', category: 'Brake', item: 'New', delta: -4 })
			).toEqual(ok);
			expect((await shop.product('P1'))?.stock).toBe(6);
		});
	});
});

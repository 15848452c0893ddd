import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { FileClash } from '../../../src/lib/domain/csv/clash';
import { holdDeletion, noteClash, noteRefused } from '../../../src/lib/server/csv/edit-notes';
import { records } from '../../../src/lib/server/store/records';
import { ann, boss, lockedBoss, openTestShop, type TestShop } from '../../helpers/shop';
import { kinds } from '../../helpers/store';

describe.each(kinds)('%s', (kind) => {
	let shop: TestShop;
	beforeEach(async () => {
		shop = await openTestShop(kind);
	});
	afterEach(() => shop.store.close());

	const price = { key: 'P1', column: 'price', base: '15.00', theirs: '17.50', current: '16.00' };
	const clash = async (file = 'products.csv', change: Partial<typeof price> = {}): Promise<string> => {
		await shop.store.write((tx) => noteClash(tx, file, { ...price, ...change }, 0));
		return (await listed())[0]!.clashId;
	};
	const listed = (): Promise<FileClash[]> => shop.store.read((tx) => records.all(tx, 'clashes'));
	const rejected = (code: string) => expect.objectContaining({ status: 'rejected', code });
	const ok = expect.objectContaining({ status: 'ok' });

	test("the file's value is set, the list is shorter, and the log says who chose", async () => {
		const clashId = await clash();
		expect(await shop.act(ann, 'settleClash', { clashId, choice: 'file' })).toEqual(rejected('forbidden'));
		expect(await shop.act(lockedBoss, 'settleClash', { clashId, choice: 'file' })).toEqual(ok);
		expect((await shop.product('P1'))?.price).toBe(1750);
		expect(await listed()).toEqual([]);
		expect((await shop.log()).at(-1)).toMatchObject({
			username: 'boss',
			action: 'SETTLE_CLASH',
			target: 'products.csv P1 price file'
		});
		expect(await shop.act(boss, 'settleClash', { clashId, choice: 'shop' })).toEqual(rejected('not_found'));
	});

	test("with the shop's choice everything stays as it is", async () => {
		const clashId = await clash();
		expect(await shop.act(lockedBoss, 'settleClash', { clashId, choice: 'shop' })).toEqual(ok);
		expect((await shop.product('P1'))?.price).toBe(1500);
		expect(await listed()).toEqual([]);
	});

	test('what deletes rows or changes settings is behind the PIN', async () => {
		const setting = await clash('shop.json', { key: 'name', column: '', theirs: '"Garage"' });
		expect(await shop.act(lockedBoss, 'settleClash', { clashId: setting, choice: 'file' })).toEqual(
			rejected('pin_required')
		);
		expect(await listed()).toHaveLength(1);
		expect(await shop.act(boss, 'settleClash', { clashId: setting, choice: 'file' })).toEqual(ok);

		await shop.store.write((tx) => holdDeletion(tx, 'products.csv', ['P1', 'P2'], 0));
		const [held] = await listed();
		const choose = { clashId: held!.clashId, choice: 'file' };
		expect(await shop.act(lockedBoss, 'settleClash', choose)).toEqual(rejected('pin_required'));
		expect(await shop.act(boss, 'settleClash', choose)).toEqual(ok);
		expect(await shop.product('P1')).toBeUndefined();
		expect(
			(await shop.movements()).map(({ productId, delta, reason, username }) => [
				productId,
				delta,
				reason,
				username
			])
		).toEqual([
			['P1', -10, 'deleted', 'boss'],
			['P2', -3, 'deleted', 'boss']
		]);
		expect(await shop.store.read((tx) => records.all(tx, 'held'))).toEqual([]);
	});

	test('a held deletion of many rows travels as its number and first keys', async () => {
		const keys = Array.from({ length: 500 }, (_, index) => `X${index}`);
		await shop.store.write((tx) => holdDeletion(tx, 'products.csv', [...keys, 'P2'], 0));
		const { changes } = await shop.pull(null, null, boss);
		expect(changes.clashes).toMatchObject([{ kind: 'deleted', count: 501, keys: keys.slice(0, 20) }]);
		expect(
			await shop.act(boss, 'settleClash', { clashId: (await listed())[0]!.clashId, choice: 'file' })
		).toEqual(ok);
		expect(await shop.product('P2')).toBeUndefined();
	});

	test('accounts travel without a value, and only the shop’s side can be chosen', async () => {
		const clashId = await clash('users.csv', { key: 'ann', column: 'role', theirs: 'admin' });
		expect(await listed()).toEqual([
			{ clashId, kind: 'value', file: 'users.csv', at: 0, key: 'ann', column: 'role' }
		]);
		expect(await shop.act(boss, 'settleClash', { clashId, choice: 'file' })).toEqual(rejected('invalid'));
		expect(await shop.act(boss, 'settleClash', { clashId, choice: 'shop' })).toEqual(ok);
		await shop.store.write((tx) => noteRefused(tx, 'users.csv', 'boss', 'is the last admin', 0));
		const [refused] = await listed();
		expect(await shop.act(boss, 'settleClash', { clashId: refused!.clashId, choice: 'shop' })).toEqual(ok);
		expect(await listed()).toEqual([]);
	});
});

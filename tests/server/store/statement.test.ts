import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { statement } from '../../../src/lib/server/store/statement';
import type { Store } from '../../../src/lib/server/store/store';
import { state } from '../../../src/lib/server/store/state';
import { kinds, openers } from '../../helpers/store';

describe.each(kinds)('%s', (kind) => {
	let store: Store;
	let made = 0;
	const between = statement(
		(db, { keys, other, limit }: { keys: string[]; other: string; limit: number }) => {
			made++;
			return db
				.selectFrom('state')
				.select('value')
				.where((eb) => eb.or([eb('key', 'in', keys), eb('key', '=', other)]))
				.where('key', '!=', 'never')
				.orderBy('key')
				.limit(limit);
		}
	);
	const rename = statement((db, { from, to }: { from: string; to: string }) =>
		db.updateTable('state').set({ key: to, value: to }).where('key', '=', from)
	);
	const found = async (keys: string[], other: string, limit = 10) =>
		(await store.read((tx) => between(tx, { keys, other, limit }))).rows.map(({ value }) => value);

	beforeEach(async () => {
		made = 0;
		store = await openers[kind]();
		await store.write(async (tx) => {
			for (const [index, key] of ['a', 'b', 'c', 'never'].entries()) await state.set(tx, key, index);
		});
	});
	afterEach(() => store.close());

	test('runs with the values of each call, made once for each length of its lists', async () => {
		expect(await found(['a', 'b'], 'c')).toEqual(['0', '1', '2']);
		expect(await found(['b', 'never'], 'b')).toEqual(['1']);
		expect(await found(['a', 'c'], 'b', 2)).toEqual(['0', '1']);
		expect(made).toBe(1);
		expect(await found(['c'], 'a')).toEqual(['0', '2']);
		expect(await found(['c', 'b', 'a'], 'a')).toEqual(['0', '1', '2']);
		expect(made).toBe(3);
	});

	test('tells how many rows it wrote, and takes a value that is used twice', async () => {
		expect((await store.write((tx) => rename(tx, { from: 'a', to: 'd' }))).numAffectedRows).toBe(1n);
		expect((await store.write((tx) => rename(tx, { from: 'a', to: 'e' }))).numAffectedRows).toBe(0n);
		expect(await found(['a', 'd'], 'e')).toEqual(['d']);
	});
});

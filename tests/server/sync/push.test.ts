import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { ProblemError } from '../../../src/lib/server/problem';
import { carts } from '../../../src/lib/server/store/carts';
import { ann, bob, openTestShop, placed } from '../../helpers/shop';
import { kinds } from '../../helpers/store';

describe.each(kinds)('%s', (kind) => {
	let shop: Awaited<ReturnType<typeof openTestShop>>;
	beforeEach(async () => {
		shop = await openTestShop(kind);
	});
	afterEach(() => shop.store.close());

	const set = (seq: number, quantity: unknown, productId = 'P1') => ({
		seq,
		name: 'setCartLine',
		args: { productId, quantity }
	});
	const quantity = async () => (await shop.store.read((tx) => carts.of(tx, 'ann')))[0]?.quantity;
	const push = (mutations: { seq: number; name: string; args: unknown }[], clientId = 'c', actor = ann) =>
		shop.push({ clientId, mutations }, actor);
	const problem = (code: string, details: object = {}) =>
		expect.objectContaining({ code, details: expect.objectContaining(details) }) as ProblemError;

	test('what was applied is not applied again, and its first result is returned', async () => {
		const first = await push([set(1, 3), set(2, -1), set(3, 5)]);
		expect(first).toEqual({
			storeId: shop.store.storeId,
			lastSeq: 3,
			results: [
				{ seq: 1, status: 'ok' },
				{ seq: 2, status: 'rejected', code: 'invalid', detail: expect.stringContaining('quantity') },
				{ seq: 3, status: 'ok' }
			]
		});
		await push([set(4, 7)]);
		expect((await push([set(1, 3), set(2, -1), set(3, 5)])).results).toEqual(first.results);
		expect(await quantity()).toBe(7);
		const overlap = await push([set(3, 5), set(4, 7), set(5, 9)]);
		expect(overlap).toMatchObject({ lastSeq: 5, results: [{ seq: 3 }, { seq: 4 }, { seq: 5 }] });
		expect(await quantity()).toBe(9);
	});

	test('the same push many times at once is applied once', async () => {
		const order = { seq: 1, name: 'placeOrder', args: placed('o1', ['P1', 1, 1500]) };
		const answers = await Promise.all(Array.from({ length: 20 }, () => push([order])));
		for (const answer of answers) expect(answer).toEqual(answers[0]);
		expect(answers[0]!.results).toEqual([{ seq: 1, status: 'ok' }]);
	});

	test('a gap is told with the last seq, and nothing of it is applied', async () => {
		await push([set(1, 1)]);
		await expect(push([set(3, 3)])).rejects.toEqual(problem('seq_gap', { lastSeq: 1 }));
		await expect(push([set(2, 1)], 'new')).rejects.toEqual(problem('seq_gap', { lastSeq: 0 }));
		await expect(push([set(2, 1), set(4, 4)])).rejects.toEqual(problem('invalid'));
		await expect(push([set(2, 1), set(2, 4)])).rejects.toEqual(problem('invalid'));
		expect(await quantity()).toBe(1);
	});

	test('a client belongs to the account that first pushed, an empty push too', async () => {
		expect(await push([])).toMatchObject({ lastSeq: 0, results: [] });
		await expect(push([set(1, 1)], 'c', bob)).rejects.toEqual(problem('wrong_client'));
	});

	test('a schema that is too old or too new stops the push and consumes nothing', async () => {
		for (const schema of [0, 99])
			await expect(shop.push({ clientId: 'c', schema, mutations: [set(1, 1)] }, ann)).rejects.toEqual(
				problem('client_too_old')
			);
		expect(await push([set(1, 2)])).toMatchObject({ lastSeq: 1 });
	});

	test('a fault inside a mutation undoes that one alone and consumes it', async () => {
		await shop.store.write((tx) => tx.db.schema.alterTable('carts').renameTo('hidden').execute());
		const { results } = await push([set(1, 1), { seq: 2, name: 'nope', args: {} }]);
		expect(results).toMatchObject([
			{ seq: 1, status: 'rejected', code: 'failed' },
			{ seq: 2, status: 'rejected', code: 'unknown_mutation' }
		]);
		expect(JSON.stringify(results)).not.toContain('carts');
		expect(shop.faults.length).toBe(1);
		await shop.store.write((tx) => tx.db.schema.alterTable('hidden').renameTo('carts').execute());
		expect(await push([set(3, 1)])).toMatchObject({ lastSeq: 3, results: [{ status: 'ok' }] });
	});

	test('a device from before a rebuild sends its outbox again under a new number: nothing twice', async () => {
		const queue = [
			{ seq: 1, name: 'placeOrder', args: placed('o1', ['P1', 2, 1500]) },
			{ seq: 2, name: 'cancelOrder', args: { orderId: 'o1' } }
		];
		await push(queue, 'before');
		expect((await push(queue, 'after')).results).toEqual([
			{ seq: 1, status: 'ok' },
			{ seq: 2, status: 'ok' }
		]);
		expect((await shop.order('o1'))?.status).toBe('cancelled');
	});
});

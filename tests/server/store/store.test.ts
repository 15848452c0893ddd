import { sql } from 'kysely';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { DeskProduct } from '../../../src/lib/domain/catalogue/product';
import { tableNames } from '../../../src/lib/domain/tables';
import { carts } from '../../../src/lib/server/store/carts';
import { limits } from '../../../src/lib/server/store/limits';
import { log } from '../../../src/lib/server/store/log';
import { orders } from '../../../src/lib/server/store/orders';
import { products } from '../../../src/lib/server/store/products';
import { records } from '../../../src/lib/server/store/records';
import { sales } from '../../../src/lib/server/store/sales';
import { sessions } from '../../../src/lib/server/store/sessions';
import { shops } from '../../../src/lib/server/store/shop';
import { state } from '../../../src/lib/server/store/state';
import type { Commit, Store } from '../../../src/lib/server/store/store';
import { tables } from '../../../src/lib/server/store/tables';
import { users } from '../../../src/lib/server/store/users';
import { defaultShop } from '../../../src/lib/domain/shop/shop';
import { kinds, openers } from '../../helpers/store';

/** A sale, but for its order. */
const sale = { saleId: '', date: 'd', item: 'B', quantity: 1, price: 1, username: 'u', total: 1 };
const full: DeskProduct = {
	productId: '007',
	name: 'Öl "5W-30", =1+1\nsecond line',
	section: 'Engine Oils',
	price: 9_007_199_254_740_991,
	stock: 4,
	description: '',
	brand: 'A',
	partNumber: '1E5',
	oemNumbers: ['1', '2'],
	barcode: '12345678901234567890',
	image: 'oil.webp',
	status: 'discontinued',
	supersededBy: '008',
	alternatives: ['9'],
	formerNames: ['Oil'],
	supplier: 'S',
	cost: 1,
	leadTimeDays: 2.5,
	leadTimeSdDays: 0.5,
	reorderPoint: 0,
	packSize: 6,
	minOrderQuantity: 12,
	extra: { Shelf: 'B7', __proto__x: 'y' }
};
const bare: DeskProduct = {
	productId: 'P2',
	name: 'B',
	section: 'S',
	price: 1,
	stock: 2,
	description: 'd'
};

describe.each(kinds)('%s', (kind) => {
	let store: Store;
	beforeEach(async () => {
		store = await openers[kind]();
	});
	afterEach(() => store.close());

	test('every field of a product comes back as it was, and absent ones stay absent', async () => {
		await store.write((tx) => products.insertAll(tx, [full, bare]));
		expect(await store.read((tx) => products.all(tx))).toEqual([full, bare]);
		const [, second] = await store.read((tx) => products.all(tx));
		expect(Object.keys(second!)).toEqual(Object.keys(bare));
	});

	test('rows of every table keep the order of their file', async () => {
		const rows = {
			products: [full, bare],
			fitment: [
				{ fitmentId: '', productId: 'P2', make: 'M', model: 'Z', yearFrom: 2001 },
				{ fitmentId: '', productId: 'P2', make: 'M', model: 'A', extra: { k: 'v' } }
			],
			users: ['zoe', 'adam'].map((username) => ({
				username,
				passwordHash: 'h',
				role: 'user' as const,
				status: 'active' as const,
				mustChange: username === 'zoe'
			})),
			orders: ['z', 'a'].map((orderId) => ({
				orderId,
				username: 'zoe',
				status: 'confirmed' as const,
				lines: [{ productId: 'P2', name: 'B', quantity: 1, price: 1 }],
				total: 1,
				placedAt: '2026-01-01T00:00:00.000Z'
			})),
			sales: ['z', 'a'].map((orderId) => ({
				saleId: '',
				date: '2026-01-01 00:00:00',
				orderId,
				item: 'B',
				quantity: -1,
				price: 1,
				username: 'zoe',
				total: -1
			})),
			stocks: ['z', 'a'].map((item) => ({ category: 'C', item, stock: 0, price: 5 })),
			movements: ['z', 'a'].map((productId) => ({
				movementId: '',
				date: '2026-01-01 00:00:00',
				productId,
				delta: -2,
				reason: 'loss',
				reference: '',
				username: 'zoe',
				note: ''
			})),
			purchases: ['z', 'a'].map((purchaseId) => ({
				purchaseId,
				supplier: 's',
				productId: 'P2',
				ordered: 1,
				received: 0,
				cost: 2,
				orderedAt: '',
				expectedAt: '',
				receivedAt: '',
				status: 'open'
			}))
		};
		for (const name of tableNames) {
			const { insertAll, all } = tables[name] as (typeof tables)['products'];
			const given = rows[name] as unknown as DeskProduct[];
			await store.write((tx) => insertAll(tx, given));
			const back = await store.read((tx) => all(tx));
			const numbered = { fitmentId: /^\d+$/, saleId: /^\d+$/, movementId: /^\d+$/ };
			back.forEach((row, i) => {
				for (const [field, value] of Object.entries(row))
					if (field in numbered) expect(value).toMatch(/^\d+$/);
					else expect(value).toEqual(given[i]![field as keyof DeskProduct]);
			});
			expect(back.length, name).toBe(2);
		}
	});

	test('what changed since a version: written and deleted rows, a row that came back not among the deleted', async () => {
		await store.write((tx) => products.insertAll(tx, [full, bare]));
		const first = store.version;
		await store.write((tx) => products.takeStock(tx, 'P2', 1));
		expect(await store.read((tx) => products.changedSince(tx, first))).toEqual({
			rows: [{ ...bare, stock: 1 }],
			deleted: []
		});
		await store.write((tx) => products.remove(tx, ['007']));
		await store.write((tx) => products.remove(tx, ['P2']));
		await store.write((tx) => products.save(tx, bare));
		expect(await store.read((tx) => products.changedSince(tx, first))).toEqual({
			rows: [bare],
			deleted: ['007']
		});
		expect(await store.write((tx) => products.remove(tx, ['007']))).toBe(false);
	});

	test('stock never falls below 0, whoever asks', async () => {
		await store.write((tx) => products.insertAll(tx, [{ ...bare, stock: 10 }]));
		const takes = await Promise.all(
			Array.from({ length: 50 }, () => store.write((tx) => products.takeStock(tx, 'P2', 1)))
		);
		expect(takes.filter(Boolean).length).toBe(10);
		expect((await store.read((tx) => products.byKey(tx, 'P2')))?.stock).toBe(0);
		await expect(store.write((tx) => products.save(tx, { ...bare, stock: -1 }))).rejects.toThrow();
	});

	test('jobs that wait together are one commit; one that throws undoes itself alone', async () => {
		const commits: Commit[] = [];
		store.onCommit((commit) => commits.push(commit));
		const before = store.version;
		const save = (productId: string) =>
			store.write(async (tx) => {
				await products.save(tx, { ...bare, productId });
				if (productId === 'bad') throw new Error('no');
				return tx.version;
			});
		const results = await Promise.allSettled(['a', 'bad', 'c'].map(save));
		expect(results.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
		expect(store.version).toBe(before + 1);
		expect(commits).toEqual([{ version: before + 1, tables: new Set(['products']), added: new Map() }]);
		expect((await store.read((tx) => products.all(tx))).map((p) => p.productId)).toEqual(['a', 'c']);
	});

	test('rows that are only added come along with the commit; with anything else, the table alone is named', async () => {
		const commits: Commit[] = [];
		store.onCommit((commit) => commits.push(commit));
		const add = (...orderIds: string[]) =>
			store.write((tx) =>
				sales.insertAll(
					tx,
					orderIds.map((orderId) => ({ ...sale, orderId }))
				)
			);
		const failing = store.write(async (tx) => {
			await sales.insertAll(tx, [{ ...sale, orderId: 'never' }]);
			throw new Error('no');
		});
		await Promise.allSettled([add('a', 'b'), failing, add('c')]);
		const { rows, last } = commits[0]!.added.get('sales')!;
		expect(rows).toMatchObject([{ orderId: 'a' }, { orderId: 'b' }, { orderId: 'c' }]);
		const stored = await store.read((tx) => sales.all(tx));
		expect(stored.at(-1)).toMatchObject({ orderId: 'c', saleId: String(last) });

		await Promise.all([add('d'), store.write((tx) => sales.remove(tx, [stored[0]!.saleId]))]);
		expect(commits[1]).toMatchObject({ tables: new Set(['sales']), added: new Map() });
	});

	test('an attempt inside a job undoes itself alone, and tells of nothing', async () => {
		const commits: Commit[] = [];
		store.onCommit((commit) => commits.push(commit));
		await store.write(async (tx) => {
			await state.set(tx, 'kept', 1);
			await tx
				.attempt(async (inner) => {
					await products.save(inner, bare);
					throw new Error('no');
				})
				.catch(() => {});
		});
		expect(commits).toEqual([]);
		expect(await store.read((tx) => state.get(tx, 'kept'))).toBe(1);
		expect(await store.read((tx) => products.all(tx))).toEqual([]);
	});

	test('a read is a snapshot: a commit during it is not in it', async () => {
		if (kind === 'postgres') return; // PGlite has one connection: nothing can be written during a read.
		await store.write((tx) => products.insertAll(tx, [bare]));
		await store.read(async (tx) => {
			await products.all(tx);
			await store.write((write) => products.takeStock(write, 'P2', 1));
			expect((await products.all(tx))[0]?.stock).toBe(2);
		});
		expect((await store.read((tx) => products.all(tx)))[0]?.stock).toBe(1);
	});

	test('a listener is told after the commit: it reads what was written', async () => {
		const seen = new Promise<unknown>((resolve) => {
			store.onCommit(() => resolve(store.read((tx) => products.byKey(tx, 'P2'))));
		});
		await store.write((tx) => products.insertAll(tx, [bare]));
		expect(await seen).toEqual(bare);
	});

	test('a key that exists already throws', async () => {
		await store.write((tx) => products.insertAll(tx, [bare]));
		await expect(store.write((tx) => products.insertAll(tx, [bare]))).rejects.toThrow();
	});

	test('more rows than one statement takes go in and come out', async () => {
		const many = Array.from({ length: 4000 }, (_, i) => ({ ...bare, productId: `P${i}` }));
		await store.write((tx) => products.insertAll(tx, many));
		expect(await store.read((tx) => products.all(tx))).toEqual(many);
	});

	test('carts are by account, and what leaves one is told to its account alone', async () => {
		const line = { productId: 'P2', quantity: 2, name: 'B', price: 1 };
		await store.write(async (tx) => {
			await carts.setLine(tx, { username: 'ann', ...line });
			await carts.setLine(tx, { username: 'bob', ...line, quantity: 1 });
			await carts.setLine(tx, { username: 'ann', ...line, quantity: 5 });
			await carts.removeLines(tx, 'bob', ['P2', 'P9']);
		});
		expect(await store.read((tx) => carts.all(tx))).toEqual(new Map([['ann', [{ ...line, quantity: 5 }]]]));
		expect(await store.read((tx) => carts.of(tx, 'ann'))).toEqual([{ productId: 'P2', quantity: 5 }]);
	});

	test('names are exact, but taken whatever their case', async () => {
		const account = { passwordHash: 'h', role: 'user', status: 'active', mustChange: false } as const;
		await store.write((tx) => users.insert(tx, { username: 'Ann', ...account, email: 'a@b.c' }));
		const [exact, other, taken, free] = await store.read((tx) =>
			Promise.all([
				users.byName(tx, 'Ann'),
				users.byName(tx, 'ann'),
				users.isTaken(tx, 'aNN'),
				users.isTaken(tx, 'an')
			])
		);
		expect([exact?.email, other, taken, free]).toEqual(['a@b.c', undefined, true, false]);
	});

	test('sessions: one, all of an account but one, unseen ones', async () => {
		const session = { username: 'ann', createdAt: 1, seenAt: 1, unlockedUntil: null, device: null };
		await store.write(async (tx) => {
			for (const tokenHash of ['a', 'b', 'c']) await sessions.insert(tx, { tokenHash, ...session });
			await sessions.touch(tx, 'b', 9);
			await sessions.setUnlocked(tx, 'b', 20);
			await sessions.removeOf(tx, 'ann', 'b');
		});
		expect(await store.read((tx) => sessions.of(tx, 'ann'))).toEqual([
			{ tokenHash: 'b', ...session, seenAt: 9, unlockedUntil: 20 }
		]);
		await store.write((tx) => sessions.removeUnseenSince(tx, 10));
		expect(await store.read((tx) => sessions.of(tx, 'ann'))).toEqual([]);
	});

	test('a limit counts a sliding window, whoever hits at once', async () => {
		const limit = { max: 3, windowMs: 1000 };
		const hit = (now: number) => store.write((tx) => limits.hit(tx, 'k', limit, now));
		const hits = await Promise.all([0, 100, 200, 300, 400].map(hit));
		expect(hits.filter((h) => h.ok).length).toBe(3);
		expect(await hit(400)).toEqual({ ok: false, retryAfterMs: 600 });
		expect(await hit(1000)).toEqual({ ok: true, left: 0 });
		expect(await hit(1001)).toEqual({ ok: false, retryAfterMs: 99 });
		await store.write((tx) => limits.clear(tx, 'k'));
		expect(await hit(1002)).toEqual({ ok: true, left: 2 });
	});

	test('limits that nobody hit for long are forgotten, the others stay', async () => {
		const keys = async () =>
			(await store.read(({ db }) => db.selectFrom('limits').select('key').execute())).map(({ key }) => key);
		const limit = { max: 3, windowMs: 1000 };
		await store.write((tx) => limits.hit(tx, 'old', limit, 100));
		await store.write((tx) => limits.hit(tx, 'new', limit, 900));
		await store.write((tx) => limits.removeBefore(tx, 500));
		expect(await keys()).toEqual(['new']);
	});

	test('settings: the defaults first, then as saved, with the PIN apart', async () => {
		expect(await store.read((tx) => shops.settings(tx))).toEqual(defaultShop);
		const file = { shop: { ...defaultShop, name: 'Parts' }, pinHash: 'p', extra: { own: [1] } };
		await store.write((tx) => shops.save(tx, file));
		expect(await store.read((tx) => shops.get(tx))).toEqual(file);
		expect((await store.read((tx) => shops.settings(tx))).name).toBe('Parts');
	});

	test('generated rows: only those that differ get a new version', async () => {
		const row = (clashId: string, at: number) =>
			[clashId, { clashId, at, file: 'products.csv', kind: 'refused', key: '', reason: '' }] as const;
		await store.write((tx) => records.replaceAll(tx, 'clashes', new Map([row('a', 1), row('b', 1)])));
		const before = store.version;
		await store.write((tx) => records.replaceAll(tx, 'clashes', new Map([row('a', 1), row('c', 2)])));
		const changed = await store.read((tx) =>
			records.page(tx, 'clashes', { since: before, upto: store.version, after: null, limit: 9 })
		);
		expect(changed.map(({ key }) => key)).toEqual(['c']);
		expect(await store.read((tx) => records.all(tx, 'clashes'))).toEqual([row('a', 1)[1], row('c', 2)[1]]);
	});

	test('the log chains each line to the one before', async () => {
		const entry = { at: '2026-01-01 00:00:00', username: 'boss', action: 'ADD', target: 'P1' };
		await store.write(async (tx) => {
			await log.insertAll(tx, [{ logId: '', ...entry, action: 'OLD' }]);
			await log.append(tx, entry);
			await log.append(tx, entry);
		});
		const [old, first, second] = await store.read((tx) => log.all(tx));
		expect(old?.hash).toBeUndefined();
		expect(first?.hash).toMatch(/^[0-9a-f]{64}$/);
		expect(second?.hash).not.toBe(first?.hash);
	});

	test('an order of a rebuilt store counts its days from when it was placed, others from when they came in', async () => {
		const order = {
			orderId: 'o',
			username: 'ann',
			status: 'awaiting_code' as const,
			lines: [],
			total: 0,
			placedAt: '2020-01-01T00:00:00.000Z'
		};
		const placedAt = Date.parse(order.placedAt);
		const cameLater = { ...order, orderId: 'later' };
		await store.write(async (tx) => {
			await orders.insertAll(tx, [order, { ...order, orderId: 'done', status: 'confirmed' }]);
			await orders.insert(tx, cameLater, placedAt + 1000);
		});
		const before = (instant: number) => store.read((tx) => orders.unconfirmedBefore(tx, instant));
		expect(await before(placedAt)).toEqual([]);
		expect(await before(placedAt + 1000)).toEqual([order]);
		expect(await before(placedAt + 1001)).toEqual([order, cameLater]);
	});

	test('sales of an order', async () => {
		await store.write((tx) =>
			sales.insertAll(tx, [
				{ ...sale, orderId: 'x' },
				{ ...sale, orderId: 'y' }
			])
		);
		const [of, has, hasNot] = await store.read((tx) =>
			Promise.all([sales.ofOrder(tx, 'x'), sales.hasOrder(tx, 'y'), sales.hasOrder(tx, 'z')])
		);
		expect([of.length, has, hasNot]).toEqual([1, true, false]);
	});
});

test('a commit of another process on the same file is noticed, and the file is opened safely', async () => {
	const { mkdtemp, rm } = await import('node:fs/promises');
	const { openSqlite } = await import('../../../src/lib/server/store/sqlite');
	const folder = await mkdtemp('/tmp/pop-two-');
	const [one, two] = [await openSqlite(`${folder}/s.sqlite`), await openSqlite(`${folder}/s.sqlite`)];
	const told = vi.fn();
	two.onCommit(told);
	expect(two.storeId).toBe(one.storeId);
	await one.write((tx) => products.insertAll(tx, [bare]));
	await vi.waitFor(() => expect(told).toHaveBeenCalled());
	expect(told.mock.calls[0]![0]).toMatchObject({ version: one.version });
	expect(two.version).toBe(one.version);
	expect(await two.read((tx) => products.all(tx))).toEqual([bare]);
	await one.close();
	await two.close();
	await rm(folder, { recursive: true });
});

test('a full disk in the middle of a batch fails all of it: nothing of it stays', async () => {
	const store = await openers.sqlite();
	await store.write(async ({ db }) => {
		const { rows } = await sql<{ page_count: number }>`pragma page_count`.execute(db);
		await sql.raw(`pragma max_page_count = ${rows[0]!.page_count + 5}`).execute(db);
	});
	const jobs = [
		store.write((tx) => state.set(tx, 'before', 1)),
		store.write(async (tx) => {
			await tx.attempt((inner) => state.set(inner, 'much', 'x'.repeat(1_000_000))).catch(() => {});
			await state.set(tx, 'same', 1);
		}),
		store.write((tx) => state.set(tx, 'after', 1))
	];
	for (const job of jobs) await expect(job).rejects.toThrow('full');
	expect(await store.read((tx) => state.keys(tx, ''))).toEqual([]);
	await store.write((tx) => state.set(tx, 'later', 1));
	expect(await store.read((tx) => state.keys(tx, ''))).toEqual(['later']);
	await store.close();
});

import { gunzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { PullResponse } from '../../../src/lib/protocol/sync';
import type { Actor } from '../../../src/lib/server/auth/actor';
import { products } from '../../../src/lib/server/store/products';
import { records } from '../../../src/lib/server/store/records';
import { unpackColumns } from '../../../src/lib/domain/catalogue/columns';
import { createCatalogue } from '../../../src/lib/server/sync/catalogue';
import { createPull } from '../../../src/lib/server/sync/pull';
import { ann, bob, boss, openTestShop, pad, placed, tyre } from '../../helpers/shop';
import { kinds } from '../../helpers/store';

describe.each(kinds)('%s', (kind) => {
	let shop: Awaited<ReturnType<typeof openTestShop>>;
	beforeEach(async () => {
		shop = await openTestShop(kind);
	});
	afterEach(() => shop.store.close());

	/** All pages of a pull as one. */
	async function pullAll(
		pull: typeof shop.pull,
		cursor: string | null,
		actor: Actor | null,
		clientId?: string
	) {
		const all: PullResponse = {
			storeId: '',
			cursor: '',
			more: false,
			reset: false,
			changes: {},
			deleted: {}
		};
		let pages = 0;
		for (let from = cursor; ; from = all.cursor) {
			const page = await pull(from, clientId ?? null, actor);
			if (pages++ === 0) all.reset = page.reset;
			for (const part of ['changes', 'deleted'] as const)
				for (const [table, rows] of Object.entries(page[part]))
					((all[part] as Record<string, unknown[]>)[table] ??= []).push(...rows);
			all.cursor = page.cursor;
			if (page.lastSeq !== undefined) all.lastSeq = page.lastSeq;
			if (!page.more) return { ...all, pages };
		}
	}

	const { supplier: _s, cost: _c, reorderPoint: _r, ...publicTyre } = tyre;

	test('anyone gets the catalogue, without what only the desk sees', async () => {
		const { changes, reset, lastSeq } = await shop.pull(null, null, null);
		expect(reset).toBe(true);
		expect(lastSeq).toBeUndefined();
		expect(changes).toEqual({ products: [pad, { ...publicTyre, low: true }] });
	});

	test('a shopper gets own carts and orders, an admin all orders and the desk’s tables', async () => {
		await shop.act(ann, 'setCartLine', { productId: 'P1', quantity: 2 });
		await shop.act(ann, 'placeOrder', placed('o1', ['P2', 1, 4000]));
		await shop.act(bob, 'placeOrder', placed('o2', ['P2', 1, 4000]));
		await shop.act(boss, 'adjustStock', { productId: 'P1', delta: 1, reason: 'count' });
		await shop.store.write((tx) =>
			records.save(tx, 'clashes', 'c1', {
				clashId: 'c1',
				at: 0,
				file: 'products.csv',
				kind: 'refused',
				key: '',
				reason: ''
			})
		);
		const ids = async (actor: Actor | null) => {
			const { changes } = await shop.pull(null, null, actor);
			return {
				tables: Object.keys(changes).sort(),
				orders: changes.orders?.map(({ orderId }) => orderId),
				carts: changes.carts
			};
		};
		expect(await ids(ann)).toEqual({
			tables: ['carts', 'orders', 'products'],
			orders: ['o1'],
			carts: [{ productId: 'P1', quantity: 2 }]
		});
		expect(await ids(null)).toMatchObject({ tables: ['products'] });
		expect(await ids(boss)).toMatchObject({
			tables: ['clashes', 'log', 'movements', 'orders', 'products'],
			orders: ['o1', 'o2']
		});
		const { changes } = await shop.pull(null, null, boss);
		expect(changes.products).toContainEqual(tyre);
	});

	test('only what changed since the cursor, deletions too, and what left a cart', async () => {
		await shop.act(ann, 'setCartLine', { productId: 'P1', quantity: 2 });
		const { cursor } = await shop.pull(null, null, ann);
		const nothing = await shop.pull(cursor, null, ann);
		expect(nothing).toMatchObject({ reset: false, more: false, changes: {}, deleted: {} });
		await shop.act(ann, 'placeOrder', placed('o1', ['P1', 1, 1500]));
		await shop.act(boss, 'deleteProduct', { productId: 'P2' });
		const { changes, deleted } = await shop.pull(cursor, null, ann);
		expect(changes).toMatchObject({ orders: [{ orderId: 'o1' }] });
		expect(changes.products).toBeUndefined();
		expect(deleted).toEqual({ carts: ['P1'], products: ['P2'] });
		const bobs = await shop.pull((await shop.pull(null, null, bob)).cursor, null, bob);
		expect(bobs.deleted).toEqual({});
	});

	test('a product that is hidden is gone for shoppers, and comes back when it is shown', async () => {
		const hide = (status: string | null) =>
			shop.act(boss, 'saveProduct', { productId: 'P1', changes: { status } });
		const [annsFirst, bosss] = [await shop.pull(null, null, ann), await shop.pull(null, null, boss)];
		await hide('hidden');
		const anns = await shop.pull(annsFirst.cursor, null, ann);
		expect(anns).toMatchObject({ deleted: { products: ['P1'] }, changes: {} });
		expect((await shop.pull(bosss.cursor, null, boss)).changes.products).toMatchObject([
			{ status: 'hidden' }
		]);
		expect((await shop.pull(null, null, null)).changes.products).toHaveLength(1);
		await hide(null);
		expect((await shop.pull(anns.cursor, null, ann)).changes.products).toEqual([pad]);
	});

	test('a cursor of another account, role or store, or of none, starts anew', async () => {
		const { cursor } = await shop.pull(null, null, ann);
		const promoted: Actor = { ...ann, role: 'admin' };
		for (const actor of [bob, promoted, null])
			expect(await shop.pull(cursor, null, actor)).toMatchObject({ reset: true });
		const foreign = Buffer.from(cursor, 'base64url').toString().replace(shop.store.storeId, 'other');
		for (const text of ['', 'x', 'W10', Buffer.from(foreign).toString('base64url'), 'bnVsbA'])
			expect(await shop.pull(text, null, ann)).toMatchObject({ reset: true });
		expect(await shop.pull(cursor, null, ann)).toMatchObject({ reset: false });
	});

	test('a cursor with anything in it is answered', async () => {
		const { storeId } = shop.store;
		const fields = Buffer.from((await shop.pull(null, null, null)).cursor, 'base64url').toString();
		const [, view, reader] = JSON.parse(fields) as [string, string, string];
		const odd = [-1, 1e300, '1', null, [], [1, 'a\0'], [1, 'x'], [1], { a: 1 }];
		for (const value of odd)
			for (const place of [3, 4, 5, 6, 7]) {
				const cursor: unknown[] = [storeId, view, reader, 0, 0, 5, 1, [1, 1]];
				cursor[place] = value;
				const text = Buffer.from(JSON.stringify(cursor)).toString('base64url');
				expect(await shop.pull(text, 'a', ann)).toMatchObject({ storeId });
				expect(await shop.pull(text, null, null)).toMatchObject({ storeId });
			}
	});

	test('pages hold every row once, also of one version and with writes between them', async () => {
		const many = Array.from({ length: 20 }, (_, i) => ({ ...pad, productId: `N${i}` }));
		await shop.store.write((tx) => products.insertAll(tx, many));
		for (let i = 0; i < 5; i++)
			await shop.act(boss, 'adjustStock', { productId: 'P1', delta: 1, reason: 'x' });
		const pull = createPull(shop.store, 3);
		let round = 0;
		const busy: typeof pull = async (...args) => {
			const page = await pull(...args);
			if (round++ === 2) {
				await shop.act(boss, 'deleteProduct', { productId: 'N0' });
				await shop.act(boss, 'adjustStock', { productId: 'N15', delta: 1, reason: 'x' });
			}
			return page;
		};
		const { changes, deleted, pages } = await pullAll(busy, null, boss);
		expect(pages).toBeGreaterThan(9);
		const held = new Map(changes.products?.map((row) => [row.productId, row.stock]));
		expect(held.size).toBe(22);
		expect(held.get('N15')).toBe(11);
		expect(changes.products).toHaveLength(22);
		expect(deleted.products).toEqual(['N0']);
		expect(changes.movements).toHaveLength(7);
		expect(new Set(changes.movements?.map(({ movementId }) => movementId)).size).toBe(7);
	});

	test('forecasts, which are long, come in shorter pages, each once, beside what else fits', async () => {
		const ids = Array.from({ length: 901 }, (_, i) => `P${1000 + i}`);
		const rows = ids.map((productId) => [productId, JSON.stringify({ productId })] as const);
		await shop.store.write((tx) => records.saveTexts(tx, 'forecasts', rows));
		const lengths: (number | undefined)[] = [];
		const counted: typeof shop.pull = async (...args) => {
			const page = await shop.pull(...args);
			lengths.push(page.changes.forecasts?.length);
			return page;
		};
		const { changes } = await pullAll(counted, null, boss);
		expect(lengths).toEqual([400, 400, 101]);
		expect(changes.forecasts?.map(({ productId }) => productId)).toEqual(ids);
	});

	test('lastSeq is of the rows: never ahead of the pages', async () => {
		const set = (seq: number) => ({ seq, name: 'setCartLine', args: { productId: 'P1', quantity: seq } });
		await shop.push({ clientId: 'c', mutations: [set(1)] }, ann);
		expect(await shop.pull(null, 'c', ann)).toMatchObject({ lastSeq: 1 });
		expect((await shop.pull(null, 'c', bob)).lastSeq).toBeUndefined();
		expect(await shop.pull(null, 'unknown', ann)).toMatchObject({ lastSeq: 0 });
		const pull = createPull(shop.store, 1);
		const first = await pull(null, 'c', ann);
		expect(first).toMatchObject({ more: true });
		expect(first.lastSeq).toBeUndefined();
		await shop.push({ clientId: 'c', mutations: [set(2)] }, ann);
		const seen: [unknown, number | undefined][] = [];
		for (let page = first; page.more;) {
			page = await pull(page.cursor, 'c', ann);
			for (const { quantity } of page.changes.carts ?? []) seen.push([quantity, page.lastSeq]);
			if (page.lastSeq !== undefined && !page.more) seen.push(['end', page.lastSeq]);
		}
		expect(seen.at(-1)).toEqual(['end', 2]);
	});

	describe('catalogue', () => {
		const load = async (actor: Actor | null, from: string | null = null) => {
			const catalogue = createCatalogue(shop.store);
			const manifest = await catalogue.manifest(actor, from);
			const chunks = await Promise.all(
				(manifest.chunks ?? []).map(async ({ hash }) =>
					JSON.parse(String(await catalogue.chunk(actor, hash, 'identity')))
				)
			);
			return { catalogue, manifest, chunks };
		};

		test('chunks by section, at most 500 rows, hidden products and desk columns out', async () => {
			const many = Array.from({ length: 501 }, (_, i) => ({ ...pad, productId: `N${i}` }));
			await shop.store.write((tx) => products.insertAll(tx, many));
			await shop.act(boss, 'saveProduct', { productId: 'P1', changes: { status: 'hidden' } });
			const { manifest, chunks } = await load(null);
			expect(manifest.chunks?.map(({ id, section, rows }) => [id, section, rows])).toEqual([
				['Tyres/0', 'Tyres', 1],
				['Brake/0', 'Brake', 500],
				['Brake/1', 'Brake', 1]
			]);
			expect(chunks[0].columns).toMatchObject({ productId: ['P2'], low: [true], price: [4000] });
			expect(Object.keys(chunks[0].columns)).not.toContain('cost');
			expect((await load(boss)).chunks.at(-1).columns).toMatchObject({ cost: [2500] });
		});

		test('a column whose values repeat is a dictionary, but not for who does not ask for it', async () => {
			const many = Array.from({ length: 9 }, (_, i) => ({ ...pad, productId: `N${i}`, price: 10 + i }));
			await shop.store.write((tx) => products.insertAll(tx, many));
			const { catalogue, manifest, chunks } = await load(null);
			const brake = manifest.chunks!.findIndex(({ section }) => section === 'Brake');
			const { productId, section, price } = chunks[brake].columns;
			expect(section).toEqual({ values: ['Brake'], at: productId.map(() => 0) });
			expect(price).toHaveLength(10);
			const hashes = manifest.chunks!.map(({ hash }) => hash);
			const gunzipped = async (asked: string[]) =>
				JSON.parse(String(gunzipSync((await catalogue.plain(null, asked, 'gzip'))!)));
			const plain = await gunzipped([hashes[brake]!]);
			expect(plain).toEqual({
				...chunks[brake],
				columns: { ...unpackColumns(chunks[brake].columns), section: productId.map(() => 'Brake') }
			});
			expect((await gunzipped(hashes))[brake]).toEqual(plain);
			expect(await catalogue.plain(null, ['nothing'], 'gzip')).toBeNull();
		});

		test('pulling from its cursor brings what is newer, and all else from the start', async () => {
			await shop.act(ann, 'setCartLine', { productId: 'P1', quantity: 1 });
			const { manifest } = await load(ann);
			await shop.act(boss, 'adjustStock', { productId: 'P1', delta: -1, reason: 'x' });
			const { changes, reset } = await shop.pull(manifest.cursor, null, ann);
			expect(reset).toBe(false);
			expect(changes).toEqual({
				products: [{ ...pad, stock: 9 }],
				carts: [{ productId: 'P1', quantity: 1 }]
			});
		});

		test('another account of the same view keeps its products', async () => {
			await shop.act(ann, 'setCartLine', { productId: 'P1', quantity: 1 });
			const guest = await shop.pull(null, null, null);
			await shop.act(boss, 'adjustStock', { productId: 'P1', delta: -1, reason: 'x' });
			const { manifest } = await load(ann, guest.cursor);
			expect(manifest.chunks).toBeNull();
			expect((await shop.pull(manifest.cursor, null, ann)).changes).toEqual({
				products: [{ ...pad, stock: 9 }],
				carts: [{ productId: 'P1', quantity: 1 }]
			});
			expect((await load(boss, guest.cursor)).manifest.chunks).toHaveLength(2);
		});

		test('a snapshot stays until much is newer; a chunk that is the same keeps its hash', async () => {
			const { catalogue, manifest } = await load(null);
			await shop.act(boss, 'adjustStock', { productId: 'P1', delta: -1, reason: 'x' });
			expect(await catalogue.manifest(null, null)).toEqual(manifest);
			const many = Array.from({ length: 300 }, (_, i) => ({ ...pad, section: 'New', productId: `N${i}` }));
			await shop.store.write((tx) => products.insertAll(tx, many));
			const newer = await catalogue.manifest(null, null);
			expect(newer.cursor).not.toBe(manifest.cursor);
			expect(newer.chunks?.find(({ id }) => id === 'Tyres/0')).toEqual(manifest.chunks?.[1]);
			for (const { hash } of [...manifest.chunks!, ...newer.chunks!])
				expect(await catalogue.chunk(null, hash, 'gzip')).toBeInstanceOf(Buffer);
			expect(await catalogue.chunk(null, 'nothing', 'br')).toBeNull();
			const desk = await catalogue.manifest(boss, null);
			expect(await catalogue.chunk(ann, desk.chunks!.at(-2)!.hash, 'br')).toBeNull();
		});
	});
});

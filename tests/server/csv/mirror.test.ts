import {
	appendFile,
	cp,
	mkdir,
	mkdtemp,
	readdir,
	readFile,
	rename,
	rm,
	rmdir,
	writeFile
} from 'node:fs/promises';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { FileProblem } from '../../../src/lib/protocol/settings';
import { readCsv } from '../../../src/lib/domain/csv/read';
import { readTable } from '../../../src/lib/domain/csv/read-table';
import type { TableSpec } from '../../../src/lib/domain/csv/spec';
import { specs } from '../../../src/lib/domain/csv/tables';
import { tableNames } from '../../../src/lib/domain/tables';
import type { Order } from '../../../src/lib/domain/order/order';
import type { Sale } from '../../../src/lib/domain/sales/sale';
import { nodeDisk, type Disk } from '../../../src/lib/server/csv/disk';
import { createMirror, type Mirror, type MirrorOptions } from '../../../src/lib/server/csv/mirror';
import { rebuild } from '../../../src/lib/server/csv/rebuild';
import { carts } from '../../../src/lib/server/store/carts';
import { log } from '../../../src/lib/server/store/log';
import { orders } from '../../../src/lib/server/store/orders';
import { products } from '../../../src/lib/server/store/products';
import { sales } from '../../../src/lib/server/store/sales';
import { users } from '../../../src/lib/server/store/users';
import type { Store } from '../../../src/lib/server/store/store';
import { tables } from '../../../src/lib/server/store/tables';
import { openers } from '../../helpers/store';

const oldShop = fileURLToPath(new URL('../../fixtures/csv/old-shop', import.meta.url));
const shop = { digits: 2, timeZone: 'Asia/Kolkata' };

let folder: string;
let store: Store;
let mirror: Mirror | null = null;

beforeEach(async () => {
	folder = await mkdtemp(join(tmpdir(), 'pop-files-'));
	store = await openers.sqlite();
});

afterEach(async () => {
	await mirror?.stop();
	mirror = null;
	await store.close();
	await rm(folder, { recursive: true });
});

const file = (name: string) => readFile(join(folder, name), 'utf8');

async function start(options: Partial<MirrorOptions> = {}): Promise<Mirror> {
	mirror = createMirror({ store, folder, settleMs: 0, ...options });
	await mirror.start();
	return mirror;
}

async function takeOver(): Promise<Mirror> {
	await cp(oldShop, folder, { recursive: true });
	await rebuild(store, folder);
	return start();
}

const sale = (orderId: string): Sale => ({
	saleId: '',
	date: '2026-11-22 10:00:00',
	orderId,
	item: 'Front Brake',
	quantity: 1,
	price: 150000,
	username: 'bo',
	total: 150000,
	productId: 'P001'
});

const sell = (orderId: string) =>
	store.write(async (tx) => {
		await sales.insertAll(tx, [sale(orderId)]);
		await products.takeStock(tx, 'P001', 1);
	});

/** What the files say, table by table, and what the store has. */
async function bothSides() {
	const plain = (rows: object[], number?: string) =>
		rows.map((row) => JSON.parse(JSON.stringify({ ...row, ...(number && { [number]: undefined }) })));
	const inFiles: Record<string, unknown> = {};
	const inStore: Record<string, unknown> = {};
	for (const name of tableNames) {
		const spec = specs[name] as TableSpec<never>;
		const table = readTable(readCsv(await readFile(join(folder, `${name}.csv`))), spec, shop);
		inFiles[name] = plain(table.rows);
		inStore[name] = plain(await store.read((tx): Promise<object[]> => tables[name].all(tx)), spec.number);
	}
	return [inFiles, inStore];
}

describe("an old shop's files", () => {
	test('are taken over whole: every product, account, cart and sale, with its total', async () => {
		await cp(oldShop, folder, { recursive: true });
		const report = (await rebuild(store, folder))!;
		expect(report).toEqual({
			rows: {
				products: 10,
				users: 9,
				sales: 341,
				stocks: 15,
				orders: 0,
				fitment: 0,
				movements: 0,
				purchases: 0,
				carts: 0,
				log: 20
			},
			rejected: [],
			unmatchedSales: 0
		});
		const sold = await store.read((tx) => sales.all(tx));
		const lines = (await readFile(join(oldShop, 'sales.csv'), 'utf8')).trim().split('\r\n').slice(1);
		expect(sold.map(({ total }) => total)).toEqual(
			lines.map((line) => Math.round(Number(line.split(',')[6]) * 100))
		);
		expect(sold.every(({ productId }) => productId)).toBe(true);
	});

	test('gain the optional columns once and lose no byte else', async () => {
		const running = await takeOver();
		const was = await readFile(join(oldShop, 'products.csv'), 'utf8');
		const [head, first] = (await file('products.csv')).split('\r\n');
		expect(head).toBe(specs.products.columns.map(({ name }) => name).join(','));
		expect(first).toBe('P001,Front Brake,Brake,1500.0,3,Brake pads' + ','.repeat(16));
		expect(
			(await file('products.csv'))
				.replace(/,{16}(?=\r)/g, '')
				.split('\r\n')
				.slice(1)
		).toEqual(was.split('\r\n').slice(1));
		expect((await file('sales.csv')).split('\r\n')[1]).toBe(
			'2025-08-30 08:52:15,D8B6C302,Offroad tyres,4,58206.96,12345666,232827.84,P0010,,,'
		);
		for (const name of ['carts.json', 'admin_log.txt', 'bundle_suggestions.csv', 'reorder_suggestions.csv'])
			expect(await file(name)).toBe(await readFile(join(oldShop, name), 'utf8'));
		expect(await file('orders.csv')).toBe(specs.orders.columns.map(({ name }) => name).join(',') + '\n');
		const before = await file('products.csv');
		await running.stop();
		await start();
		expect(await file('products.csv')).toBe(before);
		const [inFiles, inStore] = await bothSides();
		expect(inFiles).toEqual(inStore);
	});

	test('a sale changes one line of products.csv and adds one to sales.csv', async () => {
		const running = await takeOver();
		const [productsBefore, salesBefore] = [await file('products.csv'), await file('sales.csv')];
		await sell('A1');
		await running.flush();
		expect(await file('products.csv')).toBe(productsBefore.replace(',1500.0,3,', ',1500.0,2,'));
		expect(await file('sales.csv')).toBe(
			salesBefore + '2026-11-22 10:00:00,A1,Front Brake,1,1500.00,bo,1500.00,P001,,,\r\n'
		);
	});
});

test('every table follows the store: new, changed and deleted rows', async () => {
	const running = await takeOver();
	await store.write(async (tx) => {
		await products.save(tx, {
			...(await products.byKey(tx, 'P002'))!,
			name: 'Summer, "R"',
			oemNumbers: ['a', 'b']
		});
		await products.remove(tx, ['P003']);
		await users.save(tx, {
			username: 'new',
			passwordHash: 'x',
			role: 'user',
			status: 'disabled',
			mustChange: true
		});
		await carts.setLine(tx, {
			username: '1234',
			productId: 'P001',
			quantity: 2,
			name: 'Front Brake',
			price: 150000
		});
		await tables.orders.insertAll(tx, [
			{
				orderId: 'A1',
				username: 'new',
				status: 'awaiting_code',
				lines: [],
				total: 0,
				placedAt: '2026-11-22T10:00:00.000Z'
			}
		]);
		await log.insertAll(tx, [
			{ logId: '', at: '2026-11-22 10:00:00', username: 'admin123', action: 'DELETE', target: 'P003' }
		]);
		await sales.remove(tx, [(await sales.all(tx))[0]!.saleId]);
	});
	await running.flush();
	const [inFiles, inStore] = await bothSides();
	expect(inFiles).toEqual(inStore);
	expect(JSON.parse(await file('carts.json'))['1234']).toEqual([
		{ product_id: 'P001', name: 'Front Brake', price: 1500, quantity: 2 }
	]);
	expect((await file('admin_log.txt')).endsWith('\r\n[2026-11-22 10:00:00] admin123: DELETE P003\r\n')).toBe(
		true
	);
});

test('sales are appended as they were committed, and read from the store only after a write that failed', async () => {
	const reads = vi.spyOn(tables.sales, 'tail');
	let fails = false;
	const disk: Disk = {
		...nodeDisk,
		append: (path, bytes) =>
			fails && path.endsWith('sales.csv') ? Promise.reject(new Error('no')) : nodeDisk.append(path, bytes)
	};
	let clock = 0;
	const running = await start({ disk, now: () => clock });
	await sell('A1');
	await running.flush();
	await sell('A2');
	await running.flush();
	expect(reads).not.toHaveBeenCalled();
	fails = true;
	await sell('A3');
	await expect(running.flush()).rejects.toThrow(/sales\.csv/);
	fails = false;
	clock += 2000;
	await sell('A4');
	await running.flush();
	expect(reads).toHaveBeenCalled();
	const orders = readCsv(await readFile(join(folder, 'sales.csv'))).rows.map(({ cells }) => cells[1]);
	expect(orders).toEqual(['A1', 'A2', 'A3', 'A4']);
	reads.mockRestore();
});

test('the newest sales are taken out again without a look at the older ones, and those behind them stay', async () => {
	const running = await takeOver();
	const before = await file('sales.csv');
	const imported = Array.from({ length: 9000 }, (_, index) => sale(`X${index}`));
	await store.write((tx) => sales.insertAll(tx, imported));
	await running.flush();
	await sell('A1');
	await running.flush();
	const [own] = (await file('sales.csv')).split(/(?<=\n)/).slice(-1);
	const all = vi.spyOn(tables.sales, 'all');
	for (const left of [6000, 20, 0]) {
		await store.write(async (tx) => {
			const rows = (await sales.page(tx, { since: 0, upto: tx.version, after: null, limit: 20_000 })).filter(
				({ row }) => row.orderId.startsWith('X')
			);
			for (const { row } of rows.slice(left)) await sales.remove(tx, [row.saleId]);
		});
		await running.flush();
		expect((await file('sales.csv')).split(',X').length - 1).toBe(left);
	}
	expect(await file('sales.csv')).toBe(before + own);
	expect(all).not.toHaveBeenCalled();
	all.mockRestore();

	await sell('A2');
	await running.flush();
	await writeFile(join(folder, 'sales.csv'), (await file('sales.csv')).replace(',A1,', ',A9,'));
	await running.flush();
	await store.write(async (tx) => void (await sales.remove(tx, [(await sales.all(tx)).at(-1)!.saleId])));
	await running.flush();
	const orderIds = readCsv(await readFile(join(folder, 'sales.csv'))).rows.map(({ cells }) => cells[1]);
	const sold = await store.read((tx) => sales.all(tx));
	expect(orderIds.sort()).toEqual(sold.map(({ orderId }) => orderId).sort());
});

test('half of an append that a crash left is no edit, also where its rows are undone at the next start', async () => {
	let dead = false;
	const dying: Disk = {
		...nodeDisk,
		stamp: (path) => (dead ? Promise.reject(new Error('dead')) : nodeDisk.stamp(path)),
		async append(path, bytes) {
			dead = path.endsWith('sales.csv');
			await nodeDisk.append(path, bytes.subarray(0, dead ? bytes.length * 0.7 : bytes.length));
			if (dead) throw new Error('dead');
		}
	};
	const running = await start({ disk: dying });
	const before = await file('sales.csv');
	await store.write((tx) => sales.insertAll(tx, ['A1', 'A2', 'A3'].map(sale)));
	await expect(running.flush()).rejects.toThrow(/sales\.csv/);
	await running.stop();
	expect(await file('sales.csv')).toContain(',A2,');
	await start({
		onRepaired: () =>
			store.write(async (tx) => {
				for (const { saleId } of await sales.all(tx)) await sales.remove(tx, [saleId]);
			})
	});
	await mirror!.flush();
	expect(await store.read((tx) => sales.all(tx))).toEqual([]);
	expect(await file('sales.csv')).toBe(before);
});

test('columns of their own that rows bring along stand in the file, and come back from it', async () => {
	const running = await takeOver();
	await store.write(async (tx) => {
		const product = (await products.byKey(tx, 'P002'))!;
		await products.save(tx, { ...product, extra: { Shelf: 'A, 1', Note: '' } });
		await sales.insertAll(tx, [{ ...sale('A1'), extra: { Till: '7' } }]);
	});
	await running.flush();
	expect((await file('products.csv')).split('\r\n')[0]).toMatch(/,Shelf$/);
	const [inFiles, inStore] = await bothSides();
	expect(inFiles!.sales).toMatchObject(inStore!.sales as object);
	expect((inFiles!.products as { extra?: object }[])[1]!.extra).toEqual({ Shelf: 'A, 1' });
});

test('commits while nobody mirrors are in the files after the next start', async () => {
	await (await takeOver()).stop();
	mirror = null;
	await sell('A1');
	const running = await start();
	const [inFiles, inStore] = await bothSides();
	expect(inFiles).toEqual(inStore);
	expect(running.status()).toEqual({ lagMs: 0, problems: [] });
});

test('with no store, the files alone bring the shop back', async () => {
	const running = await takeOver();
	await sell('A1');
	await running.stop();
	const [, before] = await bothSides();
	await store.close();
	store = await openers.sqlite();
	const { rejected } = (await rebuild(store, folder))!;
	expect(rejected).toEqual([]);
	await start();
	expect((await bothSides())[1]).toEqual(before);
});

test('a counter sale without an account comes back from the files too', async () => {
	const running = await takeOver();
	const soldAt = '2026-11-22T10:00:00.000Z';
	const line = { productId: 'P001', name: 'Front Brake', quantity: 1, price: 150000 };
	const counterSale: Order = {
		orderId: 'C1',
		placedAt: soldAt,
		username: '',
		status: 'confirmed',
		total: 150000,
		lines: [line],
		confirmedAt: soldAt,
		soldBy: 'admin123'
	};
	await store.write((tx) => orders.insert(tx, counterSale, Date.parse(soldAt)));
	await running.stop();
	await store.close();
	store = await openers.sqlite();
	expect((await rebuild(store, folder))!.rejected).toEqual([]);
	expect(await store.read((tx) => orders.byId(tx, 'C1'))).toEqual(counterSale);
});

test('refused rows are listed with line and reason, and stay in their file as they are', async () => {
	await cp(oldShop, folder, { recursive: true });
	const bad = 'P0011,"Bolt, long",Brake,abc,5,\r\n';
	await appendFile(join(folder, 'products.csv'), bad);
	const { rejected } = (await rebuild(store, folder))!;
	expect(rejected).toEqual([
		{ file: 'products.csv', line: 12, column: 'price', value: 'abc', reason: 'is not a number' }
	]);
	expect(await file('rejected/products.csv')).toBe(
		'line,reason,product_id,name,section,price,stock,description\n' +
			'12,"price ""abc"" is not a number",P0011,"Bolt, long",Brake,abc,5,\n'
	);
	const running = await start();
	await sell('A1');
	await running.flush();
	expect((await file('products.csv')).endsWith('\r\n' + bad)).toBe(true);
});

test('a damaged carts.json is kept beside the refused rows', async () => {
	await cp(oldShop, folder, { recursive: true });
	await writeFile(join(folder, 'carts.json'), '{"bo": [');
	const { rejected } = (await rebuild(store, folder))!;
	expect(rejected.map(({ file, reason }) => `${file} ${reason}`)).toEqual([
		'carts.json is not a JSON object'
	]);
	expect(await file('rejected/carts.json')).toBe('{"bo": [');
});

test('a cart without an account is left out of a rebuilt shop, listed, and kept beside the refused rows', async () => {
	await cp(oldShop, folder, { recursive: true });
	const line = { product_id: 'P001', name: 'Front Brake', price: 1500, quantity: 2 };
	const text = JSON.stringify({ '1234': [line], nobody: [line], gone: [] });
	await writeFile(join(folder, 'carts.json'), text);
	const { rejected, rows } = (await rebuild(store, folder))!;
	expect(rows.carts).toBe(1);
	expect(rejected).toEqual([
		{
			file: 'carts.json',
			line: 1,
			column: 'nobody',
			value: '',
			reason: 'has no account: the cart is left out'
		}
	]);
	expect(await file('rejected/carts.json')).toBe(text);
});

test('a file that was taken away is written again', async () => {
	const running = await takeOver();
	await rename(join(folder, 'users.csv'), join(folder, 'elsewhere.csv'));
	await store.write(async (tx) => void tx.touched.add('users'));
	await running.flush();
	const [inFiles, inStore] = await bothSides();
	expect(inFiles).toEqual(inStore);
});

test('a file that somebody takes away again and again is written again each time, with nothing else to write', async () => {
	await takeOver();
	await mirror!.stop();
	const running = await start({ settleMs: 50 });
	for (const _ of ['once', 'twice', 'three times']) {
		await rm(join(folder, 'products.csv'));
		await vi.waitFor(() => file('products.csv'), 5000);
		await running.flush();
	}
	const [inFiles, inStore] = await bothSides();
	expect(inFiles).toEqual(inStore);
});

test('a file that can not be written waits, is reported, and catches up; the others go on', async () => {
	const codes = ['EBUSY', 'ENOSPC', 'EROFS'];
	let clock = 0;
	let locked = false;
	const disk: Disk = {
		...nodeDisk,
		async rename(from, to, isExpected) {
			if (locked && to.endsWith('products.csv')) throw Object.assign(new Error('locked'), { code: codes[0] });
			return nodeDisk.rename(from, to, isExpected);
		}
	};
	await cp(oldShop, folder, { recursive: true });
	await rebuild(store, folder);
	const running = await start({ disk, now: () => clock });
	locked = true;
	await sell('A1');
	clock += 500;
	await expect(running.flush()).rejects.toThrow("products.csv can't be written: EBUSY");
	expect(running.status()).toEqual({
		lagMs: 500,
		problems: [{ name: 'products.csv', code: 'EBUSY', since: 500 }]
	});
	expect(await file('sales.csv')).toContain(',A1,');
	await sell('A2');
	clock += 2000;
	await expect(running.flush()).rejects.toThrow('EBUSY');
	expect(running.status().problems[0]!.since).toBe(500);
	locked = false;
	clock += 2000;
	await running.flush();
	expect(running.status()).toEqual({ lagMs: 0, problems: [] });
	const [inFiles, inStore] = await bothSides();
	expect(inFiles).toEqual(inStore);
	expect((await readdir(folder)).filter((name) => name.endsWith('.tmp'))).toEqual([]);
});

test('a file that another program holds for a moment is no problem; one that it keeps is told, and its end too', async () => {
	const running = await takeOver();
	const told: FileProblem[][] = [];
	running.onProblems((problems) => told.push(problems));
	// Nobody can write a file where a folder stands, on any system.
	const inTheWay = join(folder, '.products.csv.tmp');
	await mkdir(inTheWay);
	await sell('A1');
	await expect(running.flush()).rejects.toThrow('products.csv');
	expect(told).toEqual([]);
	await vi.waitFor(() => expect(told).toMatchObject([[{ name: 'products.csv' }]]), 5000);
	await sell('A2');
	await rmdir(inTheWay);
	await vi.waitFor(() => expect(told).toHaveLength(2), 5000);
	expect(told[1]).toEqual([]);
	const [inFiles, inStore] = await bothSides();
	expect(inFiles).toEqual(inStore);
});

test('of two processes on a folder one writes, and the other follows when that one ends', async () => {
	const first = await takeOver();
	const second = createMirror({ store, folder });
	await second.start();
	await sell('A1');
	await second.flush();
	await first.flush();
	expect((await file('sales.csv')).match(/,A1,/g)).toHaveLength(1);
	await first.stop();
	await sell('A2');
	await second.stop();
	await second.start();
	await second.stop();
	expect((await file('sales.csv')).match(/,A2,/g)).toHaveLength(1);
	const [inFiles, inStore] = await bothSides();
	expect(inFiles).toEqual(inStore);
});

test('the lock of a process that is gone holds nobody up', async () => {
	await writeFile(join(folder, 'lock'), JSON.stringify({ host: hostname(), pid: 2 ** 22 + 1 }));
	const release = await nodeDisk.lock(join(folder, 'lock'));
	expect(release).not.toBeNull();
	await release!();
	await writeFile(join(folder, 'lock'), JSON.stringify({ host: hostname(), pid: process.ppid }));
	expect(await nodeDisk.lock(join(folder, 'lock'))).toBeNull();
});

test('an edit that is found while it stops waits for the next start: the store may be closed by then', async () => {
	let look = () => {};
	let found = () => {};
	let isHeld = false;
	const held = new Promise<void>((resolve) => (found = resolve));
	const disk: Disk = {
		...nodeDisk,
		async stamp(path) {
			if (isHeld) await held;
			return nodeDisk.stamp(path);
		},
		watch: (_, changed) => ((look = changed), () => {})
	};
	await start({ disk });
	await writeFile(
		join(folder, 'products.csv'),
		'product_id,name,section,price,stock,description\nX1,A,B,1,1,\n'
	);
	isHeld = true;
	look();
	await mirror!.stop();
	found();
	await new Promise((resolve) => setTimeout(resolve, 200));
	const row = () => store.read((tx) => products.byKey(tx, 'X1'));
	expect(await row()).toBeUndefined();
	await start();
	expect(await row()).toMatchObject({ name: 'A' });
});

test('who takes the files over while the store fails lets them go, and takes them up once it works', async () => {
	let held = true;
	let fails = 0;
	const disk: Disk = { ...nodeDisk, lock: async (path) => (held ? null : nodeDisk.lock(path)) };
	const onRepaired = async () => {
		if (!held && fails++ === 0) throw new Error('no connection');
	};
	await start({ disk, onRepaired });
	held = false;
	await vi.waitFor(() => expect(fails).toBe(2), 5000);
	await store.write((tx) => sales.insertAll(tx, [sale('A1')]));
	await vi.waitFor(async () => expect(await file('sales.csv')).toContain('A1'), 5000);
});

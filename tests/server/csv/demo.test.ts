import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { readCsv } from '../../../src/lib/domain/csv/read';
import { readTable } from '../../../src/lib/domain/csv/read-table';
import type { TableSpec } from '../../../src/lib/domain/csv/spec';
import { specs } from '../../../src/lib/domain/csv/tables';
import { createAnalyst } from '../../../src/lib/server/analysis/analyst';
import { refreshBundles } from '../../../src/lib/server/analysis/bundles';
import { prepareDemo } from '../../../src/lib/server/csv/demo';
import { createMirror } from '../../../src/lib/server/csv/mirror';
import { rebuild } from '../../../src/lib/server/csv/rebuild';
import { openers } from '../../helpers/store';

const sample = fileURLToPath(new URL('../../../data/demo', import.meta.url));
const shop = { digits: 2, timeZone: 'Asia/Kolkata' };
const now = Date.parse('2027-03-10T20:00:00Z'); // already the 11th in the shop's zone

let folder: string;
beforeEach(async () => {
	folder = await mkdtemp(join(tmpdir(), 'pop-demo-'));
	await mkdir(join(folder, '.pop'));
});
afterEach(() => rm(folder, { recursive: true }));

async function rows<Row>(spec: TableSpec<Row>, from = folder): Promise<Row[]> {
	const { rows, rejected } = readTable(readCsv(await readFile(join(from, `${spec.name}.csv`))), spec, shop);
	expect(rejected).toEqual([]);
	return rows;
}
const weekday = (date: string) => new Date(date.slice(0, 10)).getUTCDay();

test('the sample ends yesterday, in the zone of the shop, and its weekdays stay true', async () => {
	await prepareDemo(sample, folder, now);
	const [moved, original] = [await rows(specs.sales), await rows(specs.sales, sample)];
	expect(moved.at(-1)!.date.slice(0, 10)).toBe('2027-03-10');
	expect(moved.map(({ date }) => weekday(date))).toEqual(
		original.slice(0, moved.length).map(({ date }) => weekday(date))
	);
	expect(original.length - moved.length).toBeLessThan(200);
	for (const { placedAt } of await rows(specs.orders)) expect(Date.parse(placedAt)).toBeLessThan(now);
	for (const { orderedAt, receivedAt } of await rows(specs.purchases)) {
		expect(orderedAt < '2027-03-11').toBe(true);
		expect(receivedAt < '2027-03-11').toBe(true);
	}
	expect((await readdir(folder)).sort()).toEqual(['.pop', ...(await readdir(sample))].sort());
	expect(await readdir(join(folder, '.pop'))).toEqual([]);
});

test('each shelf holds what came in and did not go out; each sale is of an order', async () => {
	await prepareDemo(sample, folder, now);
	const shelf = new Map<string, number>();
	for (const { productId, delta } of await rows(specs.movements))
		shelf.set(productId, (shelf.get(productId) ?? 0) + delta);
	const sold = await rows(specs.sales);
	for (const { productId = '', quantity } of sold)
		shelf.set(productId, (shelf.get(productId) ?? 0) - quantity);
	for (const { productId, stock } of await rows(specs.products))
		expect(stock, productId).toBe(shelf.get(productId));
	const orders = new Map((await rows(specs.orders)).map((order) => [order.orderId, order]));
	for (const { orderId } of sold) expect(orders.has(orderId), orderId).toBe(true);
	for (const { orderId, status } of orders.values())
		if (status === 'refunded')
			expect(
				sold.some((sale) => sale.orderId === orderId && sale.quantity < 0),
				orderId
			).toBe(true);
});

test('a folder with files of its own is left alone', async () => {
	await writeFile(join(folder, 'products.csv'), 'mine');
	await prepareDemo(sample, folder, now);
	expect((await readdir(folder)).sort()).toEqual(['.pop', 'products.csv']);
});

test('what a stop interrupted is gone on with, or begun anew', async () => {
	await mkdir(join(folder, '.pop', 'demo.tmp'));
	await writeFile(join(folder, '.pop', 'demo.tmp', 'products.csv'), 'half');
	await prepareDemo(sample, folder, now);
	const whole = await readFile(join(folder, 'products.csv'), 'utf8');
	expect(whole.length).toBeGreaterThan(1000);

	await mkdir(join(folder, '.pop', 'demo'));
	await writeFile(join(folder, '.pop', 'demo', 'users.csv'), 'the rest');
	await prepareDemo(sample, folder, now);
	expect(await readFile(join(folder, 'users.csv'), 'utf8')).toBe('the rest');
	expect(await readFile(join(folder, 'products.csv'), 'utf8')).toBe(whole);
});

test('what sells together is in the file as the shop finds it: its first look changes nothing', async () => {
	await prepareDemo(sample, folder, now);
	const told = await readFile(join(folder, 'bundle_suggestions.csv'), 'utf8');
	const store = await openers.sqlite();
	const analyst = createAnalyst(null);
	await rebuild(store, folder);
	await refreshBundles(store, analyst);
	const mirror = createMirror({ store, folder });
	await mirror.start();
	await mirror.stop();
	await store.close();
	expect(await readFile(join(folder, 'bundle_suggestions.csv'), 'utf8')).toBe(told);
	expect(told.split('\n').length).toBeGreaterThan(50);
});

/** Several nodes on one database: the same folder, or one each. */
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createMirror, type Mirror } from '../../../src/lib/server/csv/mirror';
import { rebuild } from '../../../src/lib/server/csv/rebuild';
import { products } from '../../../src/lib/server/store/products';
import { records } from '../../../src/lib/server/store/records';
import { sales } from '../../../src/lib/server/store/sales';
import type { Store } from '../../../src/lib/server/store/store';
import { openers } from '../../helpers/store';

let folders: string[];
let store: Store;
let running: Mirror[];

beforeEach(async () => {
	folders = [await mkdtemp(join(tmpdir(), 'pop-a-')), await mkdtemp(join(tmpdir(), 'pop-b-'))];
	const text = 'product_id,name,section,price,stock\nP1,Bolt,Brake,1.5,10\nP2,Nut,Brake,2.5,20\n';
	await writeFile(join(folders[0]!, 'products.csv'), text);
	store = await openers.postgres();
	running = [];
	await rebuild(store, folders[0]!);
});
afterEach(async () => {
	for (const mirror of running) await mirror.stop();
	await store.close();
	for (const folder of folders) await rm(folder, { recursive: true });
});

async function start(folder: string): Promise<Mirror> {
	const mirror = createMirror({ store, folder, settleMs: 0 });
	await mirror.start();
	running.push(mirror);
	return mirror;
}
const lines = async (folder: string, name: string) =>
	(await readFile(join(folder, name), 'utf8')).trimEnd().split(/\r?\n/).slice(1);
let orders = 0;
const sell = () =>
	store.write(async (tx) => {
		await products.takeStock(tx, 'P1', 1);
		const row = { date: '2026-11-22 10:00:00', item: 'Bolt', productId: 'P1', quantity: 1, price: 150 };
		await sales.insertAll(tx, [{ saleId: '', orderId: `A${++orders}`, username: 'bo', total: 150, ...row }]);
	});
const clashes = () => store.read((tx) => records.all(tx, 'clashes'));

test('with a folder each, every folder shows the whole shop, also after a while without its node', async () => {
	const [a, b] = folders as [string, string];
	const first = await start(a);
	const second = await start(b);
	await sell();
	for (const mirror of running) await mirror.flush();
	await first.stop();
	for (let round = 0; round < 3; round++) {
		await sell();
		await second.flush();
	}
	const back = await start(a);
	await back.flush();
	for (const folder of [a, b]) {
		expect(await lines(folder, 'sales.csv')).toHaveLength(4);
		expect((await lines(folder, 'products.csv'))[0]).toMatch(/^P1,Bolt,Brake,1.50?,6/);
	}
	expect(await clashes()).toEqual([]);
});

test('with a folder each, an edit in either is in both', async () => {
	for (const folder of folders) await start(folder);
	const path = join(folders[1]!, 'products.csv');
	await writeFile(path, (await readFile(path, 'utf8')).replace('Nut', 'Big nut'));
	await store.write(async (tx) => void tx.touched.add('products'));
	for (let round = 0; round < 2; round++) for (const mirror of running) await mirror.flush();
	for (const folder of folders) expect((await lines(folder, 'products.csv'))[1]).toMatch(/^P2,Big nut,/);
	expect(await clashes()).toEqual([]);
});

test('with the same folder, one node writes for both, and the other follows when it stops', async () => {
	const [a] = folders as [string];
	const first = await start(a);
	const second = await start(a);
	await sell();
	await first.flush();
	expect(await lines(a, 'sales.csv')).toHaveLength(1);
	await first.stop();
	await sell();
	await expect.poll(() => lines(a, 'sales.csv'), { timeout: 10_000 }).toHaveLength(2);
	await second.flush();
	expect(await clashes()).toEqual([]);
});

import { mkdtemp, readFile, rename, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { readCsv } from '../../../src/lib/domain/csv/read';
import { readTable } from '../../../src/lib/domain/csv/read-table';
import { specs } from '../../../src/lib/domain/csv/tables';
import { createMirror } from '../../../src/lib/server/csv/mirror';
import { rebuild } from '../../../src/lib/server/csv/rebuild';
import { products } from '../../../src/lib/server/store/products';
import { records } from '../../../src/lib/server/store/records';
import { sales } from '../../../src/lib/server/store/sales';
import { movements } from '../../../src/lib/server/store/stock';
import { openers } from '../../helpers/store';

const PARTS = 40;
const OPENING = 10_000;
const id = (part: number) => `P${String(part).padStart(2, '0')}`;
const shop = { digits: 2, timeZone: 'Asia/Kolkata' };

/** Ways in which programs save a file. */
const saves: ((path: string, text: string) => Promise<void>)[] = [
	(path, text) => writeFile(path, text),
	async (path, text) => {
		await writeFile(path + '~', text);
		await rename(path + '~', path);
	},
	async (path, text) => {
		await rm(path);
		await writeFile(path, text);
	},
	async (path, text) => {
		await writeFile(path, text.slice(0, text.length / 2));
		await writeFile(path, text);
	},
	async (path, text) => {
		await writeFile(path, text);
		await utimes(path, 0, 0);
	}
];

test('edits of every kind while orders come in: no edit is lost, no order is lost, each shelf adds up', async () => {
	const folder = await mkdtemp(join(tmpdir(), 'pop-load-'));
	const store = await openers.sqlite();
	const path = join(folder, 'products.csv');
	const rows = Array.from({ length: PARTS }, (_, part) => `${id(part)},Part ${part},Brake,1.00,${OPENING},`);
	await writeFile(path, ['product_id,name,section,price,stock,description', ...rows, ''].join('\r\n'));
	await rebuild(store, folder);
	const mirror = createMirror({ store, folder, settleMs: 20 });
	await mirror.start();

	let selling = true;
	let sold = 0;
	const sell = (async () => {
		while (selling) {
			// Of the upper half alone, so that what is edited below shows who edited it.
			const productId = id(PARTS / 2 + (sold % (PARTS / 2)));
			await store.write(async (tx) => {
				await products.takeStock(tx, productId, 1);
				await sales.insertAll(tx, [
					{
						saleId: '',
						date: '2026-11-22 10:00:00',
						orderId: `A${sold}`,
						item: productId,
						productId,
						quantity: 1,
						price: 100,
						username: 'bo',
						total: 100
					}
				]);
			});
			sold++;
			await new Promise((resolve) => setTimeout(resolve, 2));
		}
	})();

	for (let edit = 0; edit < 20; edit++) {
		const open = await readFile(path, 'utf8');
		// The sheet is open for a while, and others sell meanwhile.
		await new Promise((resolve) => setTimeout(resolve, 60));
		const [price, stock] = [id(edit), id(PARTS - 1 - edit)];
		const text = open
			.replace(new RegExp(`^(${price},[^,]*,[^,]*),[^,]*`, 'm'), `$1,${edit + 2}.50`)
			.replace(
				new RegExp(`^(${stock},[^,]*,[^,]*,[^,]*,)(\\d+)`, 'm'),
				(_, before: string, had: string) => before + (Number(had) + 100)
			);
		await saves[edit % saves.length]!(path, text);
		await expect
			.poll(async () => (await store.read((tx) => products.byKey(tx, price)))!.price, { timeout: 10_000 })
			.toBe(edit * 100 + 250);
	}
	selling = false;
	await sell;
	await mirror.flush();

	const [all, lines, moved] = await store.read(
		async (tx) => [await products.all(tx), await sales.all(tx), await movements.all(tx)] as const
	);
	expect(lines).toHaveLength(sold);
	expect(await store.read((tx) => records.all(tx, 'clashes'))).toEqual([]);
	for (const { productId, stock } of all) {
		const out = lines.filter((line) => line.productId === productId).length;
		const edits = moved
			.filter((row) => row.productId === productId)
			.reduce((sum, { delta }) => sum + delta, 0);
		expect(stock, productId).toBe(OPENING + edits - out);
	}
	const inFile = readTable(readCsv(await readFile(path)), specs.products, shop).rows;
	expect(inFile).toEqual(all);
	await mirror.stop();
	await store.close();
	await rm(folder, { recursive: true });
}, 120_000);

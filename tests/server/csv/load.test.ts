import { mkdtemp, readFile, rename, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { readCsv } from '../../../src/lib/domain/csv/read';
import { readTable } from '../../../src/lib/domain/csv/read-table';
import { specs } from '../../../src/lib/domain/csv/tables';
import type { Actor } from '../../../src/lib/server/auth/actor';
import { createMirror } from '../../../src/lib/server/csv/mirror';
import { rebuild } from '../../../src/lib/server/csv/rebuild';
import { createCodes, deliverOnScreen } from '../../../src/lib/server/otp/codes';
import { orders } from '../../../src/lib/server/store/orders';
import { products } from '../../../src/lib/server/store/products';
import { records } from '../../../src/lib/server/store/records';
import { sales } from '../../../src/lib/server/store/sales';
import { movements } from '../../../src/lib/server/store/stock';
import { createPush } from '../../../src/lib/server/sync/push';
import { openers } from '../../helpers/store';

const PARTS = 40;
const SPARE = 10;
const EDITS = 20;
const CHECKOUTS = 1000;
const BUYERS = 4;
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
		await writeFile(path, text);
		await utimes(path, 0, 0);
	}
];

/** A sheet as text: its header's names, and its rows' cells. */
function sheet(text: string) {
	const [header, ...rows] = text
		.trimEnd()
		.split('\r\n')
		.map((line) => line.split(','));
	const place = (column: string) => header!.indexOf(column);
	return {
		header: header!,
		rows,
		set(productId: string, column: string, change: (cell: string) => string) {
			const row = rows.find((cells) => cells[place('product_id')] === productId)!;
			row[place(column)] = change(row[place(column)]!);
		},
		text: () => [header!, ...rows].map((cells) => cells.join(',') + '\r\n').join('')
	};
}
type Sheet = ReturnType<typeof sheet>;

/** What people do to a sheet; each edit also changes a price and a stock. */
const kinds: ((open: Sheet, edit: number) => void)[] = [
	() => {},
	({ header, rows }, edit) =>
		rows.push(
			header.map(
				(name) =>
					({ product_id: `N${edit}`, name: 'New', section: 'Brake', price: '2.00', stock: '50' })[name] ?? ''
			)
		),
	({ rows }, edit) =>
		rows.splice(
			rows.findIndex((cells) => cells.includes(`S${edit % SPARE}`)),
			1
		),
	({ rows }) => rows.reverse(),
	({ header, rows }, edit) =>
		[header, ...rows].forEach((cells, row) => cells.push(row === 0 ? `Own ${edit}` : `v${edit}`)),
	(open, edit) => open.set(id(edit), 'name', () => `Renamed ${edit}`),
	({ header, rows }) => [header, ...rows].forEach((cells) => cells.push(cells.splice(2, 1)[0]!))
];

test(`${EDITS} edits of all kinds during ${CHECKOUTS} checkouts: none is lost, and each shelf adds up`, async () => {
	const folder = await mkdtemp(join(tmpdir(), 'pop-load-'));
	const store = await openers.sqlite();
	const path = join(folder, 'products.csv');
	const spare = Array.from({ length: SPARE }, (_, part) => `S${part}`);
	const ids = [...Array.from({ length: PARTS }, (_, part) => id(part)), ...spare];
	const rows = ids.map((productId) => `${productId},Part ${productId},Brake,1.00,${OPENING},`);
	await writeFile(path, ['product_id,name,section,price,stock,description', ...rows, ''].join('\r\n'));
	const buyers = Array.from({ length: BUYERS }, (_, buyer) => `buyer-${buyer}`);
	const accounts = buyers.map((username) => `${username},x,user,`);
	await writeFile(
		join(folder, 'users.csv'),
		['username,password_hash,role,email', ...accounts, ''].join('\n')
	);
	await rebuild(store, folder);
	const mirror = createMirror({ store, folder, settleMs: 100 });
	await mirror.start();

	const now = Date.now;
	const push = createPush({
		store,
		now,
		onFault: (error) => {
			throw error;
		}
	});
	const codes = createCodes({ store, secret: 'test', ttlMs: 30_000, now, deliver: deliverOnScreen });
	let editing = true;
	let placed = 0;
	const buy = async (username: string) => {
		const actor: Actor = { username, role: 'user', sessionId: 's', unlocked: false };
		for (let seq = 1; editing || placed < CHECKOUTS; seq++) {
			const orderId = `A${placed++}`;
			// Of the upper half alone, so that what is edited below shows who edited it.
			const productId = id(PARTS / 2 + (placed % (PARTS / 2)));
			const args = { orderId, lines: [{ productId, quantity: 1, price: 100 }], placedAt: now() };
			const pushed = { clientId: username, mutations: [{ seq, name: 'placeOrder', args }] };
			expect((await push(pushed, actor)).results).toEqual([{ seq, status: 'ok' }]);
			const { demoCode } = await codes.issue(orderId, actor);
			expect((await codes.confirm(orderId, demoCode!, actor)).status).toBe('confirmed');
			if (editing) await pause(40);
		}
	};
	const buying = Promise.all(buyers.map(buy));

	for (let edit = 0; edit < EDITS; edit++) {
		const open = sheet(await readFile(path, 'utf8'));
		// The sheet is open for a while, and others buy meanwhile.
		await pause(60);
		open.set(id(edit), 'price', () => `${edit + 2}.50`);
		open.set(id(PARTS - 1 - edit), 'stock', (had) => String(Number(had) + 100));
		kinds[edit % kinds.length]!(open, edit);
		await saves[edit % saves.length]!(path, open.text());
		await expect
			.poll(async () => (await store.read((tx) => products.byKey(tx, id(edit))))!.price, { timeout: 20_000 })
			.toBe(edit * 100 + 250);
	}
	editing = false;
	await buying;
	await mirror.flush();

	const [all, lines, moved, bought, clashes] = await store.read(
		async (tx) =>
			[
				await products.all(tx),
				await sales.all(tx),
				await movements.all(tx),
				await orders.all(tx),
				await records.all(tx, 'clashes')
			] as const
	);
	expect(placed).toBeGreaterThanOrEqual(CHECKOUTS);
	expect(lines).toHaveLength(placed);
	expect(bought.filter(({ status }) => status === 'confirmed')).toHaveLength(placed);
	expect(clashes).toEqual([]);
	const edits = Array.from({ length: EDITS }, (_, edit) => edit);
	const of = (kind: number) => edits.filter((edit) => edit % kinds.length === kind);
	const byId = new Map(all.map((product) => [product.productId, product]));
	for (const edit of edits) expect(byId.get(id(edit))!.price, id(edit)).toBe(edit * 100 + 250);
	for (const edit of of(1)) expect(byId.get(`N${edit}`)).toMatchObject({ stock: 50, price: 200 });
	for (const edit of of(2)) expect(byId.has(`S${edit % SPARE}`)).toBe(false);
	for (const edit of of(4)) expect(byId.get('P00')!.extra).toMatchObject({ [`Own ${edit}`]: `v${edit}` });
	for (const edit of of(5))
		expect(byId.get(id(edit))).toMatchObject({ name: `Renamed ${edit}`, formerNames: [`Part ${id(edit)}`] });
	for (const { productId, stock } of all) {
		const out = lines.filter((line) => line.productId === productId).length;
		const came = moved
			.filter((row) => row.productId === productId)
			.reduce((sum, { delta }) => sum + delta, 0);
		const part = Number(productId.slice(1));
		const received = productId.startsWith('P') && part >= PARTS - EDITS ? 100 : 0;
		const opening = productId.startsWith('N') ? 0 : OPENING;
		expect(came, productId).toBe(productId.startsWith('N') ? 50 : received);
		expect(stock, productId).toBe(opening + came - out);
	}
	const inFile = readTable(readCsv(await readFile(path)), specs.products, shop).rows;
	const said = (list: typeof all) =>
		new Map(list.map(({ productId, name, price, stock }) => [productId, [name, price, stock]]));
	expect(said(inFile)).toEqual(said(all));
	await mirror.stop();
	await store.close();
	await rm(folder, { recursive: true });
}, 120_000);

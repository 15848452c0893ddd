import { appendFile, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { Choice } from '../../../src/lib/domain/csv/clash';
import type { Refusal, Result } from '../../../src/lib/domain/result';
import { settleClash } from '../../../src/lib/server/csv/clashes';
import { nodeDisk, type Disk } from '../../../src/lib/server/csv/disk';
import { hashPassword } from '../../../src/lib/server/auth/passwords';
import { createMirror, type Mirror, type MirrorOptions } from '../../../src/lib/server/csv/mirror';
import { rebuild } from '../../../src/lib/server/csv/rebuild';
import { carts } from '../../../src/lib/server/store/carts';
import { log } from '../../../src/lib/server/store/log';
import { products } from '../../../src/lib/server/store/products';
import { records } from '../../../src/lib/server/store/records';
import { sales } from '../../../src/lib/server/store/sales';
import { sessions } from '../../../src/lib/server/store/sessions';
import { shops } from '../../../src/lib/server/store/shop';
import { movements } from '../../../src/lib/server/store/stock';
import type { Store } from '../../../src/lib/server/store/store';
import { users } from '../../../src/lib/server/store/users';
import { verify } from '../../../src/lib/server/verify/verify';
import { openers } from '../../helpers/store';

const catalogue = [
	'product_id,name,section,price,stock,description,Shelf',
	'P1,Bolt,Brake,1.5,10,,A1',
	'P2,Nut,Brake,2.5,20,,A2',
	'P3,Pin,Brake,3.5,30,,A3',
	'P4,Clip,Brake,4.5,40,,A4',
	'P5,Ring,Brake,5.5,50,,A5',
	''
].join('\r\n');

let folder: string;
let store: Store;
let mirror: Mirror;

beforeEach(async () => {
	folder = await mkdtemp(join(tmpdir(), 'pop-edits-'));
	store = await openers.sqlite();
	await write('products.csv', catalogue);
	await rebuild(store, folder);
	await start();
});
afterEach(async () => {
	await mirror.stop();
	await store.close();
	await rm(folder, { recursive: true });
});

async function start(options: Partial<MirrorOptions> = {}): Promise<void> {
	mirror = createMirror({ store, folder, settleMs: 0, ...options });
	await mirror.start();
}
const file = (name = 'products.csv') => readFile(join(folder, name), 'utf8');
const write = (name: string, text: string) => writeFile(join(folder, name), text);
const product = (id: string) => store.read((tx) => products.byKey(tx, id));
const clashes = () => store.read((tx) => records.all(tx, 'clashes'));

const sell = (productId: string, quantity: number) =>
	store.write(async (tx) => {
		await products.takeStock(tx, productId, quantity);
		await sales.insertAll(tx, [
			{
				saleId: '',
				date: '2026-11-22 10:00:00',
				orderId: 'A1',
				item: productId,
				productId,
				quantity,
				price: 150,
				username: 'bo',
				total: 150 * quantity
			}
		]);
	});

/** The admin's word on the clash of a key. */
async function settle(key: string, choice: Choice): Promise<Result<null, Refusal>> {
	const clash = (await clashes()).find((one) =>
		one.kind === 'deleted' ? one.keys.includes(key) : one.key === key
	)!;
	const cells = { digits: 2, timeZone: 'UTC' };
	return store.write((tx) => settleClash(tx, clash, { choice, username: 'boss', now: 0, cells }));
}

/** Saves a file as a person does, and waits until the mirror has taken it up. */
async function save(text: string, name = 'products.csv'): Promise<void> {
	await write(name, text);
	await store.write(async (tx) => {
		for (const table of ['products', 'sales', 'movements', 'users', 'carts', 'shop'] as const)
			tx.touched.add(table);
	});
	await mirror.flush();
}

/** Each edit is on both sides afterwards: what the file says is what the store has. */
async function expectOneTruth(): Promise<void> {
	for (const { productId, name, price, stock } of await store.read((tx) => products.all(tx)))
		expect(await file()).toMatch(new RegExp(`(^|\n)${productId},${name},\\w+,${price / 100}0?,${stock},`));
}

test('a column that is added while the shop writes what it had taken before is in the store', async () => {
	await mirror.stop();
	let later = '';
	await start({
		disk: {
			...nodeDisk,
			async read(path) {
				if (later && path.endsWith('products.csv') && (await product('P1'))!.price === 175) {
					await write('products.csv', later);
					later = '';
				}
				return nodeDisk.read(path);
			}
		}
	});
	const first = (await file()).replace(',1.5', ',1.75');
	later = first
		.replace(',2.5', ',2.75')
		.split('\r\n')
		.map((line, at) => line && `${line},${at === 0 ? 'Own' : 'v'}`)
		.join('\r\n');
	await save(first);
	expect((await product('P2'))!.price).toBe(275);
	expect((await product('P2'))!.extra).toEqual({ Shelf: 'A2', Own: 'v' });
	expect(await clashes()).toEqual([]);
});

test('prices that a person changes are in the store; the rest of the file stays byte for byte', async () => {
	const before = await file();
	const edited = before.replace(',1.5,10,', ',1.75,10,').replace('A2', 'B2');
	await save(edited);
	expect((await product('P1'))!.price).toBe(175);
	expect((await product('P2'))!.extra).toEqual({ Shelf: 'B2' });
	expect(await file()).toBe(edited);
	expect((await store.read((tx) => log.all(tx))).at(-1)).toMatchObject({
		username: 'file',
		action: 'EDIT_FILE',
		target: 'products.csv 2 rows'
	});
});

test('an order while the sheet is open keeps its stock, whatever is saved', async () => {
	const open = await file();
	await sell('P1', 3);
	await mirror.flush();
	expect(await file()).toContain(',1.5,7,');
	await save(open.replace(',1.5,10,', ',1.75,10,'));
	expect(await product('P1')).toMatchObject({ price: 175, stock: 7 });
	await expectOneTruth();
});

test('an order before the first write of a file that needed none keeps its stock too', async () => {
	await mirror.stop();
	await rm(join(folder, '.pop', 'history'), { recursive: true });
	await start();
	const open = await file();
	await sell('P1', 3);
	await save(open.replace(',2.5,20,', ',2.75,20,'));
	expect(await product('P1')).toMatchObject({ stock: 7 });
	expect(await product('P2')).toMatchObject({ price: 275 });
	await expectOneTruth();
});

test('stock that a person changes counts as the difference, and as a movement', async () => {
	const open = await file();
	await sell('P1', 3);
	await sell('P2', 1);
	await mirror.flush();
	await save(open.replace(',1.5,10,', ',1.5,25,'));
	expect((await product('P1'))!.stock).toBe(22);
	expect((await store.read((tx) => movements.all(tx))).at(-1)).toMatchObject({
		productId: 'P1',
		delta: 15,
		reason: 'edit',
		reference: 'products.csv'
	});
	await expectOneTruth();
});

test('a stale sheet saved without an edit changes nothing', async () => {
	const open = await file();
	await sell('P1', 3);
	await mirror.flush();
	await sell('P2', 1);
	await mirror.flush();
	await save(open);
	expect((await product('P1'))!.stock).toBe(7);
	expect((await product('P2'))!.stock).toBe(19);
	expect(await store.read((tx) => movements.all(tx))).toEqual([]);
	expect(await clashes()).toEqual([]);
	await expectOneTruth();
});

test('what a person saved they can take back, and do again, and orders meanwhile stay', async () => {
	const open = await file();
	const dearer = open.replace(',1.5,', ',1.75,').replace('P5,', 'P6,Rod,Brake,6.5,60,,A6\r\nP5,');
	for (const _ of ['at first', 'once more']) {
		await save(dearer);
		expect((await product('P1'))!.price).toBe(175);
		expect((await product('P6'))!.stock).toBe(60);
		await sell('P1', 1);
		await sell('P2', 1);
		await mirror.flush();
		await save(open);
		expect((await product('P1'))!.price).toBe(150);
		expect(await product('P6')).toBeUndefined();
	}
	expect((await product('P1'))!.stock).toBe(8);
	expect((await product('P2'))!.stock).toBe(18);
	expect(await clashes()).toEqual([]);
	await expectOneTruth();
});

test('what the desk undid a person can do again', async () => {
	const [dearer, shopFile] = [(await file()).replace(',1.5,', ',1.75,'), await file('shop.json')];
	const named = JSON.stringify({ ...JSON.parse(shopFile), name: 'Other Parts' });
	const had = await store.read(async (tx) => ({
		bolt: (await products.byKey(tx, 'P1'))!,
		shop: await shops.get(tx)
	}));
	for (const _ of ['at first', 'once more']) {
		await save(dearer);
		await save(named, 'shop.json');
		expect((await product('P1'))!.price).toBe(175);
		expect(await store.read(async (tx) => (await shops.settings(tx)).name)).toBe('Other Parts');
		await store.write(async (tx) => {
			await products.save(tx, had.bolt);
			await shops.save(tx, had.shop);
		});
		await mirror.flush();
	}
	await sell('P2', 1);
	await mirror.flush();
	await save(dearer);
	expect((await product('P1'))!.price).toBe(150);
	await expectOneTruth();
});

test('settings that a person changed are taken back by the file as it was, and set again', async () => {
	const open = await file('shop.json');
	const named = () => store.read(async (tx) => (await shops.settings(tx)).name);
	const before = await named();
	const edited = JSON.stringify({ ...JSON.parse(open), name: 'Other Parts' });
	for (const _ of ['at first', 'once more']) {
		await save(edited, 'shop.json');
		expect(await named()).toBe('Other Parts');
		await save(open, 'shop.json');
		expect(await named()).toBe(before);
	}
});

test('who goes on editing what they saved last is compared with that', async () => {
	const open = await file();
	const first = open.replace(',1.5,', ',1.75,').replace(',2.5,', ',2.75,').replace(',3.5,', ',3.75,');
	await save(first);
	await sell('P4', 5);
	await mirror.flush();
	await save(first.replace(',5.5,', ',5.75,'));
	expect((await product('P4'))!.stock).toBe(35);
	expect((await product('P5'))!.price).toBe(575);
	await expectOneTruth();
});

test('a field that both changed stays as the store has it, and both values are kept for a choice', async () => {
	const open = await file();
	await store.write(async (tx) => {
		for (const id of ['P1', 'P2'])
			await products.save(tx, { ...(await products.byKey(tx, id))!, price: 160 });
	});
	await mirror.flush();
	await save(open.replace(',1.5,10,', ',1.75,12,'));
	expect(await product('P1')).toMatchObject({ price: 160, stock: 12 });
	expect(await clashes()).toMatchObject([
		{
			kind: 'value',
			file: 'products.csv',
			key: 'P1',
			column: 'price',
			base: '1.50',
			theirs: '1.75',
			current: '1.60'
		}
	]);
	await expectOneTruth();
});

test('rows are added, removed and reordered; a name that changes is kept as a former one', async () => {
	const [head, one, two, three, four, five] = (await file()).split('\r\n') as [
		string,
		string,
		string,
		string,
		string,
		string
	];
	await save(
		[head, five, one, four.replace('Clip', 'Clip R'), two.replace('P2,Nut', 'P9,Stud'), three, ''].join(
			'\r\n'
		)
	);
	expect(await product('P9')).toMatchObject({ name: 'Stud', stock: 20 });
	expect(await product('P2')).toBeUndefined();
	expect((await product('P4'))!.formerNames).toEqual(['Clip']);
	expect(
		(await store.read((tx) => movements.all(tx))).map(({ productId, delta, reason }) => [
			productId,
			delta,
			reason
		])
	).toEqual([
		['P9', 20, 'opening'],
		['P2', -20, 'deleted']
	]);
	expect((await file()).split('\r\n').map((line) => line.slice(0, 2))).toEqual([
		'pr',
		'P5',
		'P1',
		'P4',
		'P9',
		'P3',
		''
	]);
});

test('a delete of more than half of the table waits for the admin, and the file has all rows again', async () => {
	const before = await file();
	await save(before.split('\r\n').slice(0, 2).join('\r\n') + '\r\n');
	expect(await store.read((tx) => products.all(tx))).toHaveLength(5);
	expect(await clashes()).toMatchObject([
		{ kind: 'deleted', file: 'products.csv', keys: ['P2', 'P3', 'P4', 'P5'] }
	]);
	await expectOneTruth();
	await save('');
	await mirror.flush();
	expect(await store.read((tx) => products.all(tx))).toHaveLength(5);
	await expectOneTruth();
});

test('a refused row is listed and stays as it is; the others of the same save count', async () => {
	await save((await file()).replace(',1.5,10,', ',cheap,10,').replace(',2.5,', ',2.75,'));
	expect((await product('P1'))!.price).toBe(150);
	expect((await product('P2'))!.price).toBe(275);
	expect(await file()).toContain('P1,Bolt,Brake,cheap,10,');
	expect(await file('rejected/products.csv')).toContain('price ""cheap"" is not a number');
	await save((await file()).replace(',cheap,', ',1.25,'));
	expect((await product('P1'))!.price).toBe(125);
	expect(await readdir(join(folder, 'rejected'))).toEqual([]);
});

test('a file that is no such table any more is kept aside and written anew', async () => {
	await save('something;else\n1;2\n');
	expect(await file('rejected/products.csv')).toBe('something;else\n1;2\n');
	await mirror.flush();
	expect(await store.read((tx) => products.all(tx))).toHaveLength(5);
	await expectOneTruth();
});

test('an edit counts once, whatever fails after it was taken, and after the next start too', async () => {
	await mirror.stop();
	await write('products.csv', (await file()).replace(',1.5,10,', ',1.5,15,'));
	const disk: Disk = {
		...nodeDisk,
		async rename(from, to, isExpected) {
			if (to.includes('products.csv') && !to.includes('foreign'))
				throw Object.assign(new Error('full'), { code: 'ENOSPC' });
			return nodeDisk.rename(from, to, isExpected);
		}
	};
	await start({ disk });
	expect(mirror.status().problems).toMatchObject([{ name: 'products.csv', code: 'ENOSPC' }]);
	await mirror.flush().catch(() => {});
	await mirror.stop();
	await start();
	await mirror.flush();
	expect((await product('P1'))!.stock).toBe(15);
	await expectOneTruth();
});

test('lines of sales.csv: what a person adds and removes counts, what was sold since stays', async () => {
	await sell('P1', 1);
	await sell('P2', 2);
	await mirror.flush();
	const open = await file('sales.csv');
	await sell('P3', 3);
	await mirror.flush();
	const lines = open.trimEnd().split('\n');
	await save([lines[0], lines[2], '2026-11-01 09:00:00,X9,Bolt,4,1.50,bo,6.00', ''].join('\n'), 'sales.csv');
	expect(
		(await store.read((tx) => sales.all(tx))).map(({ item, productId, quantity }) => [
			item,
			productId,
			quantity
		])
	).toEqual([
		['P2', 'P2', 2],
		['P3', 'P3', 3],
		['Bolt', 'P1', 4]
	]);
	const written = (await file('sales.csv')).trimEnd().split('\n');
	expect(written).toHaveLength(4);
	expect(written[1]).toBe(lines[2]);
});

test('accounts and settings follow their files; the currency of a shop that has sold does not', async () => {
	await sell('P1', 1);
	await mirror.flush();
	await appendFile(join(folder, 'users.csv'), 'bo,hash,user,,,disabled,\n');
	await save(await file('users.csv'), 'users.csv');
	expect(await store.read((tx) => users.byName(tx, 'bo'))).toMatchObject({ status: 'disabled' });
	await save(
		JSON.stringify({ ...JSON.parse(await file('shop.json')), name: 'Garage', currency: 'JPY', motto: 'x' }),
		'shop.json'
	);
	const { shop, extra } = await store.read((tx) => shops.get(tx));
	expect(shop).toMatchObject({ name: 'Garage', currency: 'INR' });
	expect(extra).toEqual({ motto: 'x' });
	expect(JSON.parse(await file('shop.json'))).toMatchObject({ name: 'Garage', currency: 'INR', motto: 'x' });
	await save((await file('shop.json')).replace(/("low_stock": ?)5/, '$19'), 'shop.json');
	const open = await file('shop.json');
	await store.write(async (tx) => {
		const now = await shops.get(tx);
		await shops.save(tx, { ...now, shop: { ...now.shop, taxRate: 18, address: 'Station Road' } });
	});
	await mirror.flush();
	await save(JSON.stringify({ ...JSON.parse(open), phone: '1', low_stock: 'many' }), 'shop.json');
	expect((await store.read((tx) => shops.get(tx))).shop).toMatchObject({
		taxRate: 18,
		address: 'Station Road',
		phone: '1',
		lowStock: 9
	});
});

test('a save is noticed by itself', async () => {
	await write('products.csv', (await file()).replace(',1.5,', ',1.75,'));
	await vi.waitFor(async () => expect((await product('P1'))!.price).toBe(175), 5000);
	await mirror.flush();
	await expectOneTruth();
});

test.each([
	['at the end of a line, with rows still to come', /P4.*/s],
	['within its last line', /0,,A5.*/s]
])('a file whose writer rests %s is not read yet', async (_, rest) => {
	await mirror.stop();
	let clock = Date.now();
	await start({ settleMs: 100, now: () => clock });
	const whole = (await file()).replace(',1.5,10,', ',1.75,10,of hardened spring steel');
	await write('products.csv', whole.replace(rest, ''));
	// Seen as it stands, then for longer than a whole file is waited for.
	await pause(400);
	clock += 200;
	await pause(400);
	await write('products.csv', whole);
	await vi.waitFor(async () => {
		clock += 100;
		expect((await product('P1'))!.price).toBe(175);
	}, 5000);
	expect(await store.read((tx) => movements.all(tx))).toEqual([]);
	expect((await store.read((tx) => log.all(tx))).map(({ action }) => action)).toEqual(['EDIT_FILE']);
	expect(await file()).toBe(whole);
});

test("a clash ends by the admin's choice: the shop's value stays, or the file's is set", async () => {
	const open = await file();
	await store.write(async (tx) => {
		for (const id of ['P1', 'P2', 'P3'])
			await products.save(tx, { ...(await products.byKey(tx, id))!, price: 160, section: 'Other' });
	});
	await mirror.flush();
	await save(
		open
			.replace(',1.5,10,', ',1.75,10,')
			.replace(',2.5,20,', ',2.75,20,')
			.replace(/P3.*\r\n/, '')
	);
	const list = await clashes();
	expect(list).toEqual(
		expect.arrayContaining([
			expect.objectContaining({ key: 'P1', column: 'price', theirs: '1.75' }),
			expect.objectContaining({ key: 'P2', column: 'price', theirs: '2.75' }),
			expect.objectContaining({ key: 'P3', column: '', theirs: null })
		])
	);
	await settle('P1', 'file');
	await settle('P2', 'shop');
	await settle('P3', 'file');
	expect((await product('P1'))!.price).toBe(175);
	expect((await product('P2'))!.price).toBe(160);
	expect(await product('P3')).toBeUndefined();
	expect((await store.read((tx) => movements.all(tx))).at(-1)).toMatchObject({
		productId: 'P3',
		delta: -30,
		username: 'boss'
	});
	expect(await clashes()).toEqual([]);
	await mirror.flush();
	await expectOneTruth();
});

test('a deletion that was held goes through with the word of the admin', async () => {
	await save((await file()).split('\r\n').slice(0, 2).join('\r\n') + '\r\n');
	await settle('P2', 'file');
	expect((await store.read((tx) => products.all(tx))).map(({ productId }) => productId)).toEqual(['P1']);
	await mirror.flush();
	expect((await file()).trim().split('\r\n')).toHaveLength(2);
});

test('an emptied sales.csv waits as well, with all of its rows kept', async () => {
	await sell('P1', 1);
	await sell('P2', 2);
	await mirror.flush();
	await save('', 'sales.csv');
	expect(await clashes()).toMatchObject([{ kind: 'deleted', file: 'sales.csv', count: 2 }]);
	expect((await file('sales.csv')).trimEnd().split('\n')).toHaveLength(3);
	const [held] = await clashes();
	await settle((held as { keys: string[] }).keys[0]!, 'file');
	expect(await store.read((tx) => sales.all(tx))).toEqual([]);
	expect((await product('P1'))!.stock).toBe(9);
});

test('the last rows of sales.csv, taken out by hand, come back, and are listed for the admin to say', async () => {
	for (const productId of ['P1', 'P2', 'P3']) await sell(productId, 1);
	await mirror.flush();
	const lines = (await file('sales.csv')).trimEnd().split('\n');
	// Not in the file yet: nobody can have taken it out.
	await sell('P4', 1);
	await save(lines.slice(0, -1).join('\n') + '\n', 'sales.csv');
	expect(await clashes()).toMatchObject([
		{ kind: 'deleted', file: 'sales.csv', count: 1, keys: ['2026-11-22 10:00:00 A1 P3'], atEnd: true }
	]);
	const items = async () => (await store.read((tx) => sales.all(tx))).map(({ item }) => item);
	expect(await items()).toEqual(['P1', 'P2', 'P3', 'P4']);
	expect((await file('sales.csv')).trimEnd().split('\n')).toHaveLength(5);
	await settle('2026-11-22 10:00:00 A1 P3', 'file');
	expect(await items()).toEqual(['P1', 'P2', 'P4']);
	expect((await product('P3'))!.stock).toBe(29);
	expect(await clashes()).toEqual([]);
});

test('history that is added or taken out by hand leaves each shelf as it is, evened out by a movement', async () => {
	await sell('P1', 1);
	await sell('P2', 2);
	await mirror.flush();
	const [head, , second] = (await file('sales.csv')).trimEnd().split('\n');
	await save([head, second, '2026-11-01 09:00:00,X9,Ring,4,5.50,bo,22.00', ''].join('\n'), 'sales.csv');
	const moved = async () =>
		(await store.read((tx) => movements.all(tx))).map(({ productId, delta, reference }) => [
			productId,
			delta,
			reference
		]);
	expect(await moved()).toEqual([
		['P1', -1, 'sales.csv'],
		['P5', 4, 'sales.csv']
	]);
	expect((await product('P5'))!.stock).toBe(50);
	await mirror.flush();
	await save((await file('movements.csv')) + '2026-11-02 09:00:00,P2,7,count,,bo,\n', 'movements.csv');
	expect((await moved()).slice(2)).toEqual([
		['P2', 7, ''],
		['P2', -7, 'movements.csv']
	]);
	expect((await product('P2'))!.stock).toBe(18);
});

test('settings that both changed are chosen too; a PIN is named without its hash', async () => {
	const open = await file('shop.json');
	await store.write(async (tx) => {
		const now = await shops.get(tx);
		await shops.save(tx, {
			...now,
			shop: { ...now.shop, name: 'Garage', taxRate: 18, phone: '1' },
			pinHash: 'b'
		});
	});
	await mirror.flush();
	const saved = { ...JSON.parse(open), name: 'Workshop', tax_rate: 7, pin_hash: 'c' };
	await save(JSON.stringify(saved), 'shop.json');
	const listed = await clashes();
	expect(listed).toHaveLength(3);
	expect(listed.find((clash) => clash.kind === 'value' && clash.key === 'pin_hash')).not.toHaveProperty(
		'theirs'
	);
	expect((await settle('name', 'file')).ok).toBe(true);
	expect((await settle('tax_rate', 'shop')).ok).toBe(true);
	expect(await settle('pin_hash', 'file')).toMatchObject({ ok: false, error: { code: 'invalid' } });
	expect((await settle('pin_hash', 'shop')).ok).toBe(true);
	const { shop, pinHash } = await store.read((tx) => shops.get(tx));
	expect(shop).toMatchObject({ name: 'Workshop', taxRate: 18 });
	expect(pinHash).toBe('b');
	expect(await clashes()).toEqual([]);
});

test('the last admin stays one, whatever users.csv says; with another one they may go', async () => {
	const hash = await hashPassword('a long password');
	const header = (await file('users.csv')).trimEnd();
	const rows = (...accounts: string[]) => [header, ...accounts, ''].join('\n');
	const boss = `boss,${hash},admin,b@x.de,,,`;
	const ann = `ann,${hash},user,,,,`;
	await save(rows(boss, ann), 'users.csv');
	const account = (name: string) => store.read((tx) => users.byName(tx, name));

	await save(rows(boss.replace('admin', 'user').replace(',,,', ',1,disabled,'), ann), 'users.csv');
	expect(await account('boss')).toMatchObject({ role: 'admin', status: 'active', phone: '1' });
	expect(await clashes()).toMatchObject([{ kind: 'refused', file: 'users.csv', key: 'boss' }]);
	await save(rows(ann), 'users.csv');
	expect(await account('boss')).toBeDefined();
	expect(await file('users.csv')).toContain(`boss,${hash},admin,b@x.de,1,`);

	await save(
		rows(boss.replace('admin', 'user').replace(',,,', ',1,,'), ann.replace('user', 'admin')),
		'users.csv'
	);
	expect(await account('boss')).toMatchObject({ role: 'user' });
	expect(await account('ann')).toMatchObject({ role: 'admin' });
	await store.write((tx) =>
		sessions.insert(tx, {
			tokenHash: 't',
			username: 'boss',
			createdAt: 0,
			seenAt: 0,
			unlockedUntil: null,
			device: null
		})
	);
	await save(rows(ann.replace('user', 'admin')), 'users.csv');
	expect(await account('boss')).toBeUndefined();
	expect(await store.read((tx) => sessions.of(tx, 'boss'))).toEqual([]);
});

describe('carts.json', () => {
	const line = (username: string, productId: string, quantity: number) =>
		store.write((tx) => carts.setLine(tx, { username, productId, quantity, name: 'Part', price: 150 }));
	const quantities = async () =>
		Array.from(await store.read((tx) => carts.all(tx)), ([username, lines]) =>
			lines.map(({ productId, quantity }) => `${username} ${quantity} ${productId}`)
		).flat();
	type File = Record<string, { product_id: string; quantity: number }[]>;
	const open = async () => JSON.parse(await file('carts.json')) as File;
	const saveCarts = (text: unknown) =>
		save(typeof text === 'string' ? text : JSON.stringify(text), 'carts.json');

	beforeEach(async () => {
		await store.write(async (tx) => {
			for (const username of ['ann', 'bo', 'cy'])
				await users.insert(tx, {
					username,
					passwordHash: '',
					role: 'user',
					status: 'active',
					mustChange: false
				});
		});
		await line('ann', 'P1', 2);
		await line('ann', 'P2', 1);
		await line('bo', 'P3', 4);
		await mirror.flush();
	});

	test('lines that a person took out, changed and added count; what came meanwhile stays', async () => {
		const had = await open();
		await line('ann', 'P4', 1);
		await line('bo', 'P3', 5);
		await mirror.flush();
		had.ann = had.ann!.filter(({ product_id }) => product_id !== 'P1');
		had.ann[0]!.quantity = 7;
		had.cy = [{ ...had.bo![0]!, product_id: 'P5', quantity: 3 }];
		await saveCarts(had);
		expect((await quantities()).sort()).toEqual(['ann 1 P4', 'ann 7 P2', 'bo 5 P3', 'cy 3 P5']);
		expect(Object.keys(await open())).toEqual(expect.arrayContaining(['ann', 'bo', 'cy']));
	});

	test('what a person changed is taken back by the file as it was, and done again', async () => {
		const had = await open();
		const more = {
			...had,
			bo: [{ ...had.bo![0]!, quantity: 9 }],
			cy: [{ ...had.bo![0]!, product_id: 'P5', quantity: 3 }]
		};
		for (const _ of ['at first', 'once more']) {
			await saveCarts(more);
			expect((await quantities()).sort()).toEqual(['ann 1 P2', 'ann 2 P1', 'bo 9 P3', 'cy 3 P5']);
			await saveCarts(had);
			expect((await quantities()).sort()).toEqual(['ann 1 P2', 'ann 2 P1', 'bo 4 P3']);
		}
	});

	test('a line that was ordered meanwhile does not come back, and a changed one does not go', async () => {
		const had = await open();
		await store.write((tx) => carts.removeLines(tx, 'ann', ['P1']));
		await line('bo', 'P3', 9);
		await line('cy', 'P5', 1);
		await mirror.flush();
		had.ann![0]!.quantity = 6;
		delete had.bo;
		await saveCarts(had);
		expect((await quantities()).sort()).toEqual(['ann 1 P2', 'bo 9 P3', 'cy 1 P5']);
	});

	test('a file that empties the carts waits for the admin, who may say so', async () => {
		// Nor is it the empty file of the shop's first day.
		await mirror.stop();
		await rm(join(folder, '.pop'), { recursive: true });
		await start();
		const before = await quantities();
		await saveCarts({});
		expect(await quantities()).toEqual(before);
		const [clash] = await clashes();
		expect(clash).toMatchObject({ kind: 'deleted', file: 'carts.json', count: 3 });
		await line('ann', 'P4', 1);
		await settle('["bo","P3"]', 'file');
		expect(await quantities()).toEqual(['ann 1 P4']);
		await mirror.flush();
		expect(await open()).toMatchObject({ ann: [{ product_id: 'P4' }] });
	});

	test('lines for accounts and products that the shop does not have are left out, kept aside and listed', async () => {
		const before = await quantities();
		const had = await open();
		had.dee = [{ ...had.bo![0]!, quantity: 3 }];
		had.bo!.push({ ...had.bo![0]!, product_id: 'P9' });
		await saveCarts(had);
		expect(await quantities()).toEqual(before);
		expect(await open()).toMatchObject({ dee: [] });
		expect(JSON.parse(await file('rejected/carts.json'))).toEqual(had);
		expect(
			(await clashes()).map(
				(clash) => clash.kind === 'refused' && `${clash.file}: ${clash.key} ${clash.reason}`
			)
		).toEqual([
			'carts.json: dee (no such account): their lines are left out',
			'carts.json: P9 (no such product): their lines are left out'
		]);
	});

	test('a product that is gone stays in the carts that had it, until its line is taken out', async () => {
		await store.write((tx) => products.remove(tx, ['P3']));
		const had = await open();
		had.bo![0]!.quantity = 2;
		await saveCarts(had);
		expect(await quantities()).toContain('bo 2 P3');
		expect(await clashes()).toEqual([]);
	});

	test('an account that is taken out of users.csv takes its cart along', async () => {
		const accounts = await file('users.csv');
		await save(accounts.replace(/^bo,.*\n/m, ''), 'users.csv');
		expect((await quantities()).sort()).toEqual(['ann 1 P2', 'ann 2 P1']);
	});

	test('a damaged file takes nothing out, nor does a line that is none', async () => {
		const before = await quantities();
		await saveCarts('{"ann": [');
		expect(await quantities()).toEqual(before);
		const had = (await open()) as Record<string, unknown>;
		had.ann = ['P1'];
		await saveCarts(had);
		expect(await quantities()).toEqual(before);
	});
});

test('copies of the files are for the shop’s own user alone', async () => {
	await save((await file()).replace(',1.5,10,', ',1.75,10,'));
	const modeOf = async (...path: string[]) => (await stat(join(folder, '.pop', ...path))).mode & 0o777;
	if (process.platform === 'win32') return;
	expect(await modeOf()).toBe(0o700);
	for (const place of ['foreign', 'history/products.csv']) {
		expect(await modeOf(place)).toBe(0o700);
		for (const name of await readdir(join(folder, '.pop', place)))
			expect(await modeOf(place, name)).toBe(0o600);
	}
});

test.each(['\n', ''])(
	'a line that somebody adds to the log by hand stays, and is told from the shop’s own: ending %j',
	async (ending) => {
		const write = (target: string) =>
			store.write((tx) =>
				log.append(tx, { at: '2026-11-22 10:00:00', username: 'boss', action: 'ADD', target })
			);
		await write('P8');
		await mirror.flush();
		const noted = '[2026-11-22 11:00:00] boss: COUNTED the shelf';
		await appendFile(join(folder, 'admin_log.txt'), noted + ending);
		await write('P9');
		await mirror.flush();
		const lines = (await file('admin_log.txt')).trimEnd().split('\n');
		expect(lines.map((line) => line.slice(0, 45))).toEqual([
			expect.stringContaining('ADD P8 #'),
			noted,
			expect.stringContaining('ADD P9 #')
		]);
		expect(await store.read((tx) => log.all(tx))).toHaveLength(2);
		const { differences } = await verify(store, folder);
		expect(differences).toEqual([
			{ check: 'log', where: 'admin_log.txt', what: `line 2 was inserted: "${noted}"` }
		]);

		await mirror.stop();
		await start();
		expect((await file('admin_log.txt')).trimEnd().split('\n')).toEqual(lines);
	}
);

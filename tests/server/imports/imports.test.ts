import { hostname } from 'node:os';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { runImport, type ImportRequest } from '../../../src/lib/server/imports/import';
import { createImports } from '../../../src/lib/server/imports/imports';
import { journal } from '../../../src/lib/server/imports/journal';
import { undoInterrupted } from '../../../src/lib/server/imports/undo';
import { hashPassword } from '../../../src/lib/server/auth/passwords';
import { records } from '../../../src/lib/server/store/records';
import { sales } from '../../../src/lib/server/store/sales';
import { sessions } from '../../../src/lib/server/store/sessions';
import { movements } from '../../../src/lib/server/store/stock';
import { users } from '../../../src/lib/server/store/users';
import { kinds } from '../../helpers/store';
import { ann, boss, lockedBoss, openTestShop, placed, type TestShop } from '../../helpers/shop';

const saleHeader = 'Date,OrderID,Item,Quantity,Price,Username,Total\n';

describe.each(kinds)('imports into %s', (kind) => {
	let shop: TestShop;
	let imports: ReturnType<typeof createImports>;
	beforeEach(async () => {
		shop = await openTestShop(kind);
		imports = createImports(shop.store, shop.clock.now);
	});
	afterEach(() => shop.store.close());

	const run = (table: ImportRequest['table'], text: string, more: Partial<ImportRequest> = {}) =>
		imports.run({
			table,
			mode: 'merge',
			dryRun: false,
			bytes: new TextEncoder().encode(text),
			username: 'boss',
			...more
		});
	const undoLast = async () => imports.undo((await imports.status()).last!.importId, boss);
	/** Opening stock plus movements minus sales, by product: what must be on the shelf. */
	const shelves = () =>
		shop.store.read(async (tx) => {
			const balance: Record<string, number> = {};
			for (const { productId, delta } of await movements.all(tx))
				balance[productId] = (balance[productId] ?? 0) + delta;
			for (const { productId = '', quantity } of await sales.all(tx))
				balance[productId] = (balance[productId] ?? 0) - quantity;
			return balance;
		});

	test('products: new, changed, the same and refused rows are told apart, and again nothing is new', async () => {
		const file = [
			'product_id,name,section,price,stock,description',
			'P1,Brake pad,Brake,15.00,10,Front',
			'P2,Tyre,Tyres,41.00,5,',
			'P3,Bulb,Light,1.50,7,H7',
			'P4,Fuse,Light,cheap,7,'
		].join('\n');
		const dry = await run('products', file, { dryRun: true });
		expect(dry).toMatchObject({ rows: 4, inserted: 1, updated: 1, unchanged: 1, deleted: 0 });
		expect(dry.rejected).toEqual([{ line: 5, column: 'price', value: 'cheap', reason: 'is not a number' }]);
		expect(await shop.product('P3')).toBeUndefined();
		expect((await imports.status()).last).toBeNull();

		const { importId, ...report } = await run('products', file);
		const { importId: _, ...told } = dry;
		expect(report).toEqual(told);
		expect(await shop.product('P2')).toMatchObject({
			price: 4100,
			stock: 5,
			supplier: 'Rubber Ltd',
			cost: 2500
		});
		expect(await shop.product('P3')).toMatchObject({ name: 'Bulb', stock: 7 });
		expect(
			(await shop.movements()).map(({ productId, delta, reason }) => [productId, delta, reason])
		).toEqual([
			['P3', 7, 'opening'],
			['P2', 2, 'import']
		]);
		expect(await run('products', file)).toMatchObject({ inserted: 0, updated: 0, unchanged: 3 });
		expect((await imports.status()).last?.importId).toBe(importId);
		expect((await shop.log()).map(({ action, target }) => [action, target])).toEqual([
			['IMPORT', 'products.csv merge +1 ~1 -0'],
			['IMPORT', 'products.csv merge +0 ~0 -0']
		]);
	});

	test('columns that a file lacks keep what is stored; a new row needs them', async () => {
		const missing = { value: '', reason: 'is missing from the header' };
		const report = await run('products', 'product_id,price\nP2,42\nP9,1\n');
		expect(report).toMatchObject({ updated: 1, inserted: 0 });
		expect(report.rejected).toEqual([
			{
				line: 3,
				column: 'name',
				...missing,
				also: ['section', 'stock'].map((column) => ({ column, ...missing }))
			}
		]);
		expect(await shop.product('P2')).toMatchObject({ price: 4200, name: 'Tyre', stock: 3 });
	});

	test('a file of another table is refused whole, in a dry run too; a mapping can make it fit', async () => {
		const text = 'product_id,make,model\nP1,Fiat,Uno\n';
		const detail =
			'This file looks like fitment.csv, not like products.csv. It lacks name, section, price and stock.';
		for (const dryRun of [true, false])
			await expect(run('products', text, { dryRun })).rejects.toMatchObject({
				code: 'invalid',
				details: { detail, fields: { body: detail } }
			});
		expect((await imports.status()).last).toBeNull();
		const mapping = { make: 'brand', model: '' };
		expect(await run('products', text, { mapping })).toMatchObject({ updated: 1 });
	});

	test('a mapping names columns, and unknown ones go with their rows', async () => {
		const text = 'Part no.;Preis;Colour;__proto__\nP1;12,50;red;x\n';
		const mapping = { 'Part no.': 'product_id', Preis: 'price' };
		expect(await run('products', text, { mapping })).toMatchObject({ updated: 1, rejected: [] });
		const product = (await shop.product('P1'))!;
		expect(product.price).toBe(1250);
		expect(Object.entries(product.extra!)).toEqual([
			['Colour', 'red'],
			['__proto__', 'x']
		]);
	});

	test('replace deletes what the file lacks, but not what it has in a refused row', async () => {
		const report = await run(
			'products',
			'product_id,name,section,price,stock\nP3,Bulb,Light,1,1\nP1,,Brake,1,1\n',
			{
				mode: 'replace'
			}
		);
		expect(report).toMatchObject({ inserted: 1, deleted: 1, rejected: [{ line: 3, column: 'name' }] });
		expect(await shop.product('P2')).toBeUndefined();
		expect(await shop.product('P1')).toMatchObject({ name: 'Brake pad' });
		await expect(run('products', 'product_id,price\nP1,1\n', { mode: 'replace' })).rejects.toThrow(/name/);

		await undoLast();
		expect(await shop.product('P2')).toMatchObject({ name: 'Tyre', stock: 3, supplier: 'Rubber Ltd' });
		expect(await shop.product('P3')).toBeUndefined();
		expect(await shelves()).toEqual({ P2: 0, P3: 0 });
	});

	test('a new name keeps the old one as a former name, which finds the product for sales', async () => {
		await run('products', 'product_id,name\nP1,Brake pad set\n');
		expect(await shop.product('P1')).toMatchObject({ name: 'Brake pad set', formerNames: ['Brake pad'] });
		expect(await run('products', 'product_id,name,former_names\nP1,Brake pad set,\n')).toMatchObject({
			unchanged: 1
		});
		const report = await run(
			'sales',
			saleHeader + '2025-01-01,A,Brake pad,1,15,,15\n2025-01-01,A,Horn,1,9,,9\n'
		);
		expect(report).toMatchObject({ inserted: 2, unmatched: 1 });
		expect((await shop.sales()).map(({ item, productId }) => [item, productId])).toEqual([
			['Brake pad', 'P1'],
			['Horn', undefined]
		]);
	});

	test('the same sales again change nothing, and a row that stands twice stands twice', async () => {
		const twice = '2025-01-01 10:00:00,A,Tyre,1,40.00,ann,40.00\n';
		const text = saleHeader + twice + twice + '2025-01-02 10:00:00,B,Tyre,2,40.00,ann,80.00\n';
		expect(await run('sales', text)).toMatchObject({ inserted: 3, unchanged: 0 });
		expect(await run('sales', text)).toMatchObject({ inserted: 0, unchanged: 3 });
		expect(await run('sales', saleHeader + twice + twice + twice)).toMatchObject({
			inserted: 1,
			unchanged: 2
		});
		expect(await run('sales', saleHeader + twice, { mode: 'replace' })).toMatchObject({
			unchanged: 1,
			deleted: 3
		});
		expect(await shop.sales()).toHaveLength(1);
		expect((await shop.product('P2'))!.stock).toBe(3);
		expect(await shelves()).toEqual({ P2: 0 });
		await undoLast();
		expect(await shop.sales()).toHaveLength(4);
		expect(await shelves()).toEqual({ P2: 0 });
	});

	test('a row that stands twice far apart stands twice, and again nothing is new', async () => {
		const twice = '2025-01-01 10:00:00,A1,Brake pad,1,15.00,ann,15.00';
		const between = Array.from(
			{ length: 2500 },
			(_, index) => `2025-01-01 10:00:00,B${index},Fuse,1,1.00,ann,1.00`
		);
		const file = saleHeader + [twice, ...between, twice].join('\n');
		// An order of before, so that the stored rows of its id are looked at.
		await run('sales', `${saleHeader}2025-01-01 10:00:00,A1,Tyre,1,40.00,ann,40.00\n`);
		expect(await run('sales', file)).toMatchObject({ inserted: 2502, unchanged: 0 });
		expect(await run('sales', file)).toMatchObject({ inserted: 0, unchanged: 2502 });
	});

	test('undo takes back what the import did, and leaves what was done since', async () => {
		await run('products', 'product_id,name,price,stock\nP1,Brake pad,20,12\nP2,Tyre,45,3\n');
		await shop.act(ann, 'placeOrder', placed('O1', ['P1', 4, 2000]));
		const { demoCode } = (await shop.codes.issue('O1', ann)) as { demoCode: string };
		await shop.codes.confirm('O1', demoCode, ann);
		await run('fitment', 'product_id,make,model\nP1,Tata,Indica\n');
		await expect(imports.undo('something', boss)).rejects.toThrow(/imported since/);
		await undoLast();
		await expect(undoLast()).rejects.toThrow();
		await run('products', 'product_id,price\nP1,99\n');
		await shop.store.write((tx) =>
			tx.db.updateTable('products').set({ price: 5 }).where('productId', '=', 'P1').execute()
		);
		await undoLast();
		expect((await shop.product('P1'))!.price).toBe(5);
		expect((await shop.product('P1'))!.stock).toBe(8);
		expect((await shop.log()).filter(({ action }) => action === 'UNDO_IMPORT')).toHaveLength(2);
	});

	test('stock that was sold since the import is not given back twice', async () => {
		await run('products', 'product_id,stock\nP1,12\n');
		await shop.act(ann, 'placeOrder', placed('O1', ['P1', 4, 1500]));
		const { demoCode } = (await shop.codes.issue('O1', ann)) as { demoCode: string };
		await shop.codes.confirm('O1', demoCode, ann);
		await undoLast();
		expect((await shop.product('P1'))!.stock).toBe(6);
	});

	test('accounts keep their hashes, and nobody shuts himself out', async () => {
		await shop.store.write(async (tx) => {
			await users.save(tx, {
				username: 'ann',
				passwordHash: 'hash',
				role: 'user',
				status: 'active',
				mustChange: false
			});
		});
		const report = await run('users', 'username,role,email,status\nann,user,ann@x,\nboss,user,,\n', {
			mode: 'merge'
		});
		expect(report).toMatchObject({ updated: 1, rejected: [{ line: 3, column: 'role', value: 'user' }] });
		await run('users', 'username,password_hash,role\nann,,admin\n', { mode: 'replace' });
		const all = await shop.store.read((tx) => users.all(tx));
		expect(all.map(({ username, passwordHash, role }) => [username, passwordHash, role])).toEqual([
			['ann', 'hash', 'admin'],
			['boss', '', 'admin']
		]);
	});

	describe('somebody must be able to run the shop', () => {
		const names = ['amy', 'bea'];
		const admins = async () =>
			(await shop.store.read((tx) => users.activeAdmins(tx)))
				.map(({ username }) => username)
				.filter((name) => names.includes(name))
				.sort();
		beforeEach(async () => {
			const passwordHash = await hashPassword('a long password');
			await shop.store.write(async (tx) => {
				await users.remove(tx, ['boss']);
				for (const username of names)
					await users.save(tx, {
						username,
						passwordHash,
						role: 'admin',
						status: 'active',
						mustChange: false
					});
			});
		});

		test.each([
			['who demotes the last admins', 'username,role\namy,user\nbea,user\n', 'merge'],
			['who disables them', 'username,status\namy,disabled\nbea,disabled\n', 'merge'],
			['who breaks their passwords', 'username,password_hash\namy,x\nbea,x\n', 'merge'],
			['who leaves them out', 'username,role\ncy,admin\n', 'replace']
		] as const)('an import refuses %s, whole, in a dry run too', async (_, text, mode) => {
			for (const dryRun of [true, false])
				await expect(run('users', text, { mode, dryRun, username: 'cli' })).rejects.toMatchObject({
					code: 'last_admin',
					details: { detail: expect.stringMatching(/nobody could run the shop.*role admin, status active/) }
				});
			expect(await admins()).toEqual(names);
			expect(await shop.store.read((tx) => users.byName(tx, 'cy'))).toBeUndefined();
		});

		test('another one may go; whoever comes may stand behind in the file', async () => {
			const passwordHash = await hashPassword('a long password');
			const text = `username,password_hash,role\namy,,user\nbea,,user\ncy,${passwordHash},admin\n`;
			expect(await run('users', text, { username: 'cli' })).toMatchObject({ inserted: 1, updated: 2 });
			expect(await admins()).toEqual([]);
			await undoLast();
			expect(await admins()).toEqual(names);
			expect(await shop.store.read((tx) => users.byName(tx, 'cy'))).toBeUndefined();
		});

		test('an undo leaves the last admin, and lists that', async () => {
			const set = (username: string, role: 'admin' | 'user') =>
				shop.store.write(async (tx) => users.save(tx, { ...(await users.byName(tx, username))!, role }));
			await set('bea', 'user');
			await run('users', 'username,role,phone\nbea,admin,1\n', { username: 'cli' });
			await set('amy', 'user');
			await undoLast();
			expect(await admins()).toEqual(['bea']);
			expect((await shop.store.read((tx) => users.byName(tx, 'bea')))!.phone).toBeUndefined();
			expect(await shop.store.read((tx) => records.all(tx, 'clashes'))).toMatchObject([
				{ kind: 'refused', file: 'users.csv', key: 'bea', reason: expect.stringContaining('last admin') }
			]);
		});
	});

	test('an account that goes takes its sessions along, and does not get them back', async () => {
		const times = { createdAt: 0, seenAt: 0, unlockedUntil: null };
		await shop.store.write(async (tx) => {
			await users.save(tx, {
				username: 'cy',
				passwordHash: 'hash',
				role: 'user',
				status: 'active',
				mustChange: false
			});
			await sessions.insert(tx, { tokenHash: 'cy', username: 'cy', ...times, device: null });
		});
		await run('users', 'username,password_hash,role\nboss,,admin\n', { mode: 'replace' });
		await undoLast();
		expect(await shop.store.read((tx) => users.byName(tx, 'cy'))).toBeDefined();
		expect(await shop.store.read((tx) => sessions.of(tx, 'cy'))).toEqual([]);
	});

	test('an id that a spreadsheet has eaten is warned of', async () => {
		await run('products', 'product_id,name,section,price,stock\n007,Bond,X,1,1\n');
		const { warnings } = await run('fitment', 'product_id,make\n7,Aston\n007,Aston\n');
		expect(warnings).toEqual([expect.stringMatching(/^line 2: 7 looks like 007 after a spreadsheet/)]);
	});

	test('a workbook is told as one before anything else, and takes nothing', async () => {
		const workbook = 'PK\x03\x04\x14\0\x06\0[Content_Types].xml\0\0xl/workbook.xml\0product_id,price\nP1,1\n';
		await expect(run('products', workbook)).rejects.toMatchObject({
			code: 'invalid',
			details: { detail: expect.stringMatching(/^This is an Excel workbook: open it, and save/) }
		});
		expect((await imports.status()).last).toBeNull();
	});

	test('sales whose total is another are taken as they stand, and told: the first hundred', async () => {
		const odd = Array.from({ length: 150 }, (_, n) => `2026-01-02 10:00:00,A${n},Tyre,0,40.00,ann,1.00\n`);
		const { inserted, rejected, warnings, warned } = await run('sales', saleHeader + odd.join(''));
		expect({ inserted, rejected, warned }).toEqual({ inserted: 150, rejected: [], warned: 150 });
		expect(warnings).toHaveLength(100);
		expect(warnings[0]).toMatch(/^line 2: the quantity is 0, and the total is 1\.00/);
	});

	test('a small file that waited on a device is imported with its push', async () => {
		const text = 'Part;Name;Section;Price;Stock\nP1;Brake pad;Brake;16,00;12\nZ1;Bulb;Light;1,50;7\n';
		const args = { importId: 'I1', table: 'products', mode: 'merge', map: { Part: 'product_id' }, text };
		expect(await shop.act(ann, 'importFile', args)).toMatchObject({ code: 'forbidden' });
		expect(await shop.act(boss, 'importFile', args)).toMatchObject({ status: 'ok' });
		expect(await shop.product('P1')).toMatchObject({ price: 1600, stock: 12 });
		expect(await shop.product('Z1')).toMatchObject({ stock: 7 });
		expect((await shop.log()).at(-1)).toMatchObject({ username: 'boss', action: 'IMPORT' });
		await undoLast();
		expect(await shop.product('Z1')).toBeUndefined();

		const replace = { ...args, mode: 'replace' };
		expect(await shop.act(lockedBoss, 'importFile', replace)).toMatchObject({ code: 'pin_required' });
		const none = { ...args, text: 'a;b\n1;2\n' };
		expect(await shop.act(boss, 'importFile', none)).toMatchObject({ code: 'invalid' });
		expect(await shop.product('P2')).toBeDefined();
	});

	describe('longer than one transaction', () => {
		const line = (index: number) =>
			`2025-01-01 10:00:00,${'ORDER'.padEnd(60, 'x')}${index},Tyre,1,40.00,ann,40.00\n`;
		const long = saleHeader + Array.from({ length: 18_000 }, (_, index) => line(index)).join('');

		test('it is complete, in pieces between which orders go on, and undone', async () => {
			const versions = new Set<number>();
			const stop = shop.store.onCommit(({ version, tables }) => tables.has('sales') && versions.add(version));
			expect(await run('sales', long)).toMatchObject({ inserted: 18_000 });
			stop();
			expect(versions.size).toBeGreaterThan(3);
			expect(await shop.sales()).toHaveLength(18_000);
			await undoLast();
			expect(await shop.sales()).toHaveLength(0);
			expect(await shop.movements()).toEqual([]);
		});

		test('no other import runs beside it, in this process or another', async () => {
			const elsewhere = createImports(shop.store, shop.clock.now);
			const small = { table: 'sales', mode: 'merge', dryRun: false, username: 'boss' } as const;
			let refused: Promise<unknown> | null = null;
			const stop = shop.store.onCommit(({ tables }) => {
				if (tables.has('sales'))
					refused ??= elsewhere
						.run({ ...small, bytes: new TextEncoder().encode(saleHeader + line(0)) })
						.catch((error: unknown) => error);
			});
			await run('sales', long);
			stop();
			expect(await refused).toMatchObject({ code: 'conflict' });
			expect(await shop.sales()).toHaveLength(18_000);
		});

		test('a decimal comma in its last row says how its first is to be read', async () => {
			const first = saleHeader.replaceAll(',', ';') + '2026-01-01;A;Part;1;1.500;ann;\n';
			const middle = '2026-01-01;B;Part;1;2;ann;\n'.repeat(20_000);
			const { rejected } = await run('sales', `${first}${middle}2026-01-01;C;Part;1;1,50;ann;\n`);
			expect(rejected.map(({ line, reason }) => `${line} ${reason}`)).toEqual(['2 is not a clear number']);
		});

		test('cancelled, nothing of it stays', async () => {
			const running = run('sales', long);
			const stop = shop.store.onCommit(({ tables }) => {
				if (tables.has('sales'))
					void imports.status().then(({ running }) => running && imports.cancel(running.importId));
			});
			await expect(running).rejects.toThrow(/cancelled/);
			stop();
			expect(await shop.sales()).toEqual([]);
			expect((await imports.status()).last).toBeNull();
		});

		test.each([
			['at once', () => saleHeader + line(0)],
			['piece by piece', () => long]
		])('cancelled when it is through, it stays, and is said to: taken %s', async (_, text) => {
			let cancelled: Promise<boolean> | undefined;
			const late = createImports(
				{
					...shop.store,
					async write(work) {
						const value = await shop.store.write(work);
						const { running, last } = await late.status();
						if (last) cancelled ??= late.cancel(running!.importId);
						return value;
					}
				},
				shop.clock.now
			);
			const bytes = new TextEncoder().encode(text());
			const report = await late.run({
				table: 'sales',
				mode: 'merge',
				dryRun: false,
				username: 'boss',
				bytes
			});
			expect(await cancelled).toBe(false);
			expect(await shop.sales()).toHaveLength(report.inserted);
			expect((await late.undo(report.importId, boss)).state).toBe('undone');
		});

		test.each([
			['at once', () => saleHeader + line(0)],
			['piece by piece', () => long]
		])('cancelled when its last row is in, nothing of it stays either: taken %s', async (_, text) => {
			const ended = new AbortController();
			const bytes = new TextEncoder().encode(text());
			const running = runImport(
				shop.store,
				{ importId: 'i', table: 'sales', mode: 'merge', dryRun: false, username: 'boss', bytes },
				{ now: shop.clock.now, signal: ended.signal, onProgress: (_, share) => share === 1 && ended.abort() }
			);
			await expect(running).rejects.toThrow();
			expect(ended.signal.aborted).toBe(true);
			expect(await shop.sales()).toEqual([]);
			expect((await imports.status()).last).toBeNull();
		});

		test.each([
			['of another machine', JSON.stringify({ host: 'gone', pid: 1 })],
			[
				'with the same number in the same container',
				JSON.stringify({ host: hostname(), pid: process.pid, run: 'before' })
			]
		])('cut off by a crash of a process %s, it is undone at the next start', async (_, owner) => {
			const crashed = new Error('crash');
			let commits = 0;
			const write = shop.store.write.bind(shop.store);
			shop.store.write = ((work) => (commits++ > 4 ? Promise.reject(crashed) : write(work))) as typeof write;
			await expect(run('sales', long)).rejects.toBe(crashed);
			shop.store.write = write;
			expect((await shop.sales()).length).toBeGreaterThan(0);
			await write((tx) => tx.db.updateTable('imports').set({ owner, seenAt: 0 }).execute());
			await undoInterrupted(shop.store, shop.clock.now);
			expect(await shop.sales()).toEqual([]);
			expect(await shop.store.read((tx) => journal.unfinished(tx, shop.clock.now()))).toEqual([]);
		});
	});

	test.each([
		['', /empty/],
		['colour,taste\nred,sour\n', /No column/]
	])('%j is no file of this table', async (text, reason) => {
		await expect(run('products', text)).rejects.toThrow(reason);
	});
});

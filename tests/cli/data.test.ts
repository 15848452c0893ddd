import {
	cpSync,
	existsSync,
	mkdirSync,
	mkdtempSync,
	readFileSync,
	rmSync,
	statSync,
	writeFileSync
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { pop } from '../../src/cli/pop';
import { createApp } from '../../src/lib/server/app';
import { readConfig } from '../../src/lib/server/config';
import { openSqlite } from '../../src/lib/server/store/sqlite';

const sample = fileURLToPath(new URL('../../data/demo', import.meta.url));

// Each opens the sample shop several times.
vi.setConfig({ testTimeout: 120_000 });

/** The sample shop after its first start and three imports. */
let started: string;
beforeAll(async () => {
	started = mkdtempSync(join(tmpdir(), 'pop-started-'));
	cpSync(sample, started, { recursive: true });
	const app = await createApp(readConfig({ DATA_DIR: started, LOG_LEVEL: 'error' }, started));
	for (const price of [1, 2, 3])
		await app.imports.run({
			table: 'products',
			mode: 'merge',
			dryRun: false,
			bytes: Buffer.from(`product_id,price\nP003,${price}\n`),
			username: 'boss'
		});
	await app.close();
});
afterAll(() => rmSync(started, { recursive: true }));

let folder: string;
let dataDir: string;
beforeEach(() => {
	folder = mkdtempSync(join(tmpdir(), 'pop data é '));
	dataDir = join(folder, 'shop');
	cpSync(started, dataDir, { recursive: true });
});
afterEach(() => rmSync(folder, { recursive: true }));

async function run(argv: string[], env: Record<string, string> = {}) {
	let out = '';
	let err = '';
	const io = {
		stdout: (text: string) => void (out += text),
		stderr: (text: string) => void (err += text),
		env: { DATA_DIR: 'shop', ...env },
		cwd: folder
	};
	const code = await pop(argv, io);
	return { code, out, err };
}
async function json<T = Record<string, unknown>>(...argv: string[]): Promise<T> {
	const { out, err } = await run([...argv, '--json']);
	expect(err).toBe('');
	return JSON.parse(out) as T;
}
const file = (name: string) => readFileSync(join(dataDir, name), 'utf8');
const edit = (name: string, from: string | RegExp, to: string) =>
	writeFileSync(join(dataDir, name), file(name).replace(from, to));
const input = (text: string) => {
	writeFileSync(join(folder, 'in.csv'), text);
	return 'in.csv';
};
const config = () => readConfig({ DATA_DIR: dataDir, LOG_LEVEL: 'error' }, folder);
interface Verified {
	differences: { check: string; where: string; what: string }[];
}
const differences = async () => {
	const { out, code } = await run(['verify', '--json']);
	const found = (JSON.parse(out) as Verified).differences;
	expect(code).toBe(found.length === 0 ? 0 : 1);
	return found;
};

describe('import and export', () => {
	test('an import is in the file when the command is done, and its rows are named', async () => {
		const csv = input('product_id,name,section,price,stock\nN1,Bulb,Lamps,12.50,4\nN2,Fuse,Lamps,x,-4\n');
		expect(await json('import', 'products', csv, '--dry-run')).toMatchObject({ inserted: 1, rows: 2 });
		expect(file('products.csv')).not.toContain('N1,Bulb');
		const { code, out, err } = await run(['import', 'products', csv]);
		expect({ code, out }).toEqual({ code: 0, out: '2 rows: 1 new, 0 changed, 0 the same, 1 refused\n' });
		expect(err).toBe('in.csv, line 3, price: "x" is not a number\nin.csv, line 3, stock: "-4" is negative\n');
		expect(file('products.csv')).toContain('N1,Bulb,Lamps,12.50,4');
		expect(file('movements.csv')).toMatch(/,N1,4,opening,/);
		expect(await differences()).toEqual([]);
	});

	test('beside a running server, which notices it and writes the file', async () => {
		const app = await createApp(config());
		try {
			await app.mirror.flush();
			const seen = new Promise<void>((resolve) => {
				app.store.onCommit(({ tables }) => tables.has('products') && resolve());
			});
			await json('import', 'products', input('product_id,price\nP001,1.25\n'));
			await seen;
			await app.mirror.flush();
			expect(file('products.csv')).toMatch(/^P001,Front Brake,Brake,1\.25,/m);
		} finally {
			await app.close();
		}
		expect(await differences()).toEqual([]);
	});

	test('an export is the file, and comes back unchanged, for spreadsheets too', async () => {
		expect((await run(['export', 'products'])).out).toBe(file('products.csv'));
		for (const table of ['products', 'sales', 'fitment', 'orders', 'movements', 'users']) {
			await json('export', table, 'out.csv', '--spreadsheet');
			const report = await json<{ rows: number; unchanged: number; rejected: [] }>(
				'import',
				table,
				'out.csv'
			);
			expect({ table, ...report }).toMatchObject({
				rejected: [],
				inserted: 0,
				updated: 0,
				unchanged: report.rows
			});
			expect(report.rows).toBeGreaterThan(0);
		}
		expect((await run(['export', 'users'])).out).not.toContain('scrypt');
		expect((await run(['export', 'users', '--hashes'])).out).toContain('scrypt');
	});

	test.each([
		[['import', 'products']],
		[['import', 'nothing', 'in.csv']],
		[['import', 'products', 'in.csv', '--mode', 'add']],
		[['export']],
		[['export', 'nothing']],
		[['backup']],
		[['verify', 'x']],
		[['restore', '--wrong']]
	])('%j is wrong usage', async (argv) => {
		expect(await run(argv)).toMatchObject({ code: 2, out: '' });
	});

	test.each([
		[['import', 'products', 'none.csv'], 'none.csv: there is no such file'],
		[['import', 'products', '.'], '.: this is a folder, not a file'],
		[['restore', 'none.tar.gz', '--force'], 'none.tar.gz: there is no such file'],
		[['restore', 'shop', '--force'], 'shop: this is a folder, not a file'],
		[['forecast', '--sales', 'none.csv'], 'none.csv: there is no such file'],
		[['forecast', '--series', '.'], '.: this is a folder, not a file'],
		[['baskets', '--sales', 'shop'], 'shop: this is a folder, not a file'],
		[['export', 'products', 'none/out.csv'], 'none/out.csv: there is no folder to write it to'],
		[['export', 'products', 'shop'], 'shop: this is a folder, not a file'],
		[['backup', 'none/b.tar.gz'], 'none/b.tar.gz: there is no folder to write it to']
	])('%j names a file that can not be used', async (argv, why) => {
		expect(await run(argv)).toEqual({ code: 1, out: '', err: `pop ${argv[0]}: ${why}\n` });
	});

	test.each(['import', 'export', 'verify', 'backup', 'restore'])('%s --help', async (name) => {
		const { code, out } = await run([name, '--help']);
		expect({ code, out }).toEqual({ code: 0, out: expect.stringMatching(new RegExp(`^Usage: pop ${name}`)) });
	});
});

describe('verify', () => {
	test('a shop as it should be, with a server and without one, with a store and without one', async () => {
		expect(await differences()).toEqual([]);
		rmSync(join(dataDir, '.pop'), { recursive: true });
		expect(await differences()).toEqual([]);
		expect(existsSync(join(dataDir, '.pop'))).toBe(false);
	});

	test.each([
		[
			'products.csv',
			/^P001,Front Brake,Brake,[\d.]+/m,
			'P001,Front Brake,Brake,1.00',
			/P001, price: the file has "1.00", the store "1500.00"/
		],
		['products.csv', /^P002,.*\n/m, '', /P002 is only in the store/],
		[
			'sales.csv',
			/$/,
			'2030-01-01 00:00:00,X,Y,1,1.00,,1.00,,,,\n',
			/X,Y,1,1.00,,1.00,,,,, is only in the file/
		],
		['movements.csv', /^.*,P001,.*\n/m, '', /P001,.* is only in the store/],
		['users.csv', /,admin,/, ',user,', /admin123, role: the file has "user"/],
		['carts.json', /"quantity": ?\d+/, '"quantity": 77', /the cart of .*77/],
		['shop.json', /"low_stock": ?\d+/, '"low_stock": 9', /lowStock/],
		['orders.csv', /handed_over/, 'cancelled', /Status: the file has "cancelled"/]
	])('a change in %s by another program: %s', async (name, from, to, what) => {
		edit(name, from, to);
		const found = await differences();
		expect(found).toEqual([{ check: 'files', where: name, what: expect.stringMatching(what) }]);
	});

	test('a sale whose total is another is a note, and no difference', async () => {
		const csv = input(
			'Date,OrderID,Item,Quantity,Price,Username,Total\n2024-01-01 10:00:00,ODD1,Front Brake,2,5.00,ann,11.00\n'
		);
		const { code, err } = await run(['import', 'sales', csv]);
		expect({ code, err }).toEqual({
			code: 0,
			err: 'in.csv, line 2: the total is 11.00, not 2 × 5.00 = 10.00. It is taken as it stands.\n'
		});
		expect(file('sales.csv')).toMatch(/,ODD1,Front Brake,2,5\.00,ann,11\.00,/);
		const verified = await run(['verify']);
		expect(verified).toMatchObject({ code: 0, err: '' });
		expect(verified.out).toContain('1 sale is of no pieces, or of another total than quantity × price');
	});

	test('pieces that nobody moved', async () => {
		const store = await openSqlite(join(dataDir, '.pop', 'shop.sqlite'));
		await store.write((tx) =>
			tx.db.updateTable('products').set({ stock: 1000 }).where('productId', '=', 'P001').execute()
		);
		await store.close();
		edit('products.csv', /^(P001,Front Brake,Brake,[\d.]+),\d+/m, '$1,1000');
		expect(await differences()).toEqual([
			{
				check: 'stock',
				where: 'P001',
				what: expect.stringMatching(/^1000 of Front Brake are on the shelf, but .* are 27$/)
			}
		]);
		rmSync(join(dataDir, '.pop'), { recursive: true });
		expect(await differences()).toMatchObject([{ check: 'stock', where: 'P001' }]);
		expect((await run(['verify'])).out).toMatch(/^1 difference was found\.$/m);
	});

	test('a purchase of which more came in than its receipts say', async () => {
		edit('purchases.csv', /^(PO-0001,[^\n]*),36,36,/m, '$1,40,40,');
		rmSync(join(dataDir, '.pop'), { recursive: true });
		expect(await differences()).toEqual([
			{
				check: 'stock',
				where: 'PO-0001',
				what: '40 have come in, but the receipts of this purchase are 36'
			}
		]);
	});

	test('a line of the log that was changed, dropped or made up', async () => {
		const whole = file('admin_log.txt');
		const lines = whole.trimEnd().split('\n');
		for (const [text, line] of [
			[whole.replace('products.csv merge +0 ~1 -0', 'products.csv merge +0 ~9 -0'), lines.length - 2],
			[[...lines.slice(0, -2), lines.at(-1), ''].join('\n'), lines.length - 1]
		] as const) {
			writeFileSync(join(dataDir, 'admin_log.txt'), text);
			const found = await differences();
			expect(found[0]).toMatchObject({ check: 'log', what: expect.stringContaining(`line ${line} `) });
			expect(found.some(({ check }) => check === 'files')).toBe(true);
		}
	});
});

describe('backup and restore', () => {
	test('a shop comes back on a fresh machine, PIN and pictures too, and what the folder had goes aside', async () => {
		mkdirSync(join(dataDir, 'images'));
		const picture = Buffer.from([0, 255, 1, 254]);
		const long = `${'ä'.repeat(80)} front.png`;
		writeFileSync(join(dataDir, 'images', long), picture);
		const app = await createApp(config());
		await app.close();
		await json(
			'import',
			'products',
			input('product_id,name,section,price,stock,Colour\nN1,"a ""b""\nc",X,1,4,red\n')
		);
		edit('fitment.csv', /$/, 'broken "row\n');
		const key = readFileSync(join(folder, '.shop.secret'), 'utf8');

		expect(await json('backup', 'b.tar.gz')).toEqual({
			file: 'b.tar.gz',
			bytes: statSync(join(folder, 'b.tar.gz')).size
		});
		expect(statSync(join(folder, 'b.tar.gz')).mode & 0o777).toBe(0o600);
		const before = Object.fromEntries(
			['products.csv', 'sales.csv', 'users.csv', 'admin_log.txt', 'shop.json', 'fitment.csv'].map((name) => [
				name,
				file(name)
			])
		);

		const elsewhere = { DATA_DIR: 'new/shop' };
		const { code, out } = await run(['restore', 'b.tar.gz', '--json'], elsewhere);
		expect({ code, ...JSON.parse(out) }).toMatchObject({ code: 0, differences: [] });
		const restored = (name: string) => readFileSync(join(folder, 'new/shop', name), 'utf8');
		for (const [name, text] of Object.entries(before)) expect(restored(name)).toBe(text);
		expect(readFileSync(join(folder, 'new/shop/images', long))).toEqual(picture);
		expect(readFileSync(join(folder, 'new/.shop.secret'), 'utf8')).toBe(key);
		expect((await run(['verify'], elsewhere)).code).toBe(0);

		expect(await run(['restore', 'b.tar.gz'], elsewhere)).toMatchObject({
			code: 1,
			err: expect.stringMatching(/not empty/)
		});
		writeFileSync(join(folder, 'new/shop/products.csv'), 'mine');
		expect((await run(['restore', 'b.tar.gz', '--force'], elsewhere)).code).toBe(0);
		expect(restored('products.csv')).toBe(before['products.csv']);
	});

	test('a backup is one moment of a shop that goes on', async () => {
		const app = await createApp(config());
		let going = true;
		const writing = (async () => {
			for (let price = 1; going; price++)
				await app.imports.run({
					table: 'products',
					mode: 'merge',
					dryRun: false,
					bytes: Buffer.from(`product_id,price,stock\nP001,${price},${price}\nP002,${price},${price}\n`),
					username: 'boss'
				});
		})();
		await json('backup', 'b.tar.gz');
		going = false;
		await writing;
		await app.close();
		const { code, err } = await run(['restore', 'b.tar.gz'], { DATA_DIR: 'new' });
		expect({ code, err }).toEqual({ code: 0, err: '' });
		const text = readFileSync(join(folder, 'new/products.csv'), 'utf8');
		const prices = ['P001', 'P002'].map((id) =>
			new RegExp(`^${id},[^,]+,[^,]+,([\\d.]+),(\\d+),`, 'm').exec(text)!.slice(1)
		);
		expect(prices[0]).toEqual(prices[1]);
	});

	test('a damaged archive restores nothing', async () => {
		await json('backup', 'b.tar.gz');
		const bytes = readFileSync(join(folder, 'b.tar.gz'));
		for (const broken of [bytes.subarray(0, bytes.length / 2), Buffer.from('no archive'), Buffer.alloc(0)]) {
			writeFileSync(join(folder, 'c.tar.gz'), broken);
			expect(await run(['restore', 'c.tar.gz'], { DATA_DIR: 'new' })).toMatchObject({ code: 1 });
			expect(existsSync(join(folder, 'new/products.csv'))).toBe(false);
		}
	});
});

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { pop } from '../../src/cli/pop';

const folder = mkdtempSync(join(tmpdir(), 'pop forecast '));
afterAll(() => rmSync(folder, { recursive: true }));

let files = 0;
function file(text: string): string {
	const name = `file ${++files}.csv`;
	writeFileSync(join(folder, name), text);
	return name;
}

async function run(...argv: string[]) {
	let stdout = '';
	let stderr = '';
	const io = {
		stdout: (text: string) => void (stdout += text),
		stderr: (text: string) => void (stderr += text),
		env: {},
		cwd: folder
	};
	const code = await pop(['forecast', ...argv], io);
	return { code, stdout, stderr, json: () => JSON.parse(stdout) as Document };
}

interface Document {
	period: string;
	horizon: number;
	from: string;
	items: {
		item: string;
		method: string;
		forecast: number[];
		lower: (number | null)[];
		upper: (number | null)[];
		metrics: Record<string, number | null>;
	}[];
}

const oldShop = new URL('../fixtures/forecast/old-shop-sales.csv', import.meta.url).pathname;

describe('sales', () => {
	test('the old shop: ten items, a week, intervals and figures', async () => {
		const { code, stderr, json } = await run('--sales', oldShop, '--json');
		expect([code, stderr]).toEqual([0, '']);
		const { period, horizon, from, items } = json();
		expect([period, horizon, from, items.length]).toEqual(['day', 7, '2025-10-05', 10]);
		for (const { forecast: units, lower, upper, metrics, method } of items) {
			expect(units).toHaveLength(7);
			expect(lower).toHaveLength(7);
			expect(upper).toHaveLength(7);
			expect(method).not.toBe('');
			expect(metrics.rmse).toBeGreaterThan(0);
		}
	});

	test('the same seed gives the same text, digit by digit', async () => {
		const first = await run('--sales', oldShop, '--json', '--seed', '5');
		expect((await run('--sales', oldShop, '--json', '--seed', '5')).stdout).toBe(first.stdout);
	});

	test('names what is wrong with a row and goes on', async () => {
		const rows = ['Date,OrderID,Item,Quantity,Price,Username,Total'];
		for (let day = 10; day < 30; day++) rows.push(`2025-09-${day} 10:00:00,A${day},Horn,2,5,u,10`);
		rows.push('2025-09-31 10:00:00,B1,Horn,2,5,u,10', '2025-09-12 10:00:00,B2,Horn,nan,5,u,10');
		rows.push(
			'2999-01-01 10:00:00,B3,Horn,2,5,u,10',
			'2025-09-12 10:00:00,B4,,2,5,u,10',
			'2025-09-12 10:00:00,B5,Horn,1e12,5,u,10'
		);
		const { code, stderr, json } = await run('--sales', file(rows.join('\n')), '--json', '--method', 'mean');
		expect(code).toBe(0);
		expect(stderr.split('\n')).toEqual([
			'line 22, Date: "2025-09-31 10:00:00" is not a date like 2026-01-31 09:30:00; the row is left out',
			'line 23, Quantity: "nan" is not a number; the row is left out',
			'line 24, Date: "2999-01-01 10:00:00" is in the future; the row is left out',
			'line 25, Item: "" names no item; the row is left out',
			'line 26, Quantity: "1e12" is more than a billion; the row is left out',
			''
		]);
		expect(json().items.map(({ item, forecast: units }) => [item, units[0]])).toEqual([['Horn', 2]]);
	});

	test('product ids hold a history together when the name changes; any shop system will do', async () => {
		const popped = file(
			'Date,OrderID,Item,Quantity,Price,Username,Total,ProductID\n2025-09-01,A,Brake,1,1,u,1,\n2025-09-02,B,Brake,2,1,u,2,P1\n2025-09-03,C,Brake pad,2,1,u,2,P1\n'
		);
		expect((await run('--sales', popped, '--json')).json().items.map(({ item }) => item)).toEqual([
			'Brake pad'
		]);
		const foreign = file(
			'InvoiceNo;StockCode;Description;Quantity;InvoiceDate\n1;85123A;LIGHT;6;2025-09-01 08:26:00\n2;85123A;LIGHT;4;2025-09-02 08:26:00\n'
		);
		expect((await run('--sales', foreign, '--json')).json().items).toMatchObject([
			{ item: '85123A', forecast: [4, 4, 4, 4, 4, 4, 4] }
		]);
	});
});

describe('series', () => {
	test('the period comes from the header, an empty cell is not known', async () => {
		const name = file('part,2024-11,2024-12,2025-01,2025-02\nA,,2,,4\nB,0,0,0,0\nC,1,1,1,1\n');
		const { code, json } = await run('--series', name, '--horizon', '3', '--method', 'mean', '--json');
		expect(code).toBe(0);
		expect(json()).toMatchObject({ period: 'month', horizon: 3, from: '2025-03' });
		expect(json().items.map(({ item, forecast: units }) => [item, units])).toEqual([
			['A', [3, 3, 3]],
			['B', [0, 0, 0]],
			['C', [1, 1, 1]]
		]);
	});

	test('a cell that is no number is reported and not known', async () => {
		const name = file('part,t1,t2,t3\nA,1,x,3\nB,1,-2,3\nC,1,2,3,4\nD,1,1e300,3\n');
		const { code, stderr, json } = await run('--series', name, '--method', 'naive', '--json');
		expect(code).toBe(0);
		expect(stderr.split('\n').slice(0, 4)).toEqual([
			'line 2, t2: "x" is not a number; taken as not known',
			'line 3, t2: "-2" is negative; taken as not known',
			'line 4, part: "C" has more cells than the header; the row is left out',
			'line 5, t2: "1e300" is too large; taken as not known'
		]);
		expect(json().period).toBe('day');
		expect(json().items.map(({ forecast: units }) => units[0])).toEqual([3, 3, 3]);
	});

	test('medians, text output and short histories', async () => {
		const name = file('part,2024-11,2024-12\nA,1,3\n');
		const { code, stdout } = await run('--series', name, '--target', 'median');
		expect(code).toBe(0);
		expect(stdout).toContain('too short to test');
		expect(stdout).toMatch(/^A +14\.0 +- +- +-/m);
	});
});

describe('refusals', () => {
	test.each([
		[[]],
		[['--sales', 'a.csv', '--series', 'b.csv']],
		[['--sales', 'a.csv', '--horizon', '0']],
		[['--sales', 'a.csv', '--horizon', '10001']],
		[['--sales', 'a.csv', '--period', 'year']],
		[['--sales', 'a.csv', '--method', 'magic']],
		[['--sales', 'a.csv', '--target', 'mode']],
		[['--sales', 'a.csv', '--seed', '-1']],
		[['--sales', 'a.csv', '--nonsense']],
		[['stray']]
	])('wrong usage %j is 2, and says what', async (argv) => {
		const { code, stdout, stderr } = await run(...argv);
		expect(code).toBe(2);
		expect(stdout).toBe('');
		expect(stderr).toMatch(/^pop forecast: .+\nTry: pop forecast --help\n$/);
	});

	test('a file that is not there, or no sales file, is 1', async () => {
		for (const argv of [
			['--sales', 'missing.csv'],
			['--sales', file('product_id,name,price\nP1,Horn,5\n')],
			['--sales', file('')],
			['--sales', file('Date,Item,Quantity\n')],
			['--series', file('part\nA\n')],
			['--series', file('part,name\nA,B\n')],
			['--series', file('\u0000\u0001\u0002')]
		]) {
			const { code, stdout, stderr } = await run(...argv);
			expect([code, stdout]).toEqual([1, '']);
			expect(stderr).toContain(argv[1]);
		}
	});

	test('help is on stdout', async () => {
		const { code, stdout } = await run('--help');
		expect(code).toBe(0);
		for (const option of [
			'--sales',
			'--series',
			'--period',
			'--horizon',
			'--method',
			'--target',
			'--seed',
			'--json'
		])
			expect(stdout).toContain(option);
	});
});

import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gunzipSync } from 'node:zlib';
import { afterAll, expect, test } from 'vitest';
import { baskets } from '../../src/cli/commands/baskets';
import { pop as call } from '../../src/cli/pop';
import { expectedItemsets, expectedRules } from '../domain/basket/reference';

const folder = mkdtempSync(join(tmpdir(), 'pop baskets '));
afterAll(() => rmSync(folder, { recursive: true }));

const fixture = fileURLToPath(new URL('../fixtures/baskets/groceries.csv.gz', import.meta.url));
writeFileSync(join(folder, 'groceries.csv'), gunzipSync(readFileSync(fixture)));

async function pop(...argv: string[]) {
	let out = '';
	let errors = '';
	const io = {
		stdout: (text: string) => void (out += text),
		stderr: (text: string) => void (errors += text),
		env: {},
		cwd: folder
	};
	const code = await call(['baskets', ...argv], io);
	return { code, out, errors };
}

const file = (content: string | Uint8Array) => {
	writeFileSync(join(folder, 'input'), content);
	return 'input';
};
const json = async (...argv: string[]) => {
	const { code, out, errors } = await pop(...argv, '--json');
	expect({ code, errors }).toEqual({ code: 0, errors: '' });
	return JSON.parse(out) as {
		transactions: number;
		itemsets: { items: string[]; count: number }[];
		rules: { antecedent: string[]; consequent: string[]; [measure: string]: unknown }[];
	};
};
const itemsets = async (...argv: string[]) =>
	(await json(...argv)).itemsets.map(({ items, count }) => `${items.join(';')},${count}`).sort();

test('the reference is reproduced as JSON and as CSV', async () => {
	const argv = ['--transactions', 'groceries.csv', '--min-support', '0.005', '--min-confidence', '0.3'];
	const found = await json(...argv, '--single-consequent', '--out', 'result');
	expect(found.transactions).toBe(9835);
	expect(found.itemsets.map(({ items, count }) => `${items.join(';')},${count}`).sort()).toEqual(
		expectedItemsets('groceries', 0.005, 0.3)
	);
	const rows = readFileSync(join(folder, 'result/rules.csv'), 'utf8').trimEnd().split('\n').slice(1);
	expect(rows.map((row) => row.split(',').slice(0, 5).join(',')).sort()).toEqual(
		expectedRules('groceries', 0.005, 0.3)
	);
	expect(found.rules).toHaveLength(rows.length);
	expect((await json(...argv)).rules).toHaveLength(487);
	expect(readFileSync(join(folder, 'result/itemsets.csv'), 'utf8').split('\n', 2)).toEqual([
		'items,count,support',
		'whole milk,2513,0.255516014'
	]);
});

test('a rule has every measure', async () => {
	const { rules } = await json('--transactions', file('a,b\na,b\na\nc'), '--min-confidence', '0.6');
	expect(rules).toEqual([
		{
			antecedent: ['b'],
			consequent: ['a'],
			count: 2,
			antecedentCount: 2,
			consequentCount: 3,
			support: 0.5,
			confidence: 1,
			lift: 4 / 3,
			leverage: 0.125,
			conviction: null,
			zhang: 0.5,
			kulczynski: expect.closeTo(5 / 6),
			imbalance: 1 / 3,
			fisherP: expect.closeTo(0.5),
			holmP: expect.closeTo(1),
			redundant: false
		},
		expect.objectContaining({ antecedent: ['a'], consequent: ['b'], conviction: 1.5 })
	]);
});

test('one separator holds for the whole file', async () => {
	const once = ['--min-support', '1', '--max-length', '1'];
	expect(await itemsets('--transactions', file('a b;c,d\r\na b\r\n'), ...once)).toEqual(['a b,2', 'c,d,1']);
	expect(await itemsets('--transactions', file('a b,c\na b\n\n'), ...once)).toEqual(['a b,2', 'c,1']);
	expect(await itemsets('--transactions', file('25 52\t164\n52'), ...once)).toEqual([
		'164,1',
		'25,1',
		'52,2'
	]);
	expect(await itemsets('--transactions', file('a|b;c\nb'), '--separator', '|', ...once)).toEqual([
		'a,1',
		'b,1',
		'b;c,1'
	]);
	expect(await itemsets('--transactions', file('a b\tc'), '--separator', '\\t', ...once)).toEqual([
		'a b,1',
		'c,1'
	]);
});

test('a first line "items" is a heading, repeated items count once, encodings are found', async () => {
	expect(await itemsets('--transactions', file('items\n__proto__; x ;x;;\n'))).toEqual([
		'__proto__,1',
		'__proto__;x,1',
		'x,1'
	]);
	expect(await itemsets('--transactions', file('\ufeffitems\né;è'))).toEqual(['è,1', 'è;é,1', 'é,1']);
	expect(await itemsets('--transactions', file(Buffer.from('\ufeffé', 'utf16le')))).toEqual(['é,1']);
	expect(await itemsets('--transactions', file(Buffer.from('Öl', 'latin1')))).toEqual(['Öl,1']);
});

test('an empty file holds no baskets', async () => {
	for (const text of ['', '\n\n', 'items\n'])
		expect(await json('--transactions', file(text))).toEqual({ transactions: 0, itemsets: [], rules: [] });
	expect((await json('--sales', file('OrderID,Item\n'))).transactions).toBe(0);
});

test("the shop's sales: one basket an order, returns left out, six columns or more", async () => {
	const sales =
		'Date,OrderID,Item,Quantity,Price,Username,Total,ProductID,Kind\n' +
		'2025-08-30 08:52:15,A1,Oil,2,10,kim,20,P1,\n' +
		'2025-08-30 08:52:15,A1,"Filter, air",1,10,kim,10,P2,\n' +
		'2025-08-31 09:00:00,A2,Oil,1,10,lee,10,P1,sale\n' +
		'2025-09-01 09:00:00,A1,Oil,-1,10,kim,-10,P1,return\n' +
		'2025-09-01 09:00:00,A3,Oil,0,10,kim,0,P1,\n';
	const found = await json('--sales', file(sales));
	expect(found.transactions).toBe(2);
	expect(found.itemsets).toEqual([
		{ items: ['Oil'], count: 2 },
		{ items: ['Filter, air'], count: 1 },
		{ items: ['Filter, air', 'Oil'], count: 1 }
	]);
});

test.each([
	'InvoiceNo,StockCode,Description,Quantity\n1,A,x,2\n1,B,y,1\nC1,A,x,-2\n',
	'order id;ITEM\n1;A\n1;B\n',
	'Item\tInvoice No\nA\t1\nB\t1\n',
	'Product|Qty|Order_ID\nA|1|1\nB|2,5|1\n'
])('sales of another shop: %j', async (sales) => {
	expect(await itemsets('--sales', file(sales))).toEqual(['A,1', 'A;B,1', 'B,1']);
});

test.each([
	['', 'input: it has no column of orders, such as OrderID or InvoiceNo'],
	['OrderID,Price\n1,2\n', 'input: it has no column of items, such as Item or StockCode'],
	['OrderID,Item,Quantity\n1,A,7 pcs\n', 'input: it has no row of sales that can be used']
])('a file that is none of sales, %j, is refused', async (sales, message) => {
	expect(await pop('--sales', file(sales))).toEqual({
		code: 1,
		out: '',
		errors: `pop baskets: ${message}\n`
	});
});

test('a row that cannot be read is named and left out, and the others count', async () => {
	const sales = 'OrderID,Item,Quantity\n1,A,1\n\n,B,1\n1,B,7 pcs\n2\n2,A,\n2,C,1\n3,"A,1\n';
	const { code, out, errors } = await pop('--sales', file(sales), '--min-support', '1', '--json');
	expect(code).toBe(0);
	expect(JSON.parse(out).itemsets).toEqual([
		{ items: ['A'], count: 1 },
		{ items: ['C'], count: 1 }
	]);
	expect(errors.split('\n')).toEqual([
		'line 4, OrderID: "" names no order; the row is left out',
		'line 5, Quantity: "7 pcs" is not a number; the row is left out',
		'line 6, Item: "" names no item; the row is left out',
		'line 7, Quantity: "" is not a number; the row is left out',
		'line 9, OrderID: "3" has quotes that do not close; the row is left out',
		''
	]);
});

test('a missing file and a folder that cannot be made are named', async () => {
	const missing = await pop('--sales', 'nowhere.csv');
	expect(missing).toEqual({ code: 1, out: '', errors: 'pop baskets: nowhere.csv: there is no such file\n' });
	const blocked = await pop('--transactions', file('a b'), '--out', 'input/sub');
	expect(blocked).toEqual({
		code: 1,
		out: '',
		errors: 'pop baskets: input/sub: no folder can be made there\n'
	});
});

test('a support that would never end is refused with the way out', async () => {
	const huge = Array.from({ length: 5000 }, (_, i) => i).join(' ');
	const { code, out, errors } = await pop('--transactions', file(huge), '--min-support', '1');
	expect({ code, out }).toEqual({ code: 1, out: '' });
	expect(errors).toBe(
		'pop baskets: more than 2,000,000 itemsets occur at least 1 times: raise --min-support or set --max-length\n'
	);
	expect(await itemsets('--transactions', 'input', '--min-support', '1', '--max-length', '1')).toHaveLength(
		5000
	);
});

test.each([
	[[], 'give either --sales FILE or --transactions FILE'],
	[['--sales', 'a', '--transactions', 'b'], 'give either --sales FILE or --transactions FILE'],
	[['--sales', 'a', '--separator', ';'], '--separator is the text'],
	[['--transactions', 'a', '--min-support', 'NaN'], '--min-support is a number above 0, not "NaN"'],
	[['--transactions', 'a', '--min-support', '0'], '--min-support is a number above 0, not "0"'],
	[['--transactions', 'a', '--min-support', ''], '--min-support is a number above 0, not ""'],
	[['--transactions', 'a', '--min-confidence', '1.5'], '--min-confidence is a number from 0 to 1'],
	[['--transactions', 'a', '--max-length', '1.5'], '--max-length is a whole number from 1'],
	[['--transactions', 'a', '--nonsense'], "Unknown option '--nonsense'"],
	[['a.csv'], 'Unexpected argument']
])('wrong usage %j is refused', async (argv, message) => {
	const { code, out, errors } = await pop(...argv);
	expect({ code, out }).toEqual({ code: 2, out: '' });
	expect(errors).toContain(message);
	expect(errors).toContain('Usage: pop baskets');
});

test('--help explains, and the table can be read', async () => {
	expect(await pop('--help')).toEqual({ code: 0, out: baskets.usage, errors: '' });
	const { out } = await pop('--transactions', file('a b\na b\na\nc'), '--min-confidence', '0.6');
	expect(out).toBe(
		[
			'4 baskets, 4 itemsets in at least 1, 2 rules',
			'',
			'Rule    Count  Confidence  Lift  p (Holm)  Redundant',
			'b -> a      2     100.0 %  1.33     1.000',
			'a -> b      2      66.7 %  1.33     1.000',
			'',
			'Itemset  Count  Support',
			'a            3   75.0 %',
			'b            2   50.0 %',
			'a, b         2   50.0 %',
			'c            1   25.0 %',
			''
		].join('\n')
	);
});

test('only the most frequent sets, and a search that ends in time and names what it left out', async () => {
	const argv = ['--transactions', 'groceries.csv', '--min-support', '0.005'];
	const all = await json(...argv);
	const larger = ({ itemsets }: typeof all) => itemsets.filter(({ items }) => items.length > 1);
	expect(larger(await json(...argv, '--top', '5'))).toEqual(larger(all).slice(0, 5));

	// Many items that often meet: a search that is looked at before it ends.
	const dense = Array.from({ length: 300 }, (_, basket) =>
		Array.from({ length: 22 }, (_, item) => `part ${(basket + item) % 26}`).join()
	).join('\n');
	const ended = [
		'--transactions',
		file(dense),
		'--min-support',
		'0.2',
		'--max-length',
		'8',
		'--seconds',
		'0'
	];
	const { code, out, errors } = await pop(...ended, '--json');
	expect(code).toBe(0);
	expect(errors).toMatch(
		/^pop baskets: the 0 s were over: all sets of the \d+ most frequent items are there/
	);
	const { leftOut } = JSON.parse(out) as { leftOut: { reason: string; searched: number; rarer: number } };
	expect(leftOut).toMatchObject({ reason: 'stopped' });
	expect(leftOut.searched + leftOut.rarer).toBe(26);
	for (const wrong of [
		['--top', '0'],
		['--top', '1.5'],
		['--seconds', 'soon']
	])
		expect((await pop('--transactions', 'input', ...wrong)).code).toBe(2);
});

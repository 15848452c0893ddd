import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readCsv, type CsvRow } from '../../../src/lib/domain/csv/read';
import { writeTable } from '../../../src/lib/domain/csv/patch';
import { specs } from '../../../src/lib/domain/csv/tables';
import type { TableSpec } from '../../../src/lib/domain/csv/spec';
import { checkFile } from '../../../src/lib/domain/import/check';
import { eatenFinder } from '../../../src/lib/domain/import/eaten-ids';
import { TableImport, type ImportRow } from '../../../src/lib/domain/import/import';
import { guessColumns, guessTable } from '../../../src/lib/domain/import/mapping';
import { causes } from '../../../src/lib/domain/import/report';
import { ImportSource } from '../../../src/lib/domain/import/source';
import { neutralise, restore } from '../../../src/lib/domain/import/spreadsheet';
import { tableNames, type TableName } from '../../../src/lib/domain/tables';
import { fuzzRuns, hostileFile } from '../../helpers/hostile-files';

const shop = { digits: 2, timeZone: 'Asia/Kolkata' };
const bytesOf = (text: string) => new TextEncoder().encode(text);

/** All that an import of a file into an empty table takes. */
function importAll(table: TableName, bytes: Uint8Array) {
	const source = new ImportSource(bytes);
	const work = new TableImport(source, { table, mode: 'merge', shop, products: [] });
	const rows: ImportRow[] = [];
	for (const row of source.rows()) {
		const read = work.read([row]);
		rows.push(...(work.lookup ? work.decideLines(read, []) : work.decide(read, new Map()).insert));
	}
	return { rows, report: work.report };
}

describe('import(export(x)) = x', () => {
	const hostile = fc.oneof(
		fc.string({ unit: 'binary', maxLength: 12 }).filter((text) => !/[\0\p{Cs}]/u.test(text)),
		fc.constantFrom(
			'=1+1',
			"'=1",
			"''@x",
			'-5',
			'+91 1',
			'＝1',
			'a\n=b',
			'a\r\n\t=',
			'\r=x',
			'\n',
			'"',
			',;|\t',
			'nan',
			'007',
			'1E5',
			'__proto__',
			"'"
		),
		fc.string({ maxLength: 6 })
	);
	const named = hostile.filter((text) => text.trim() !== '');
	const products = fc.uniqueArray(
		fc.record(
			{
				productId: named,
				name: named,
				section: named,
				price: fc.nat(),
				stock: fc.nat(1_000_000),
				description: hostile,
				brand: named,
				partNumber: named,
				leadTimeDays: fc
					.double({ min: 0, max: 1e6, noNaN: true, noDefaultInfinity: true })
					.map((days) => days || 0),
				status: fc.constantFrom('active', 'hidden', 'discontinued'),
				extra: fc.dictionary(fc.constantFrom('Colour', 'Shelf', '=cmd'), named, { minKeys: 1 })
			},
			{ requiredKeys: ['productId', 'name', 'section', 'price', 'stock', 'description'] }
		),
		{ selector: ({ productId }) => productId, maxLength: 6 }
	);
	const exported = (rows: readonly object[]) =>
		writeTable(specs.products as unknown as TableSpec<ImportRow>, rows as ImportRow[], shop);
	test('of tables with hostile cells, 10,000 of them', () => {
		fc.assert(
			fc.property(products, (rows) => {
				const { rows: back, report } = importAll('products', bytesOf(exported(rows)));
				expect(report.rejected).toEqual([]);
				expect(back).toEqual(rows);
			}),
			{ numRuns: 10_000 }
		);
	});

	test('a cell for spreadsheets is harmless, and comes back', () => {
		fc.assert(
			fc.property(hostile, (cell) => {
				const shown = neutralise(cell);
				expect(restore(shown)).toBe(cell);
				if (/^-\d+(?:\.\d+)?$/.test(shown)) return;
				for (const line of shown.split(/\r\n|\n|\r/)) expect(line).not.toMatch(/^[=+\-@\t＝＋－＠]/);
			}),
			{ numRuns: 10_000 }
		);
	});
});

test('a fuzz of 20,000 files: no fault, and every row is taken or refused', () => {
	fc.assert(
		fc.property(hostileFile, fc.constantFrom(...tableNames), (bytes, table) => {
			const { rows, report } = importAll(table, bytes);
			expect(report.inserted).toBe(rows.length);
			expect(report.inserted + report.rejected.length).toBe(report.rows);
		}),
		{ numRuns: fuzzRuns(20_000) }
	);
});

test('a file that is read some bytes at a time has the rows that it has as a whole', () => {
	const longCell = bytesOf(`a,b\n1,"${'a line\n'.repeat(30)}"\n2,"never closed\n3,4\n`);
	fc.assert(
		fc.property(hostileFile, fc.integer({ min: 16, max: 80 }), (bytes, step) => {
			const rowOf = ({ line, cells, problem }: CsvRow) => ({ line, cells, problem });
			const source = new ImportSource(bytes, step);
			const whole = readCsv(bytes);
			expect(source.header).toEqual(whole.header);
			expect(Array.from(source.rows(), rowOf)).toEqual(whole.rows.map(rowOf));
		}),
		{ numRuns: fuzzRuns(5000), examples: [[longCell, 16]] }
	);
});

test.each([16, 40, 1000])(
	'a row with a NUL is refused, and no other, in whatever part of %i bytes it is read',
	(step) => {
		const text =
			'product_id,make,model\nP1,Tata,Nexon\nP2,Tata,Ne\0xon\nP3,Tata,🚗\nP4,Tata,Ne\0xon\nP5,Tata,Nexon\n';
		const source = new ImportSource(bytesOf(text), step);
		const work = new TableImport(source, { table: 'fitment', mode: 'merge', shop, products: [] });
		const taken = work.read([...source.rows()]).map(({ row }) => row.productId);
		expect(taken).toEqual(['P1', 'P3', 'P5']);
		expect(work.report.rejected.map(({ line, reason }) => `${line} ${reason}`)).toEqual([
			'3 holds a character that is none',
			'5 holds a character that is none'
		]);
	}
);

test('a decimal comma at the end of a long file says how the rows at its beginning are to be read', () => {
	const rows = Array.from({ length: 3000 }, (_, index) => `P${index};Part;Brake;${index};5\n`);
	const text = `product_id;name;section;price;stock\nA;Bolt;Brake;1.500;5\n${rows.join('')}B;Nut;Brake;1,50;5\n`;
	const { rows: taken, report } = importAll('products', bytesOf(text));
	expect(report.rejected).toEqual([
		{ line: 2, column: 'price', value: '1.500', reason: 'is not a clear number' }
	]);
	expect(taken.at(-1)).toMatchObject({ productId: 'B', price: 150 });
});

describe('what a file is taken for', () => {
	test.each<[string, TableName | null]>([
		['product_id,name,section,price,stock', 'products'],
		['SKU;Product Name;Category;Unit price;On hand', 'products'],
		['Date,OrderID,Item,Quantity,Price,Username,Total', 'sales'],
		['date, order id, product, qty, unit price', 'sales'],
		['Category,Item,Stock,Price', 'stocks'],
		['username,password_hash,role,email', 'users'],
		['OrderID,PlacedAt,Username,Status,Total,Lines', 'orders'],
		['product_id,make,model,year_from', 'fitment'],
		['Date,ProductID,Delta,Reason', 'movements'],
		['colour,taste', null],
		['', null]
	])('%s: %s', (header, table) => {
		expect(guessTable(header.split(/[,;]/))).toBe(table);
	});

	test('columns by their aliases, whatever their case and blanks; others stay the file’s own', () => {
		expect(guessColumns('products', ['Sku', ' NAME ', 'Colour', '', 'name'])).toEqual([
			'product_id',
			'name',
			null,
			null,
			null
		]);
	});
});

describe('ids that a spreadsheet has eaten', () => {
	const find = eatenFinder(['007', '1E5', '12345678901234567890', 'MAR1', '3-4', 'P001', '9']);
	test.each([
		['7', '007'],
		['100000', '1E5'],
		['1.00E+05', '1E5'],
		['1.23457E+19', '12345678901234567890'],
		['12345678901234500000', '12345678901234567890'],
		['1-Mar', 'MAR1'],
		['01-Mar', 'MAR1'],
		['04-Mar', '3-4'],
		['007', undefined],
		['9', undefined],
		['P002', undefined]
	])('%s was %s', (id, known) => {
		expect(find(id)).toBe(known);
	});
});

test('the check of a device agrees with what an import says', () => {
	const products = [
		{ productId: 'P1', name: 'Pad', section: 'Brake', price: 100, stock: 1, description: '' }
	];
	const text =
		'product_id,name,section,price,stock\nP1,Pad,Brake,2,1\nP2,Bulb,Lamps,x,1\nP3,Fuse,Lamps,1,1\n';
	const work = checkFile(bytesOf(text), { table: 'products', mode: 'replace', mapping: {}, shop, products });
	let step = work.next();
	while (!step.done) step = work.next();
	expect(step.value).toMatchObject({
		preview: [['P1', 'Pad', 'Brake', '2', '1'], expect.anything(), expect.anything()],
		report: { rows: 3, inserted: 1, updated: 1, unchanged: 0, deleted: 0, rejected: [{ line: 3 }] },
		compared: true,
		lacks: []
	});
});

test('refused rows are grouped by cause', () => {
	const { report } = importAll(
		'products',
		bytesOf('product_id,name,section,price,stock\nA,a,a,x,1\nB,b,b,y,1\nA,c,c,1,1\nA,c,c,1,1\nC,,c,1,1\n')
	);
	expect(
		causes(report.rejected).map(({ column, reason, count, first }) => [column, reason, count, first.line])
	).toEqual([
		['price', 'is not a number', 2, 2],
		['product_id', 'stands in another line already', 2, 4],
		['name', 'is empty', 1, 6]
	]);
});

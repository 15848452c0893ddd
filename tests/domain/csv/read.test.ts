import fc from 'fast-check';
import Papa from 'papaparse';
import { expect, test } from 'vitest';
import { decode, encode } from '../../../src/lib/domain/csv/encoding';
import { readCsv, readCsvText } from '../../../src/lib/domain/csv/read';
import { writeCell } from '../../../src/lib/domain/csv/scan';

const cellsOf = (text: string) => {
	const file = readCsvText({ text });
	return [file.header, ...file.rows.map((row) => row.cells)];
};
const utf8 = (text: string) => new TextEncoder().encode(text);

test.each([
	[
		'comma',
		'id,name\nP1,Bolt',
		',',
		[
			['id', 'name'],
			['P1', 'Bolt']
		]
	],
	[
		'semicolon with decimal commas',
		'id;price\nP1;1,5\n',
		';',
		[
			['id', 'price'],
			['P1', '1,5']
		]
	],
	[
		'tab',
		'id\tname\nP1\tBolt, long\n',
		'\t',
		[
			['id', 'name'],
			['P1', 'Bolt, long']
		]
	],
	[
		'pipe',
		'id|name\nP1|a;b\n',
		'|',
		[
			['id', 'name'],
			['P1', 'a;b']
		]
	],
	[
		'lists of semicolons in a comma file',
		'id,oem\nP1,a;b;c\nP2,d;e;f\n',
		',',
		[
			['id', 'oem'],
			['P1', 'a;b;c'],
			['P2', 'd;e;f']
		]
	],
	[
		'a sep line',
		'sep=;\r\nid;a,b\r\nP1;x\r\n',
		';',
		[
			['id', 'a,b'],
			['P1', 'x']
		]
	],
	[
		'a delimiter inside quotes',
		'"id, or;number";name\n1;x\n',
		';',
		[
			['id, or;number', 'name'],
			['1', 'x']
		]
	],
	[
		'more of another delimiter inside quotes, in the first cell',
		'"net, of tax, of all";name\n1;x\n',
		';',
		[
			['net, of tax, of all', 'name'],
			['1', 'x']
		]
	],
	[
		'and behind it',
		'name,"size; inner; outer"\nx,"1; 2; 3"\n',
		',',
		[
			['name', 'size; inner; outer'],
			['x', '1; 2; 3']
		]
	],
	['one column', 'id\nP1\n', ',', [['id'], ['P1']]]
])('guesses the delimiter: %s', (_, text, delimiter, cells) => {
	expect(readCsvText({ text }).delimiter).toBe(delimiter);
	expect(cellsOf(text)).toEqual(cells);
});

test.each([
	['LF', 'a,b\n1,2\n3,4\n', '\n'],
	['CRLF', 'a,b\r\n1,2\r\n3,4\r\n', '\r\n'],
	['CR', 'a,b\r1,2\r3,4\r', '\r'],
	['mixed', 'a,b\r\n1,2\r3,4\n', '\r\n'],
	['no final line end', 'a,b\n1,2\n3,4', '\n'],
	['blank lines and rows of empty cells', '\na,b\n\n1,2\n,\n  \n \t,\t\n"", ""\n3,4\n\n', '\n']
])('ends rows at %s', (_, text, newline) => {
	expect(cellsOf(text)).toEqual([
		['a', 'b'],
		['1', '2'],
		['3', '4']
	]);
	expect(readCsvText({ text }).newline).toBe(newline);
});

test.each([
	['doubled', 'a\n"say ""x"""\n', 'say "x"'],
	['a comma and a line end', 'a,b\n"1,\r\n2",x\n', '1,\r\n2'],
	['inside an unquoted cell', 'a,b\n5" bolt,x\n', '5" bolt'],
	['inside a quoted cell', 'a,b\n"5" bolt",x\n', '5" bolt'],
	['followed by blanks', 'a,b\n"bolt"  ,x\n', 'bolt'],
	['nothing but quotes', 'a,b\n"""",x\n', '"']
])('reads quotes: %s', (_, text, cell) => {
	expect(readCsvText({ text }).rows[0]!.cells[0]).toBe(cell);
});

test('a quote that never closes breaks its own line alone', () => {
	const { rows } = readCsvText({ text: 'id,name\nP1,"Bolt\nP2,Nut\nP3,Pin\n' });
	expect(rows.map(({ line, problem, cells }) => [line, problem, cells])).toEqual([
		[2, 'unterminated_quote', ['P1', '"Bolt']],
		[3, undefined, ['P2', 'Nut']],
		[4, undefined, ['P3', 'Pin']]
	]);
});

test('a quote that closes before its cell ends does not swallow the rows below', () => {
	const { rows } = readCsvText({ text: 'id,name\n"P1"x,Bolt\nP2,"Nut"\nP3,Pin\n' });
	expect(rows.map(({ line, problem }) => [line, problem])).toEqual([
		[2, 'stray_quote'],
		[3, undefined],
		[4, undefined]
	]);
	expect(rows[1]!.cells).toEqual(['P2', 'Nut']);
});

test('rows know their line, below cells of several lines and blank lines too', () => {
	const { rows } = readCsvText({ text: 'a,b\r\n"x\r\ny\n\nz",1\r\n\r\nlast,2\r\n' });
	expect(rows.map((row) => row.line)).toEqual([2, 7]);
});

test('ragged rows keep the cells they have', () => {
	expect(cellsOf('a,b,c\n1\n1,2,3,4\n')).toEqual([['a', 'b', 'c'], ['1'], ['1', '2', '3', '4']]);
});

test.each([
	['UTF-8', utf8('a,b\nBrémse,ß\n'), 'utf-8', false],
	['UTF-8 with a mark', utf8('\ufeffa,b\nBrémse,ß\n'), 'utf-8', true],
	['UTF-16 LE', Uint8Array.from(Buffer.from('\ufeffa,b\nBrémse,ß\n', 'utf16le')), 'utf-16le', true],
	['UTF-16 BE', Uint8Array.from(Buffer.from('\ufeffa,b\nBrémse,ß\n', 'utf16le').swap16()), 'utf-16be', true],
	['Windows-1252', Uint8Array.from(Buffer.from('a,b\nBrémse,ß\n', 'latin1')), 'windows-1252', false]
])('reads %s', (_, bytes, encoding, bom) => {
	const file = readCsv(bytes);
	expect(file).toMatchObject({ encoding, bom, header: ['a', 'b'] });
	expect(file.rows[0]!.cells).toEqual(['Brémse', 'ß']);
	expect(encode(file)).toEqual(bytes);
});

test('Windows-1252 has the euro and the curly quotes where Windows has them, and no other characters', () => {
	const bytes = Uint8Array.of(0x80, 0x93, 0x94, 0x81, 0xff);
	expect(decode(bytes).text).toBe('€“”\u0081ÿ');
	expect(encode({ text: 'अ', encoding: 'windows-1252', bom: false })).toBeNull();
});

test('any bytes that are no UTF-16 come back as they were', () => {
	fc.assert(
		fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
			fc.pre(!(bytes[0]! + bytes[1]! === 0x1fd && bytes.length % 2));
			expect(encode(readCsv(bytes))).toEqual(bytes);
		})
	);
});

const hostile = fc.string({ unit: fc.constantFrom(...'",;\t|\r\n ab=é🚗') });

test('reads what it writes, whatever the cells hold', () => {
	fc.assert(
		fc.property(
			fc.array(fc.array(hostile, { minLength: 3, maxLength: 3 }), { maxLength: 8 }),
			fc.constantFrom(',', ';', '\t', '|'),
			fc.constantFrom('\n', '\r\n', '\r'),
			fc.boolean(),
			(table, delimiter, newline, quoted) => {
				const rows = [['one', 'two', 'three'], ...table.map(([first, ...rest]) => ['x' + first, ...rest])];
				const text = rows.map(
					(row) => row.map((cell) => writeCell(cell!, delimiter, quoted)).join(delimiter) + newline
				);
				expect(cellsOf(text.join(''))).toEqual(rows);
			}
		),
		{ numRuns: 2000 }
	);
});

test('guesses the delimiter of a quoted file, whatever its cells and its header hold', () => {
	const row = fc.array(hostile, { minLength: 2, maxLength: 4 });
	fc.assert(
		fc.property(row, row, fc.constantFrom(',', ';', '\t', '|'), (header, cells, delimiter) => {
			const rows = [header, cells].map(([first, ...rest]) => ['x' + first, ...rest]);
			const text = rows.map((row) => row.map((cell) => writeCell(cell, delimiter, true)).join(delimiter));
			expect(cellsOf(text.join('\n'))).toEqual(rows);
		}),
		{ numRuns: 2000 }
	);
});

test('reads as PapaParse does where the file is well formed', () => {
	fc.assert(
		fc.property(
			fc.array(fc.array(hostile, { minLength: 2, maxLength: 2 }), { minLength: 1, maxLength: 8 }),
			(table) => {
				const rows = [['a', 'b'], ...table.map(([first, second]) => ['x' + first, second!])];
				const text = Papa.unparse(rows);
				expect(cellsOf(text)).toEqual(Papa.parse(text).data);
			}
		),
		{ numRuns: 1000 }
	);
});

test('raw rows and the text between them make up the whole file', () => {
	fc.assert(
		fc.property(fc.string({ unit: fc.constantFrom(...'",\r\nab ') }), (text) => {
			const { headerRow, rows } = readCsvText({ text });
			let last = 0;
			for (const row of headerRow ? [headerRow, ...rows] : rows) {
				expect(row.start).toBeGreaterThanOrEqual(last);
				expect(row.rawCells.join(',')).toBe(row.raw);
				expect(text.slice(row.start, row.after).startsWith(row.raw)).toBe(true);
				last = row.after;
			}
		}),
		{ numRuns: 2000 }
	);
});

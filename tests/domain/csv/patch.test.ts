import { expect, test } from 'vitest';
import { encode } from '../../../src/lib/domain/csv/encoding';
import { CsvSheet } from '../../../src/lib/domain/csv/patch';
import { readCsv, readCsvText } from '../../../src/lib/domain/csv/read';
import { specs } from '../../../src/lib/domain/csv/tables';
import type { DeskProduct } from '../../../src/lib/domain/catalogue/product';
import type { Sale } from '../../../src/lib/domain/sales/sale';

const shop = { digits: 2, timeZone: 'Asia/Kolkata' };
const sheetOf = (text: string) => new CsvSheet(readCsvText({ text }), specs.products, shop);
const bolt: DeskProduct = {
	productId: 'P1',
	name: 'Bolt',
	section: 'Brake',
	price: 1050,
	stock: 5,
	description: ''
};

const style = [
	'"Stock";product_id;Shelf;NAME;section;price;description',
	'',
	'"5";P1;"A;1";Bolt;Brake;10,5;"a ""b"""',
	';;;;;;',
	'"x";P2;A2;Nut;Brake;1,00;stays as it is',
	'"7" ;P3;A3;Pin;Brake;1.000,00;',
	''
].join('\r\n');

test('one changed value makes one changed cell, in the style of its file', () => {
	const sheet = sheetOf(style);
	const [row] = sheet.table.rows;
	sheet.put([{ ...row!, price: 1275, stock: 4 }]);
	expect(sheet.text()).toBe(
		style.replace('"5";P1;"A;1";Bolt;Brake;10,5;"a ""b"""', '"4";P1;"A;1";Bolt;Brake;12,75;"a ""b"""')
	);
});

test('rows that mean the same stay byte for byte', () => {
	const sheet = sheetOf(style);
	sheet.put(sheet.table.rows);
	expect(sheet.text()).toBe(style);
});

test('new rows stand at the end, with the quotes that their column has', () => {
	const sheet = sheetOf(style);
	sheet.put([{ ...bolt, productId: 'P4', extra: { Shelf: 'B;7' } }]);
	expect(sheet.text()).toBe(style + '"5";P4;"B;7";Bolt;Brake;10,50;\r\n');
});

test('removed rows go with their line, and nothing else does', () => {
	const sheet = sheetOf(style);
	sheet.remove(['P1', 'P9']);
	expect(sheet.text()).toBe(style.replace('"5";P1;"A;1";Bolt;Brake;10,5;"a ""b"""\r\n', ''));
});

test('a refused row stays until the store has something newer to say of it', () => {
	const sheet = sheetOf(style);
	expect(sheet.table.rejected).toMatchObject([{ line: 5, column: 'Stock', value: 'x' }]);
	sheet.put([{ ...bolt, productId: 'P2', name: 'Nut', price: 100, description: 'stays as it is' }]);
	expect(sheet.text()).toBe(style.replace('"x";P2', '"5";P2'));
});

test('a file without a final line end gets none', () => {
	const sheet = sheetOf('product_id,name,section,price,stock\nP1,Bolt,Brake,10.5,5');
	sheet.put([{ ...bolt, productId: 'P2' }]);
	expect(sheet.text()).toBe(
		'product_id,name,section,price,stock\nP1,Bolt,Brake,10.5,5\nP2,Bolt,Brake,10.50,5'
	);
	sheet.remove(['P2']);
	expect(sheet.text()).toBe('product_id,name,section,price,stock\nP1,Bolt,Brake,10.5,5');
});

test('an empty file gets its header', () => {
	const sheet = sheetOf('');
	sheet.put([bolt]);
	expect(sheet.text().split('\n').slice(0, 2)).toEqual([
		specs.products.columns.map(({ name }) => name).join(','),
		'P1,Bolt,Brake,10.50,5,,,,,,,,,,,,,,,,,'
	]);
});

test('a column that a file lacks is added once, when a row first says something in it', () => {
	const sheet = sheetOf(
		'product_id,name,section,price,stock\r\nP1,Bolt,Brake,10.5,5\r\nP2,Nut,Brake,1\r\nP3,Pin,Brake,x,1\r\n'
	);
	sheet.put([bolt]);
	expect(sheet.text()).not.toContain('description');
	sheet.put([{ ...bolt, brand: 'Vajra' }]);
	sheet.put([{ ...bolt, brand: 'Vajra, Pune' }]);
	expect(sheet.text()).toBe(
		'product_id,name,section,price,stock,brand\r\nP1,Bolt,Brake,10.5,5,"Vajra, Pune"\r\nP2,Nut,Brake,1\r\nP3,Pin,Brake,x,1\r\n'
	);
});

test('an old file is taken over: optional columns at the right, its own cells untouched', () => {
	const text =
		'Date,OrderID,Item,Quantity,Price,Username\n2025-08-30 08:52:15,A1,"Bolt, long",2,1.5,bo\n2025-08-30,A2,Nut,x,1.5,bo\n';
	const sheet = new CsvSheet(readCsvText({ text }), specs.sales, shop);
	sheet.addColumns(specs.sales.columns.map(({ name }) => name));
	sheet.align(sheet.table.rows.map((sale) => ({ ...sale, productId: 'P1' })));
	expect(sheet.text()).toBe(
		'Date,OrderID,Item,Quantity,Price,Username,Total,ProductID,Kind,Reason,SoldBy\n' +
			'2025-08-30 08:52:15,A1,"Bolt, long",2,1.5,bo,3.00,P1,,,\n2025-08-30,A2,Nut,x,1.5,bo\n'
	);
});

const sale = (orderId: string, quantity = 1): Sale => ({
	saleId: '',
	date: '2026-01-01 10:00:00',
	orderId,
	item: 'Bolt',
	quantity,
	price: 100,
	username: 'bo',
	total: quantity * 100
});

test('rows without keys keep their line: the same row where it stands, a changed one in its place', () => {
	const line = (id: string, quantity = 1) =>
		`2026-01-01 10:00:00,${id},Bolt,${quantity},1,bo,${quantity}.0\n`;
	const head = 'Date,OrderID,Item,Quantity,Price,Username,Total\n';
	const refused = 'yesterday,A9,Bolt,1,1,bo,1.0\n';
	const sheet = new CsvSheet(
		readCsvText({ text: head + line('A1') + refused + line('A2') + line('A2') + line('A3') }),
		specs.sales,
		shop
	);
	sheet.align([sale('A1'), sale('A2'), sale('A2', 5), sale('A4')]);
	expect(sheet.text()).toBe(
		head + line('A1') + refused + line('A2') + line('A2', 5).replace('5.0', '5.00') + line('A4')
	);
});

test('bytes keep encoding and mark; a character that Windows-1252 lacks moves the file to UTF-8 with a mark', () => {
	const text = 'product_id,name,section,price,stock\nP1,Böhm,Brake,1,5\n';
	const sheet = new CsvSheet(
		readCsv(encode({ text, encoding: 'windows-1252', bom: false })!),
		specs.products,
		shop
	);
	expect(Buffer.from(sheet.bytes()).toString('latin1')).toBe(text);
	sheet.put([{ ...bolt, name: 'बोल्ट' }]);
	expect(Buffer.from(sheet.bytes()).toString()).toBe(
		'\ufeff' + text.replace('Böhm', 'बोल्ट').replace(',1,5', ',10.50,5')
	);
	const wide = encode({ text: text.replace('Böhm', 'बोल्ट'), encoding: 'utf-16le', bom: true })!;
	expect(new CsvSheet(readCsv(wide), specs.products, shop).bytes()).toEqual(wide);
});

test('bytes follow every change, in long files too', () => {
	const line = (id: number) => `P${id},Bolt,Brake,10.50,5\n`;
	const text =
		'product_id,name,section,price,stock\n' + Array.from({ length: 2000 }, (_, id) => line(id)).join('');
	for (const whole of [text, text.trimEnd()]) {
		const sheet = sheetOf(whole);
		const expectSame = () => expect(Buffer.from(sheet.bytes()).toString()).toBe(sheet.text());
		expectSame();
		sheet.put([{ ...bolt, productId: 'P1500', stock: 4 }]);
		expectSame();
		sheet.put([{ ...bolt, productId: 'new' }]);
		expectSame();
		sheet.remove(['P3', 'new', 'P1999']);
		expectSame();
		sheet.put([{ ...bolt, brand: 'Vajra' }]);
		expectSame();
		expect(sheet.text()).toContain('P1500,Bolt,Brake,10.50,4,\n');
	}
});

import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import * as v from 'valibot';
import { describe, expect, test } from 'vitest';
import { parseAmount } from '../../../src/lib/domain/amount';
import { readCarts } from '../../../src/lib/domain/csv/carts';
import { CsvSheet, writeTable } from '../../../src/lib/domain/csv/patch';
import { readCsv, readCsvText } from '../../../src/lib/domain/csv/read';
import { productFinder, readTable } from '../../../src/lib/domain/csv/read-table';
import type { TableSpec } from '../../../src/lib/domain/csv/spec';
import { specs } from '../../../src/lib/domain/csv/tables';
import type { Order } from '../../../src/lib/domain/order/order';
import { tableNames, type TableName } from '../../../src/lib/domain/tables';
import { fromLocal, toLocal } from '../../../src/lib/domain/time';
import { instantOf, localOf } from '../../../src/lib/domain/csv/wall-clock';
import { amount, whole } from '../../../src/lib/domain/csv/values';
import { mutationArgs } from '../../../src/lib/protocol/mutations';

const shop = { digits: 2, timeZone: 'Asia/Kolkata' };
const oldFile = (name: string) =>
	readCsv(readFileSync(new URL(`../../fixtures/csv/old-shop/${name}`, import.meta.url)));
const read = <Name extends TableName>(name: Name, text: string) =>
	readTable(readCsvText({ text }), specs[name] as TableSpec<never>, shop);
const reasons = (name: TableName, text: string) =>
	read(name, text).rejected.map(({ line, column, value, reason }) => `${line} ${column} ${value}: ${reason}`);

describe("the old shop's files", () => {
	test('products, each with its id as text', () => {
		const { rows, rejected } = readTable(oldFile('products.csv'), specs.products, shop);
		expect(rejected).toEqual([]);
		expect(rows).toHaveLength(10);
		expect(rows[0]).toEqual({
			productId: 'P001',
			name: 'Front Brake',
			section: 'Brake',
			price: 150000,
			stock: 3,
			description: 'Brake pads'
		});
		expect(rows.at(-1)!.productId).toBe('P0010');
	});

	test('users, whose nan is no e-mail', () => {
		const { rows, rejected } = readTable(oldFile('users.csv'), specs.users, shop);
		expect(rejected).toEqual([]);
		expect(rows.map((row) => row.username)).toEqual([
			...[
				'admin123',
				'1234567',
				'1122334455',
				'12345678',
				'12345666',
				'1234',
				'12345677',
				'1223455',
				'112234'
			]
		]);
		expect(rows[0]).toMatchObject({ role: 'admin', status: 'active', mustChange: false });
		expect(rows.some((row) => 'email' in row)).toBe(false);
		expect(rows[0]!.passwordHash).toMatch(/^werkzeug\$scrypt:32768:8:1\$y4wYbA2tv6QYrlc3\$[0-9a-f]{128}$/);
	});

	test('sales, with totals that agree with the file', () => {
		const file = oldFile('sales.csv');
		const { rows, rejected } = readTable(file, specs.sales, shop);
		expect(rejected).toEqual([]);
		expect(rows).toHaveLength(341);
		expect(rows.reduce((sum, row) => sum + row.quantity, 0)).toBe(2148);
		expect(rows.every((row) => row.total === row.quantity * row.price)).toBe(true);
		const total = file.rows.reduce((sum, row) => sum + Math.round(Number(row.cells[6]) * 100), 0);
		expect(rows.reduce((sum, row) => sum + row.total, 0)).toBe(total);
	});

	test('stocks, with its two ways to write a price', () => {
		const { rows, rejected } = readTable(oldFile('stocks.csv'), specs.stocks, shop);
		expect(rejected).toEqual([]);
		expect(rows.map((row) => row.price).slice(0, 3)).toEqual([4800000, 7100000, 10000000]);
	});

	test('names find their product exactly, never a similar one', () => {
		const { rows } = readTable(oldFile('products.csv'), specs.products, shop);
		const find = productFinder([...rows, { productId: 'P9', name: 'New', formerNames: ['Old', 'Piston'] }]);
		expect(find('Front Brake')).toBe('P001');
		expect(find('Winter Tires')).toBeUndefined();
		expect(find('Old')).toBe('P9');
		expect(find('Piston')).toBe('P0006');
		expect(productFinder([...rows, { productId: 'P9', name: 'Piston' }])('Piston')).toBeUndefined();
	});
});

const head = 'product_id,name,section,price,stock,description\n';

test.each([
	['a price that is no number', 'P1,Bolt,Brake,abc,5,', '2 price abc: is not a number'],
	['a missing price', 'P1,Bolt,Brake,,5,', '2 price : is empty'],
	['a price of nan', 'P1,Bolt,Brake,nan,5,', '2 price nan: is empty'],
	['an infinite price', 'P1,Bolt,Brake,inf,5,', '2 price inf: is not a number'],
	['a negative price', 'P1,Bolt,Brake,-1,5,', '2 price -1: is negative'],
	[
		'a price beyond the currency',
		'P1,Bolt,Brake,1.005,5,',
		'2 price 1.005: has more than 2 digits behind the point'
	],
	[
		'a price beyond what the shop takes',
		'P1,Bolt,Brake,1e12,5,',
		'2 price 1e12: is over 100000000000.00, the most that an amount can be'
	],
	[
		'a price beyond the exact numbers',
		'P1,Bolt,Brake,1e308,5,',
		'2 price 1e308: is over 100000000000.00, the most that an amount can be'
	],
	['half a piece', 'P1,Bolt,Brake,1,1.5,', '2 stock 1.5: is not a whole number'],
	['pieces with a unit', 'P1,Bolt,Brake,1,5 pcs,', '2 stock 5 pcs: is not a number'],
	['a blank id', ' ,Bolt,Brake,1,5,', '2 product_id  : is empty'],
	['no name', 'P1,,Brake,1,5,', '2 name : is empty'],
	['a comma too many', 'P1,Bolt, long,Brake,1,5,x', '2  x: stands behind the last of 6 columns'],
	['an open quote', 'P1,"Bolt,Brake,1,5,', '2 name "Bolt: has quotes that do not close'],
	['a NUL', 'P1,Bo\0lt,Brake,1,5,', '2 name Bo\0lt: holds a character that is none'],
	[
		'an id that stands twice',
		'P1,Bolt,Brake,1,5,\nP1,Nut,Brake,1,5,',
		'3 product_id P1: stands in line 2 already'
	]
])('refuses %s with line, column, value and reason', (_, rows, expected) => {
	expect(reasons('products', head + rows + '\n')).toEqual([expected]);
});

test('a file without a column that must be there has every row refused', () => {
	expect(reasons('products', 'product_id,name\nP1,Bolt\n')).toEqual([
		'2 section : is missing from the header'
	]);
});

test('headers are found in other case, with blanks, in another order; what is unknown goes with the row', () => {
	const { rows } = read(
		'products',
		' Stock ,PRICE,Section,Name,Product ID,Shelf,Shelf,,__proto__\n5,1,Brake,Bolt,007,A1,B2,x,y\n'
	);
	expect(rows).toEqual([
		{
			productId: '007',
			name: 'Bolt',
			section: 'Brake',
			price: 100,
			stock: 5,
			description: '',
			extra: Object.fromEntries([
				['Shelf', 'A1'],
				['__proto__', 'y']
			])
		}
	]);
});

test.each([
	[',', '1500', 150000],
	[',', '1500.0', 150000],
	[',', '"1,500.00"', 150000],
	[',', '"1,00,000.50"', 10000050],
	[',', '₹1500', 150000],
	[',', 'Rs. 1500.50', 150050],
	[',', 'USD 15', 1500],
	[',', '5.0e2', 50000],
	[',', '0.30000000000000004', 30],
	[',', '"1,5"', null],
	[';', '1500,5', 150050],
	[';', '1.500,50', 150050],
	[';', '1 500,50 €', 150050],
	[';', "1'500,50", 150050],
	[';', '1.500.000', 150000000],
	[';', '1500.50', 150050],
	[';', '1,5,0', null],
	['\t', '1500,5', 150050]
])('reads amounts as people write them: %s %s', (delimiter, cell, price) => {
	const text = `product_id,name,section,price,stock\nP1,Bolt,Brake,@,5\n`
		.replaceAll(',', delimiter)
		.replace('@', cell);
	const rows: { price: number }[] = read('products', text).rows;
	expect(rows[0]?.price ?? null).toBe(price);
});

test('a plain number says the same as with a blank before it, for which it is read the long way', () => {
	const sign = fc.constantFrom('', '-', '--', '.');
	const digits = fc.string({ unit: fc.constantFrom(...'0123456789'), maxLength: 17 });
	const cells = fc
		.tuple(sign, digits, fc.constantFrom('', '.', '..', '.-'), digits)
		.map((all) => all.join(''));
	const types = fc.constantFrom(amount(0), amount(-1e15, { rounded: true }), whole(-10, 1e9));
	const context = fc.record({
		digits: fc.integer({ min: 0, max: 4 }),
		decimalComma: fc.boolean(),
		commaDelimited: fc.boolean(),
		timeZone: fc.constant('UTC')
	});
	fc.assert(
		fc.property(cells, types, context, (cell, type, context) => {
			expect(type.read(cell, context)).toEqual(type.read(` ${cell}`, context));
		}),
		{ numRuns: 20_000 }
	);
});

test.each([
	['behind', '3', 'P1;Bolt;Brake;1,50;5\nP2;Nut;Brake;1.500;5\n'],
	['before', '2', 'P2;Nut;Brake;1.500;5\nP1;Bolt;Brake;1,50;5\n']
])('a point that may part thousands %s decimal commas is refused', (_, line, rows) => {
	const text = `product_id;name;section;price;stock\n${rows}`;
	expect(reasons('products', text)).toEqual([`${line} price 1.500: is not a clear number`]);
});

test.each([
	['2025-08-30 08:52:15', '2025-08-30 08:52:15'],
	['2025-08-30T08:52:15', '2025-08-30 08:52:15'],
	['2025-08-30 08:52', '2025-08-30 08:52:00'],
	['2025-08-30', '2025-08-30 00:00:00'],
	['2025-08-30T08:52:15Z', '2025-08-30 14:22:15'],
	['30/08/2025', null],
	['2025-02-30 08:52:15', null],
	['2024-02-29 08:52:15', '2024-02-29 08:52:15'],
	['2000-02-29 08:52:15', '2000-02-29 08:52:15'],
	['1900-02-29 08:52:15', null],
	['2025-02-29 08:52:15', null],
	['2025-08-30 25:00:00', null]
])('reads the date %s', (cell, date) => {
	const { rows, rejected } = read(
		'sales',
		`Date,OrderID,Item,Quantity,Price,Username\n${cell},A1,Bolt,2,1.50,bo\n`
	);
	expect(rows[0] ?? null).toEqual(
		date && { date, orderId: 'A1', item: 'Bolt', quantity: 2, price: 150, username: 'bo', total: 300 }
	);
	if (!date) expect(rejected[0]!.reason).toBe('is not a date like 2026-01-31 09:30:00');
});

test('an order keeps its lines, with amounts as decimals in the file', () => {
	const order: Order = {
		orderId: 'A1',
		username: 'bo',
		status: 'needs_review',
		lines: [
			{ productId: 'P1', name: 'Bolt; "5"', quantity: 2, price: 5820696, priceNow: null, available: 0 }
		],
		total: 11641392,
		placedAt: '2026-11-22T10:15:00.000Z',
		note: 'two\nlines'
	};
	const text = writeTable(specs.orders, [order], shop);
	expect(text).toContain('2026-11-22 15:45:00');
	expect(text).toContain('""price"":58206.96');
	expect(readTable(readCsvText({ text }), specs.orders, shop).rows).toEqual([order]);
});

const cell = fc.string({ unit: fc.constantFrom(...'",;\t\r\n ab=+@é🚗0'), minLength: 1, maxLength: 8 });
const filled = cell.filter((text) => text.trim() !== '');
const minor = fc.integer({ min: 0, max: 1e12 });
const pieces = fc.integer({ min: 0, max: 1e6 });
const localTime = fc
	.date({ min: new Date('2000-01-01T00:00:00Z'), max: new Date('2099-01-01T00:00:00Z'), noInvalidDate: true })
	.map((date) => date.toISOString().slice(0, 19).replace('T', ' '));
const extra = fc.option(
	fc.dictionary(fc.constantFrom('Shelf', 'Bin; "2"', '__proto__'), cell, { minKeys: 1 }),
	{ nil: undefined }
);
const parts = fc.array(fc.string({ unit: fc.constantFrom(...'",ab='), minLength: 1 }), { minLength: 1 });
const maybe = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: undefined });

const rowsOf = {
	products: fc.record({
		productId: filled,
		name: filled,
		section: filled,
		price: minor,
		stock: pieces,
		description: fc.oneof(cell, fc.constant('')),
		brand: maybe(cell),
		oemNumbers: maybe(parts),
		status: maybe(fc.constantFrom('active', 'hidden')),
		cost: maybe(minor),
		leadTimeDays: maybe(fc.double({ min: 0, max: 1e6, noNaN: true })),
		formerNames: maybe(parts),
		extra
	}),
	users: fc.record({
		username: filled,
		passwordHash: cell,
		role: fc.constantFrom('admin', 'user'),
		email: maybe(filled),
		status: fc.constantFrom('active', 'disabled'),
		mustChange: fc.boolean(),
		extra
	}),
	sales: fc.record({
		date: localTime,
		orderId: filled,
		item: filled,
		quantity: fc.integer({ min: -1e6, max: 1e6 }),
		price: minor,
		username: cell,
		total: fc.integer({ min: -1e12, max: 1e12 }),
		productId: maybe(cell),
		kind: maybe(cell),
		extra
	}),
	stocks: fc.record({
		category: cell,
		item: filled,
		stock: pieces,
		price: minor,
		productId: maybe(cell),
		extra
	}),
	fitment: fc.record({
		productId: filled,
		make: filled,
		model: cell,
		yearFrom: maybe(fc.integer({ min: 1900, max: 2100 })),
		note: maybe(cell),
		extra
	}),
	movements: fc.record({
		date: localTime,
		productId: filled,
		delta: fc.integer({ min: -1e6, max: 1e6 }),
		reason: cell,
		reference: cell,
		username: cell,
		note: cell,
		extra
	}),
	purchases: fc.record({
		purchaseId: filled,
		supplier: cell,
		productId: filled,
		ordered: pieces,
		received: pieces,
		cost: minor,
		orderedAt: localTime,
		expectedAt: localTime.map((at) => at.slice(0, 10)),
		receivedAt: fc.constant(''),
		status: cell,
		extra
	}),
	orders: fc.record({
		orderId: filled,
		username: filled,
		status: fc.constantFrom('confirmed', 'awaiting_code'),
		lines: fc.array(fc.record({ productId: cell, name: cell, quantity: pieces, price: minor })),
		total: minor,
		placedAt: localTime.map((at) => at.replace(' ', 'T') + '.000Z'),
		fulfilment: maybe(fc.constantFrom('pickup', 'delivery')),
		note: maybe(cell)
	})
} satisfies Record<TableName, fc.Arbitrary<object>>;

const plain = (rows: object[]) => rows.map((row) => JSON.parse(JSON.stringify(row)));

test.each(tableNames)('import(export(x)) = x, whatever the cells hold: %s', (name) => {
	const spec = specs[name] as unknown as TableSpec<Record<string, unknown>>;
	const key = (row: object) => spec.key.map((field) => (row as Record<string, unknown>)[field]).join('|');
	const distinct = spec.key.length > 0 ? { selector: key } : { comparator: () => false };
	fc.assert(
		fc.property(
			fc.uniqueArray(rowsOf[name] as fc.Arbitrary<object>, { ...distinct, maxLength: 6 } as never),
			(made) => {
				const rows = plain(made as object[]);
				const text = writeTable(spec, rows, shop);
				const table = readTable(readCsvText({ text }), spec, shop);
				expect(table.rejected).toEqual([]);
				expect(plain(table.rows)).toEqual(rows);
				const sheet = new CsvSheet(readCsvText({ text }), spec, shop);
				if (spec.key.length > 0) sheet.put(rows);
				else sheet.align(rows);
				expect(sheet.text()).toBe(text);
			}
		),
		{ numRuns: 400 }
	);
});

test.each(['Asia/Kolkata', 'Europe/Berlin', 'Pacific/Apia', 'UTC'])(
	'the wall clock of files is that of %s',
	(timeZone) => {
		fc.assert(
			fc.property(fc.integer({ min: 0, max: 4e9 }), (seconds) => {
				const local = localOf(seconds * 1000, timeZone);
				expect(local).toBe(toLocal(seconds * 1000, timeZone));
				expect(instantOf(local, timeZone)).toBe(fromLocal(local, timeZone));
			})
		);
	}
);

test('every way in takes the same largest amount: columns, lines of orders and carts, mutations, the desk', () => {
	const most = '100000000000';
	const beyond = '1e12';
	const limit = 'is over 100000000000.00, the most that an amount can be';
	const line = (price: string) => `[{""productId"":""P"",""name"":""n"",""quantity"":1,""price"":${price}}]`;
	const files: [TableName, (price: string) => string, string][] = [
		['products', (price) => `${head}P1,Bolt,Brake,${price},5,\n`, 'price'],
		['products', (price) => `product_id,name,section,price,stock,cost\nP1,Bolt,Brake,1,5,${price}\n`, 'cost'],
		['stocks', (price) => `Category,Item,Stock,Price\na,b,1,${price}\n`, 'Price'],
		['purchases', (price) => `PurchaseID,ProductID,Ordered,Cost\na,b,1,${price}\n`, 'Cost'],
		['sales', (price) => `Date,OrderID,Item,Quantity,Price\n2026-01-01,a,b,1,${price}\n`, 'Price'],
		[
			'orders',
			(price) => `OrderID,PlacedAt,Status,Total,Lines\na,2026-01-01 00:00:00,confirmed,1,"${line(price)}"\n`,
			'Lines'
		]
	];
	for (const [name, file, column] of files) {
		expect(reasons(name, file(most)), `${name} ${column}`).toEqual([]);
		expect(reasons(name, file(beyond)), `${name} ${column}`).toMatchObject([
			expect.stringMatching(new RegExp(`^2 ${column} .*: ${limit}$`, 's'))
		]);
	}
	const cart = (price: string) => `{"bo":[{"product_id":"P","name":"n","price":${price},"quantity":1}]}`;
	expect(readCarts(cart(most), 2)!.refused).toEqual([]);
	expect(readCarts(cart(beyond), 2)!.refused).toEqual(['bo']);
	const edit = (price: number) => v.is(mutationArgs.saveProduct, { productId: 'P', changes: { price } });
	expect([edit(1e13), edit(1e14)]).toEqual([true, false]);
	const desk = { locale: 'en-IN', currency: 'INR' };
	expect(parseAmount(most, desk).ok).toBe(true);
	expect(parseAmount('1000000000000', desk)).toEqual({ ok: false, error: 'too_large' });
});

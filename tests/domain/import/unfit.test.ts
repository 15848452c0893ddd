import { expect, test } from 'vitest';
import { specs } from '../../../src/lib/domain/csv/tables';
import { unfitFor } from '../../../src/lib/domain/import/unfit';
import { tableNames } from '../../../src/lib/domain/tables';

const headerOf = (name: (typeof tableNames)[number]) => specs[name].columns.map((column) => column.name);
const pairs = tableNames.flatMap((file) => tableNames.map((table) => [file, table] as const));

test.each(pairs)('%s.csv as %s', (file, table) => {
	for (const mode of ['merge', 'replace'] as const) {
		const why = unfitFor(table, headerOf(file), mode);
		if (file === table) expect(why).toBeNull();
		else expect(why).toMatch(new RegExp(`^This file looks like ${file}.csv, not like ${table}.csv`));
	}
});

test.each([
	['products', 'product_id,price'],
	['products', 'product_id,supplier,cost'],
	['products', 'product_id,price,make,model,engine'],
	['products', 'sku,Colour'],
	['users', 'username'],
	['users', 'Username,Phone'],
	['stocks', 'Item,Stock'],
	['purchases', 'PurchaseID,ProductID,Received,note'],
	['sales', 'Date,OrderID,Item,Quantity,Price,Username,Total']
] as const)('%s takes a file that has only %s', (table, header) => {
	expect(unfitFor(table, header.split(','), 'merge')).toBeNull();
});

test.each([
	['products', '', 'merge', 'The file is empty.'],
	[
		'products',
		'a,b',
		'merge',
		'No column of this file belongs to products.csv. It lacks product_id, name, section, price and stock.'
	],
	[
		'products',
		'name,price',
		'merge',
		'This file can’t be imported as products.csv. It lacks product_id, section and stock.'
	],
	[
		'products',
		'product_id,price',
		'replace',
		'This file can’t replace all rows of products.csv. It lacks name, section and stock.'
	],
	[
		'sales',
		'Date,Item,Quantity',
		'merge',
		'This file can’t be imported as sales.csv. It lacks OrderID and Price.'
	]
] as const)('%s refuses %j to %s', (table, header, mode, why) => {
	expect(unfitFor(table, header === '' ? [] : header.split(','), mode)).toBe(why);
});

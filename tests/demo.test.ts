import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Papa from 'papaparse';
import { expect, test } from 'vitest';
import { readCsv } from '../src/lib/domain/csv/read';
import { readTable } from '../src/lib/domain/csv/read-table';
import type { TableSpec } from '../src/lib/domain/csv/spec';
import { specs } from '../src/lib/domain/csv/tables';
import { tableNames } from '../src/lib/domain/tables';

const demo = (name: string) => readFileSync(join('data/demo', name), 'utf8');
const rows = (name: string) =>
	Papa.parse<Record<string, string>>(demo(name), { header: true, skipEmptyLines: true }).data;

test('the generator writes the tracked sample byte for byte', () => {
	const out = mkdtempSync(join(tmpdir(), 'pop-demo-'));
	try {
		execFileSync(process.execPath, ['scripts/demo.mjs', out]);
		expect(readdirSync(out).sort()).toEqual(readdirSync('data/demo').sort());
		for (const name of readdirSync(out)) expect(readFileSync(join(out, name), 'utf8'), name).toBe(demo(name));
	} finally {
		rmSync(out, { recursive: true });
	}
});

test('stock on the shelf is what came in less what was sold, for every part', () => {
	const shelf = new Map<string, number>();
	const add = (id: string | undefined, count: number) => shelf.set(id!, (shelf.get(id!) ?? 0) + count);
	for (const row of rows('movements.csv')) add(row.ProductID, Number(row.Delta));
	for (const row of rows('sales.csv')) add(row.ProductID, -Number(row.Quantity));
	for (const row of rows('products.csv'))
		expect(shelf.get(row.product_id!), row.name).toBe(Number(row.stock));
});

test('it is never sold out below nothing', () => {
	const events = [
		...rows('movements.csv').map((row) => [row.Date, 0, row.ProductID, Number(row.Delta)] as const),
		...rows('sales.csv').map((row) => [row.Date, 1, row.ProductID, -Number(row.Quantity)] as const)
	].sort((a, b) => (a[0]! < b[0]! ? -1 : a[0]! > b[0]! ? 1 : a[1] - b[1]));
	const shelf = new Map<string, number>();
	for (const [date, , id, delta] of events) {
		const left = (shelf.get(id!) ?? 0) + delta;
		expect(left, `${id} on ${date}`).toBeGreaterThanOrEqual(0);
		shelf.set(id!, left);
	}
});

test('each sold order is in orders.csv with the same lines and the same total', () => {
	const sold = new Map<string, { lines: string[]; total: number; date: string; username: string }>();
	for (const row of rows('sales.csv').filter((row) => row.Kind !== 'return')) {
		const order = sold.get(row.OrderID!) ?? { lines: [], total: 0, date: row.Date!, username: row.Username! };
		expect([row.Date, row.Username]).toEqual([order.date, order.username]);
		order.lines.push(`${row.ProductID} ${row.Quantity} ${Number(row.Price)}`);
		order.total += Math.round(Number(row.Total) * 100);
		sold.set(row.OrderID!, order);
	}
	const paid = rows('orders.csv').filter((row) => row.ConfirmedAt !== '');
	expect(paid.length).toBe(sold.size);
	for (const row of paid) {
		const order = sold.get(row.OrderID!)!;
		const lines = JSON.parse(row.Lines!) as { productId: string; quantity: number; price: number }[];
		expect(lines.map((line) => `${line.productId} ${line.quantity} ${line.price}`)).toEqual(order.lines);
		expect(Math.round(Number(row.Total) * 100)).toBe(order.total);
	}
});

test('the days that a prepared shop may lose hold sales alone', () => {
	const last = rows('sales.csv').at(-1)!.Date!.slice(0, 10);
	const sixBefore = new Date(Date.parse(last) - 6 * 86_400_000).toISOString().slice(0, 10);
	for (const [name, column] of [
		['movements.csv', 'Date'],
		['purchases.csv', 'OrderedAt'],
		['purchases.csv', 'ReceivedAt']
	] as const)
		for (const row of rows(name))
			expect(row[column]!.slice(0, 10) <= sixBefore, `${name} ${row[column]}`).toBe(true);
	for (const row of rows('sales.csv').filter((row) => row.Kind === 'return'))
		expect(row.Date!.slice(0, 10) <= sixBefore).toBe(true);
});

test.each(tableNames)('every row of %s.csv is taken as it is', (name) => {
	const file = readCsv(readFileSync(join('data/demo', `${name}.csv`)));
	const { rows: taken, rejected } = readTable<unknown>(file, specs[name] as TableSpec<unknown>, {
		digits: 2,
		timeZone: 'Asia/Kolkata'
	});
	expect(rejected).toEqual([]);
	expect(taken.length).toBe(rows(`${name}.csv`).length);
});

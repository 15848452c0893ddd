import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { exportFile, type ExportOptions } from '../../../src/lib/server/export';

let folder: string;
beforeAll(() => (folder = mkdtempSync(join(tmpdir(), 'pop-export-'))));
afterAll(() => rmSync(folder, { recursive: true }));

const bytes = async (name: string, options: Partial<ExportOptions> = {}) => {
	const file = await exportFile(folder, name, { hashes: false, spreadsheet: false, ...options });
	return file && buffer(file);
};
const text = async (name: string, options?: Partial<ExportOptions>) =>
	(await bytes(name, options))?.toString() ?? null;

test('a file goes out byte for byte', async () => {
	const sales = Buffer.from('\ufeffDate;Item\r\n2025-01-01;"a;b"\r\n');
	writeFileSync(join(folder, 'sales.csv'), sales);
	expect((await bytes('sales'))!.equals(sales)).toBe(true);
});

test('accounts go out without their hashes, and without rows that would show one elsewhere', async () => {
	const users = [
		'username,Password_Hash,role,email,colour',
		'"a,nn",secret1,admin,a@b,"re""d"',
		'extra,cell,secret2,user,e@f,x',
		'bob,secret3,user,,'
	];
	writeFileSync(join(folder, 'users.csv'), users.join('\r\n') + '\r\n');
	expect(await text('users')).toBe(
		'username,role,email,colour\r\n"a,nn",admin,a@b,"re""d"\r\nbob,user,,\r\n'
	);
	expect(await text('users', { hashes: true })).toContain('secret2');
});

test.each(['nothing', '../users', 'shop', 'purchases'])('%s is no file to export', async (name) => {
	expect(await text(name)).toBeNull();
});

test('for spreadsheets no cell is a formula, and the mark says so', async () => {
	writeFileSync(join(folder, 'products.csv'), 'product_id,name,price\n=1+1,"a\n@b",-5\n');
	expect(await text('products', { spreadsheet: true })).toBe(
		'\ufeffproduct_id,name,price,pop: for spreadsheets\n\'=1+1,"a\n\'@b",-5,\n'
	);
});

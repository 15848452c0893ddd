import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { exportFile } from '../../../src/lib/server/export';

let folder: string;
beforeAll(() => (folder = mkdtempSync(join(tmpdir(), 'pop-export-'))));
afterAll(() => rmSync(folder, { recursive: true }));

const text = async (name: string, hashes = false) => {
	const file = await exportFile(folder, name, { hashes });
	return file && Buffer.from(file).toString();
};

test('a file goes out byte for byte', async () => {
	const sales = Buffer.from('\ufeffDate;Item\r\n2025-01-01;"a;b"\r\n');
	writeFileSync(join(folder, 'sales.csv'), sales);
	expect(Buffer.from((await exportFile(folder, 'sales', { hashes: false }))!).equals(sales)).toBe(true);
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
	expect(await text('users', true)).toContain('secret2');
});

test.each(['nothing', '../users', 'shop', 'purchases'])('%s is no file to export', async (name) => {
	expect(await text(name)).toBeNull();
});

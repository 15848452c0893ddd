import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { upload } from '../../../src/lib/server/imports/upload';

let folder: string;
beforeEach(async () => {
	folder = await mkdtemp(join(tmpdir(), 'pop-upload-'));
});
afterEach(() => rm(folder, { recursive: true }));

const request = (body: string | Blob) => new Request('http://shop.test/', { method: 'POST', body });
const text = 'a file of some bytes';

test('a body is read at any place, and leaves nothing in the folder', async () => {
	const file = await upload(request(text), 100, folder);
	expect(await readdir(folder)).toEqual([]);
	expect(file.length).toBe(text.length);
	const part = (from: number, to: number) => Buffer.from(file.subarray(from, to)).toString();
	expect([part(15, 20), part(2, 6), part(0, 20), part(20, 20)]).toEqual(['bytes', 'file', text, '']);
	await file.close();
});

test('a long body stands there whole', async () => {
	const long = Array.from({ length: 200_000 }, (_, index) => `row ${index}`).join('\n');
	const file = await upload(request(new Blob([long])), 1e7, folder);
	expect(file.length).toBe(long.length);
	expect(Buffer.from(file.subarray(0, file.length)).toString() === long).toBe(true);
	await file.close();
});

test('one that is too long is refused', async () => {
	await expect(upload(request(text), 19, folder)).rejects.toMatchObject({ code: 'too_large' });
	expect(await readdir(folder)).toEqual([]);
});

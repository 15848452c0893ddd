import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { StartError } from '../../../src/lib/server/config';
import { loadSecret } from '../../../src/lib/server/secret';

let folder: string;
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'pop secret ü'))));
afterEach(() => rmSync(folder, { recursive: true }));

test('the secret of the environment comes first, and no file is made', () => {
	const dataDir = join(folder, 'shop');
	expect(loadSecret({ dataDir, secret: 'given by the person' })).toBe('given by the person');
	expect(statSync(join(folder, '.shop.secret'), { throwIfNoEntry: false })).toBeUndefined();
});

test('one secret is made beside the data folder, for its owner alone, and kept', () => {
	const dataDir = join(folder, 'shop');
	const secret = loadSecret({ dataDir, secret: null });
	expect(secret.length).toBeGreaterThanOrEqual(43);
	expect(loadSecret({ dataDir, secret: null })).toBe(secret);
	const file = join(folder, '.shop.secret');
	expect(readFileSync(file, 'utf8').trim()).toBe(secret);
	if (process.platform !== 'win32') expect(statSync(file).mode & 0o777).toBe(0o600);
	expect(loadSecret({ dataDir: join(folder, 'other'), secret: null })).not.toBe(secret);
});

test('where nothing can be written beside the folder, the secret stands inside', () => {
	// A folder's name may have 255 bytes: the file beside it would have more.
	const dataDir = join(folder, 'x'.repeat(250));
	const secret = loadSecret({ dataDir, secret: null });
	expect(readFileSync(join(dataDir, '.pop', 'secret'), 'utf8').trim()).toBe(secret);
	expect(loadSecret({ dataDir, secret: null })).toBe(secret);
});

test('a secret that was lost is not silently replaced', () => {
	writeFileSync(join(folder, '.shop.secret'), '');
	expect(() => loadSecret({ dataDir: join(folder, 'shop'), secret: null })).toThrow(StartError);
});

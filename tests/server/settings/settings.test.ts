import { appendFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createApp, type App } from '../../../src/lib/server/app';
import type { Actor } from '../../../src/lib/server/auth/actor';
import { hashPin } from '../../../src/lib/server/auth/pin';
import { readConfig } from '../../../src/lib/server/config';
import { healthOf } from '../../../src/lib/server/settings/health';
import { createSettings } from '../../../src/lib/server/settings/settings';
import { verifyLog } from '../../../src/lib/server/settings/verify-log';
import { log } from '../../../src/lib/server/store/log';
import { products } from '../../../src/lib/server/store/products';
import { sales } from '../../../src/lib/server/store/sales';
import { shops } from '../../../src/lib/server/store/shop';

const boss: Actor = { username: 'boss', role: 'admin', sessionId: 's', unlocked: true };
let folder: string;
let app: App;

beforeEach(async () => {
	folder = mkdtempSync(join(tmpdir(), 'pop-settings-'));
	writeFileSync(
		join(folder, 'products.csv'),
		'product_id,name,section,price,stock,description\nP1,Pad,Brake,15,10,\nP2,Tyre,Tyres,40,3,\nP3,Disc,Brake,20,1,\n'
	);
	writeFileSync(
		join(folder, 'shop.json'),
		JSON.stringify({ name: 'Before', currency: 'EUR', sections: [{ name: 'Tyres' }, { name: 'Brake' }] })
	);
	app = await createApp(readConfig({ DATA_DIR: folder, LOG_LEVEL: 'error' }, folder));
});
afterEach(async () => {
	await app.close();
	rmSync(folder, { recursive: true });
});

const sectionOf = (id: string) => app.store.read(async (tx) => (await products.byKey(tx, id))?.section);
const actions = async () =>
	(await app.store.read((tx) => log.all(tx))).map(({ action, target }) => `${action} ${target}`);

test('settings that are not named stay; they reach shop.json and are in the log', async () => {
	const { shop } = await app.settings.save(boss, { name: 'After', taxRate: 19 });
	expect(shop).toMatchObject({ name: 'After', taxRate: 19, currency: 'EUR' });
	await app.mirror.flush();
	expect(JSON.parse(readFileSync(join(folder, 'shop.json'), 'utf8'))).toMatchObject({
		name: 'After',
		tax_rate: 19
	});
	await app.settings.save(boss, { name: 'After' });
	expect(await actions()).toEqual(['CHANGE_SETTINGS name taxRate']);
});

test('the currency changes until something is sold', async () => {
	await app.settings.save(boss, { currency: 'USD' });
	await app.store.write((tx) =>
		sales.insertAll(tx, [
			{
				saleId: '',
				date: '2026-01-01 10:00:00',
				orderId: 'S1',
				item: 'Pad',
				quantity: 1,
				price: 1,
				username: '',
				total: 1
			}
		])
	);
	await expect(app.settings.save(boss, { currency: 'JPY', name: 'No' })).rejects.toMatchObject({
		code: 'conflict',
		details: { fields: { currency: expect.any(String) } }
	});
	expect(await app.settings.save(boss, { currency: 'USD' })).toMatchObject({
		currencyFixed: true,
		shop: { name: 'Before' }
	});
});

test('a renamed section is renamed in its products, and two may swap their names', async () => {
	await app.settings.save(boss, {
		sections: [{ name: 'Brakes', icon: 'brake', was: 'Brake' }, { name: 'Tyres' }]
	});
	expect(await Promise.all(['P1', 'P2', 'P3'].map(sectionOf))).toEqual(['Brakes', 'Tyres', 'Brakes']);
	await app.settings.save(boss, {
		sections: [
			{ name: 'Tyres', was: 'Brakes' },
			{ name: 'Brakes', was: 'Tyres' }
		]
	});
	expect(await Promise.all(['P1', 'P2', 'P3'].map(sectionOf))).toEqual(['Tyres', 'Brakes', 'Tyres']);
	expect(await actions()).toContain('RENAME_SECTION Brake to Brakes');
});

test.each([
	['two of one name', [{ name: 'A' }, { name: 'A' }], 'invalid'],
	['one that is gone', [{ name: 'A', was: 'Gone' }], 'conflict'],
	['onto one that stays', [{ name: 'Tyres', was: 'Brake' }], 'conflict']
])('sections are refused: %s', async (_, sections, code) => {
	await expect(app.settings.save(boss, { name: 'No', sections })).rejects.toMatchObject({ code });
	expect((await app.settings.show()).shop.name).toBe('Before');
	expect(await sectionOf('P1')).toBe('Brake');
});

test('the PIN changes for who knows it; a published one is no PIN of a live shop', async () => {
	const secret = 'of this test';
	const proven: string[] = [];
	const auth = {
		async provePin(_: Actor, pin: string) {
			proven.push(pin);
		}
	};
	const pinHash = await hashPin('111111', secret);
	await app.store.write(async (tx) => shops.save(tx, { ...(await shops.get(tx)), pinHash }));
	const live = createSettings({ store: app.store, auth, secret, mode: 'live', now: Date.now });
	await expect(live.changePin(boss, '111111', '5624')).rejects.toMatchObject({ code: 'invalid' });
	await live.changePin(boss, '111111', '222222');
	expect(proven).toEqual(['111111']);
	const kept = (await app.store.read((tx) => shops.get(tx))).pinHash;
	expect(kept).toMatch(/^peppered\$/);
	expect(kept).not.toBe(pinHash);
	expect(await actions()).toContain('CHANGE_PIN boss');
});

test('health tells what admins must know, without a path', async () => {
	const health = await healthOf(app, 'v1');
	expect(health).toMatchObject({
		version: 'v1',
		mode: 'demo',
		store: { kind: 'sqlite', storeId: app.store.storeId },
		files: { lagMs: expect.any(Number), problems: [] },
		devices: 0,
		delivery: { kind: 'demo', codes: null, failed: [] }
	});
	expect(health.disk.free).toBeGreaterThan(0);
	expect(JSON.stringify(health)).not.toContain(folder);
});

test('health tells of rows that the files have and the shop could not take, until they are put right', async () => {
	const saved = (price: string) => {
		const header = 'product_id,name,section,price,stock,description\n';
		writeFileSync(join(folder, 'products.csv'), `${header}P1,Pad,Brake,15.5,4,\nP2,Disc,Brake,${price},4,\n`);
		return expect.poll(async () => (await healthOf(app, 'v1')).files.refused, { timeout: 10_000 });
	};
	mkdirSync(join(folder, 'rejected', 'put right'), { recursive: true });
	await saved('abc').toEqual([
		{ name: 'products.csv', count: 1, rows: [{ line: 3, reason: 'price "abc" is not a number' }] }
	]);
	await saved('9').toEqual([]);
});

test('the log is verified against what was written, on disk', async () => {
	for (const name of ['One', 'Two', 'Three']) await app.settings.save(boss, { name });
	expect(await verifyLog(app)).toEqual({ ok: true, lines: 3 });
	await app.mirror.stop();
	const path = join(folder, 'admin_log.txt');
	const whole = readFileSync(path, 'utf8');
	writeFileSync(path, whole.replace(/^.*\n/, ''));
	expect(await verifyLog(app)).toMatchObject({ ok: false, line: 1, kind: 'removed' });
	writeFileSync(path, whole);
	appendFileSync(path, '[2026-01-01 10:00:00] boss: NEVER happened\n');
	expect(await verifyLog(app)).toMatchObject({ ok: false, line: 4, kind: 'inserted' });
});

import 'fake-indexeddb/auto';
import { readFileSync } from 'node:fs';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { User } from '../../src/lib/domain/account/account';
import { DeviceDb } from '../../src/lib/client/db/schema';
import { toColumns } from '../../src/lib/domain/catalogue/columns';
import { defaultShop } from '../../src/lib/domain/shop/shop';

const product = {
	productId: 'P1',
	name: 'Oil filter',
	section: 'Filters',
	price: 900,
	stock: 3,
	description: ''
};
const ann: User = { username: 'ann', role: 'user', email: '' };
const names = async () => (await indexedDB.databases()).map(({ name }) => name);

beforeEach(() => {
	vi.resetModules();
	vi.stubGlobal('window', globalThis);
	vi.stubGlobal('navigator', { onLine: false, serviceWorker: { controller: {} } });
	vi.stubGlobal('localStorage', { getItem: () => 'complete', setItem: () => {} });
});
afterEach(async () => {
	vi.unstubAllGlobals();
	await new DeviceDb('pop').delete();
});

/** The script that every page begins with. */
const [, beginning] = /<script>(.*?)<\/script>/s.exec(readFileSync('src/app.html', 'utf8'))!;

/** The modules of a tab that was just opened, after the page's own script. */
async function open() {
	(0, eval)(beginning!);
	const { showFirstScreen, showHour } = await import('../../src/lib/client/state/first-screen');
	const { catalogue } = await import('../../src/lib/client/state/catalogue.svelte');
	const { connection } = await import('../../src/lib/client/state/connection.svelte');
	const { session } = await import('../../src/lib/client/state/session.svelte');
	return { showFirstScreen, showHour, catalogue, connection, session };
}

test('A start without network shows what the device kept before Dexie is there, and its hour after the paint', async () => {
	const db = new DeviceDb('pop');
	await db.setMeta('firstScreen', {
		sections: [{ name: 'Filters', count: 7 }],
		columns: toColumns([product])
	});
	await db.setMeta('lastSync', 1000);
	await db.setMeta('session', { user: ann });
	db.close();
	const { showFirstScreen, showHour, catalogue, connection, session } = await open();
	await showFirstScreen();
	expect(catalogue.status).toBe('first-screen');
	expect(catalogue.list({ section: 'Filters' })).toMatchObject({ ids: ['P1'], total: 7 });
	expect([connection.online, connection.known]).toEqual([false, false]);
	expect(catalogue.asOf).toBeNull();
	await showHour();
	expect(catalogue.asOf).toBe(1000);
	expect([session.user, session.ready]).toEqual([ann, false]);
});

test('The first screen has the sections in the order of the shop, whatever it was when they were counted', async () => {
	const db = new DeviceDb('pop');
	await db.setMeta('firstScreen', {
		sections: ['Brakes', 'Extras', 'Filters'].map((name, at) => ({ name, count: at + 1 })),
		columns: toColumns([product])
	});
	await db.setMeta('shop', { ...defaultShop, sections: [{ name: 'Filters' }, { name: 'Brakes' }] });
	db.close();
	const { showFirstScreen, catalogue } = await open();
	await showFirstScreen();
	expect(catalogue.sections()).toEqual([
		{ name: 'Filters', count: 3 },
		{ name: 'Brakes', count: 1 },
		{ name: 'Extras', count: 2 }
	]);
});

test('A browser that lost the database shows nothing and leaves no database behind that Dexie could not open', async () => {
	const { showFirstScreen, catalogue } = await open();
	await showFirstScreen();
	expect(catalogue.status).toBe('empty');
	expect(await names()).not.toContain('pop');
});

test('A start does not wait for another tab that holds the database', async () => {
	vi.useFakeTimers({ toFake: ['setTimeout'] });
	vi.stubGlobal('indexedDB', { open: () => ({}) });
	const { showFirstScreen, catalogue } = await open();
	const shown = showFirstScreen();
	vi.runAllTimers();
	await shown;
	expect(catalogue.status).toBe('empty');
	vi.useRealTimers();
	vi.unstubAllGlobals();
});

import 'fake-indexeddb/auto';
import { expect, test, vi } from 'vitest';
import { switchAccount } from '../../src/lib/client/db/account';
import { rememberDetails } from '../../src/lib/client/db/details';
import { enqueue } from '../../src/lib/client/db/outbox';
import { DeviceDb } from '../../src/lib/client/db/schema';
import { catalogue } from '../../src/lib/client/state/catalogue.svelte';
import { connection } from '../../src/lib/client/state/connection.svelte';
import { details, noDetails } from '../../src/lib/client/state/details.svelte';
import { feed } from '../../src/lib/client/state/feed';
import { rows } from '../../src/lib/client/state/rows.svelte';
import { session } from '../../src/lib/client/state/session.svelte';
import type { Bundle } from '../../src/lib/domain/catalogue/product';
import type { FileClash } from '../../src/lib/domain/csv/clash';

const at = '2026-01-05T10:00:00.000Z';
const setCart = (quantity: number) =>
	({ name: 'setCartLine', args: { productId: 'P1', quantity } }) as Parameters<typeof enqueue>[2][number];

test('vehicles that a page asked for before the database was there are shown once it is', async () => {
	const db = new DeviceDb('pop-vehicles');
	await db.fitment.put({ fitmentId: '1', productId: 'P1', make: 'Maruti', model: 'Swift' }, '1');
	const shown = vi.spyOn(catalogue, 'showAllFitment');
	expect(catalogue.allFitment().size).toBe(0);
	feed(db, () => {});
	await vi.waitFor(() => expect(shown).toHaveBeenCalled());
	expect([...catalogue.allFitment().keys()]).toEqual(['P1']);
	db.close();
});

test('no pairs and no vehicles are told apart from what the device has not heard yet, and from what is taken away', async () => {
	const db = new DeviceDb('pop-unknown');
	const looked = vi.spyOn(db.fitment, 'where');
	feed(db, () => {});
	expect(catalogue.fitment('P9')).toBeUndefined();
	await vi.waitFor(() => expect(looked).toHaveBeenCalled());
	await db.fitment.put({ fitmentId: '9', productId: 'P9', make: 'Maruti', model: 'Swift' }, '9');
	await vi.waitFor(() => expect(catalogue.fitment('P9')).toHaveLength(1));
	expect([catalogue.bundles(), catalogue.fitment('P8')]).toEqual([undefined, undefined]);
	await db.setMeta('lastSync', Date.parse(at));
	await vi.waitFor(() => expect([catalogue.bundles(), catalogue.fitment('P8')]).toEqual([[], []]));
	await db.fitment.clear();
	await vi.waitFor(() => expect(catalogue.fitment('P9')).toEqual([]));
	db.close();
});

test('tens of thousands of pairs are read some at a time, and any change of them is heard', async () => {
	const db = new DeviceDb('pop-pairs');
	const pairs = Array.from({ length: 5001 }, (_, n): Bundle => {
		return { productA: `A${n}`, productB: `B${n}`, count: 3, confidence: 0.5, lift: 2, reason: '' };
	});
	const keys = pairs.map((_, n) => String(n).padStart(5, '0'));
	await db.bundles.bulkPut(pairs, keys);
	const reads = vi.spyOn(IDBObjectStore.prototype, 'getAll');
	feed(db, () => {});
	await vi.waitFor(() => expect(catalogue.bundles()).toHaveLength(pairs.length));
	const read = reads.mock.results.map(({ value }) => (value as IDBRequest<unknown[]>).result.length);
	expect(Math.max(...read)).toBe(2000);
	reads.mockRestore();
	const changed = { ...pairs[4500]!, lift: 3 };
	await db.bundles.put(changed, keys[4500]!);
	await vi.waitFor(() => expect(catalogue.bundles()).toContainEqual(changed));
	await db.bundles.put(pairs[0]!, '99999');
	await vi.waitFor(() => expect(catalogue.bundles()).toHaveLength(5002));
	db.close();
});

test('each account has its own changes and details in view, and is told of every one of them', async () => {
	const db = new DeviceDb('pop');
	const ann = { ...noDetails, contact: 'Ann', phone: '1', note: 'ring twice' };
	await switchAccount(db, { username: 'ann', role: 'user' });
	await rememberDetails(db, 'ann', ann);
	feed(db, () => {});
	await vi.waitFor(() => expect(session.user?.username).toBe('ann'));
	expect(details.last).toEqual({ ...ann, note: '' });

	for (const count of [1, 2, 3]) {
		await enqueue(db, 'ann', [setCart(count)], at);
		await vi.waitFor(() => expect(rows.pending.length).toBe(count));
	}
	expect(connection).toMatchObject({ waiting: 1, hiddenWaiting: 0 });
	await db.clashes.put({ clashId: 'c1', file: 'products.csv', at: 1 } as FileClash, 'c1');
	await vi.waitFor(() => expect(rows.clashes).toMatchObject([{ clashId: 'c1' }]));

	await switchAccount(db, { username: 'ben', role: 'user' });
	await vi.waitFor(() => expect(session.user?.username).toBe('ben'));
	expect(details.last).toEqual(noDetails);
	expect(rows.pending).toEqual([]);
	await vi.waitFor(() => expect(rows.clashes).toEqual([]));
	expect(connection).toMatchObject({ waiting: 0, hiddenWaiting: 1 });
	db.close();
});

test('of many products that were looked at, the last ones are kept fresh, and an older one is read again', async () => {
	const db = new DeviceDb('pop');
	feed(db, () => {});
	const ids = Array.from({ length: 25 }, (_, i) => `P${i}`);
	const put = (note: string) =>
		db.fitment.bulkPut(
			ids.map((productId) => ({ fitmentId: productId, productId, make: 'M', model: 'X', note })),
			ids
		);
	const note = (id: string) => catalogue.fitment(id)?.[0]?.note;
	await put('old');
	for (const id of ids) await vi.waitFor(() => expect(note(id)).toBe('old'));
	const read = vi.spyOn(db.fitment, 'where');
	await put('new');
	await vi.waitFor(() => expect(note('P24')).toBe('new'));
	// Dexie asks by the name of the index once more for each question.
	const questions = read.mock.calls.filter(([asked]) => typeof asked === 'object');
	expect(questions.length).toBeLessThanOrEqual(10);
	await vi.waitFor(() => expect(note('P0')).toBe('new'));
	db.close();
});

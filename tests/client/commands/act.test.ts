import { IDBFactory, IDBKeyRange } from 'fake-indexeddb';
import { expect, test, vi } from 'vitest';
import { act } from '../../../src/lib/client/commands/act';
import { DeviceDb } from '../../../src/lib/client/db/schema';
import { rows } from '../../../src/lib/client/state/rows.svelte';
import { session } from '../../../src/lib/client/state/session.svelte';

const db = new DeviceDb('pop', { indexedDB: new IDBFactory(), IDBKeyRange });
vi.mock('../../../src/lib/client/device', () => ({ device: () => Promise.resolve({ db }) }));

const receive = (pieces: number, seen: number) =>
	act({ name: 'receivePurchase', args: { purchaseId: 'PO-1', productId: 'P1', pieces, seen } });

test('what was done is shown when it is written, once and in its order', async () => {
	session.show({ username: 'ann', role: 'admin' });
	expect(await receive(20, 0)).toBe(true);
	expect(rows.pending).toEqual(await db.outbox.toArray());
	// The database may have told of it first.
	rows.pending = await db.outbox.toArray();
	await Promise.all([receive(2, 20), receive(2, 22)]);
	expect(rows.pending).toEqual(await db.outbox.toArray());
	expect(rows.pending.map(({ seq }) => seq)).toEqual([1, 2, 3]);
});

import type { User } from '../../domain/account/account';
import { deskFields, type Columns } from '../../domain/catalogue/columns';
import type { DeskProduct } from '../../domain/catalogue/product';
import { renumber } from './outbox';
import type { DeviceDb } from './schema';

/** Tables whose rows belong to the signed-in account or to the desk. */
export const privateTables = [
	'orders',
	'sales',
	'stocks',
	'reorder',
	'forecasts',
	'movements',
	'purchases',
	'clashes',
	'log'
] as const;

export async function currentUser(db: DeviceDb): Promise<User | null> {
	return (await db.getMeta('session'))?.user ?? null;
}

/**
 * Makes an account (or nobody) the device's. Another one's private rows and an admin's columns go; the outbox of every
 * account stays. The cursor stays too: it tells the server which products this device has.
 */
export function switchAccount(db: DeviceDb, user: User | null, signOutDue = false): Promise<void> {
	return db.transaction(
		'rw',
		[db.meta, db.chunks, db.recent, ...privateTables.map((t) => db.table(t))],
		async () => {
			const before = await currentUser(db);
			await db.setMeta('session', { user });
			await db.setMeta('verified', true);
			await db.setMeta('signOutDue', signOutDue);
			if (before?.username === user?.username && before?.role === user?.role) return;
			await db.setMeta('cart', []);
			await Promise.all(privateTables.map((table) => db.table(table).clear()));
			if (before?.role === 'admin' && user?.role !== 'admin') await stripDeskColumns(db);
		}
	);
}

async function stripDeskColumns(db: DeviceDb): Promise<void> {
	const catalogue = await db.getMeta('catalogue');
	if (!catalogue) return;
	const keys: string[] = [];
	for (const key of catalogue.keys) {
		const chunk = await db.chunks.get(key);
		if (!chunk) continue;
		const stripped = { ...chunk, key: `public:${key}`, columns: withoutDesk(chunk.columns) };
		keys.push(stripped.key);
		await db.chunks.put(stripped);
	}
	await db.chunks.where('key').noneOf(keys).delete();
	await db.recent.toCollection().modify((recent) => {
		if (recent.row) recent.row = withoutDesk(recent.row);
	});
	await db.setMeta('catalogue', { ...catalogue, keys, epoch: catalogue.epoch + 1 });
}

function withoutDesk<T extends Columns | DeskProduct>(source: T): T {
	const copy: Partial<Record<string, unknown>> = { ...source };
	for (const field of deskFields) delete copy[field];
	return copy as T;
}

/**
 * The server's store is another one than the device knew: the cursor goes and every account's outbox is numbered
 * anew under a new identity, to be sent again. What is shown stays until the new store's rows replace it.
 */
export function meetNewStore(db: DeviceDb, storeId: string, except?: string): Promise<void> {
	return db.transaction('rw', [db.meta, db.clients, db.outbox], async () => {
		const sync = await db.getMeta('sync');
		if (!sync || sync.storeId === storeId) return;
		await db.setMeta('sync', null);
		const usernames = await db.clients.toCollection().primaryKeys();
		for (const username of usernames) if (username !== except) await renumber(db, username);
	});
}

import type { User } from '../../domain/account/account';
import { packColumns, rowsOf, toColumns } from '../../domain/catalogue/columns';
import { publicProduct } from '../../domain/catalogue/product';
import { isForSale } from '../../domain/order/review';
import { catalogueState, columnsOf } from './catalogue';
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
			// Another account has not everything yet.
			await db.meta.delete('lastSync');
			await db.meta.delete('learned');
			await Promise.all(privateTables.map((table) => db.table(table).clear()));
			if (before?.role === 'admin' && user?.role !== 'admin') await stripDeskColumns(db);
		}
	);
}

/** Leaves of the products what everyone may see. */
async function stripDeskColumns(db: DeviceDb): Promise<void> {
	const catalogue = await catalogueState(db);
	if (catalogue.epoch === 0) return;
	const keys: string[] = [];
	for (const key of catalogue.keys) {
		const chunk = await db.chunks.get(key);
		if (!chunk) continue;
		const shown = rowsOf(columnsOf(chunk)).filter(isForSale).map(publicProduct);
		keys.push(`public:${key}`);
		const packed = packColumns(toColumns(shown));
		await db.chunks.put({ key: `public:${key}`, section: chunk.section, packed });
	}
	await db.chunks.where('key').noneOf(keys).delete();
	await db.recent.toCollection().modify((recent) => {
		if (recent.row) recent.row = isForSale(recent.row) ? publicProduct(recent.row) : null;
	});
	await db.setMeta('catalogue', { ...catalogue, keys, epoch: catalogue.epoch + 1 });
	await db.meta.delete('firstScreen');
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

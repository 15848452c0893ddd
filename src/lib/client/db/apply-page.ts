import { setLine, type CartLine } from '../../domain/cart/cart';
import type { User } from '../../domain/account/account';
import { keyOf, storedKey } from '../../domain/sync/keys';
import type { Sale } from '../../domain/sales/sale';
import type { Shop } from '../../domain/shop/shop';
import type { PullResponse, SyncTable } from '../../protocol/sync';
import { currentUser, privateTables } from './account';
import { outboxOf } from './outbox';
import type { DeviceDb, SyncState } from './schema';
import { groupBy } from '../group';
import { putRecent } from './catalogue';

/** Small tables that are stored as plain rows under the server's keys. */
const plainTables = [
	'bundles',
	'fitment',
	...privateTables.filter((table) => table !== 'sales')
] as const satisfies readonly SyncTable[];

type Row = Record<string, unknown>;

/** Rows that are handed to the database without letting anything else through: a few ms. */
const SLICE = 100;

/**
 * Takes a page of a pull over: rows, cursor and the end of answered outbox rows in one transaction. False where the
 * device moved on meanwhile (another account, another tab's pull): the page is void then.
 */
export function applyPage(db: DeviceDb, asked: SyncState, page: PullResponse, now: number): Promise<boolean> {
	const tables = [
		db.meta,
		db.clients,
		db.outbox,
		db.recent,
		db.sales,
		...plainTables.map((t) => db.table(t))
	];
	return db.transaction('rw', tables, async () => {
		const [sync, user] = [await db.getMeta('sync'), await currentUser(db)];
		if (sync?.cursor !== asked.cursor || (user?.username ?? null) !== asked.account) return false;
		if (asked.fresh) {
			await db.setMeta('cart', []);
			await db.meta.delete('lastSync');
			await Promise.all([...plainTables, 'sales' as const].map((table) => db.table(table).clear()));
		}
		// A key may be among the deleted and back among the rows.
		const { changes, deleted } = page;
		for (const table of plainTables) {
			const rows = (changes[table] ?? []) as Row[];
			const stored = (key: string) => storedKey(table, key);
			const gone = (deleted[table] ?? []).map(stored);
			const keys = rows.map((row) => stored(keyOf(table, row)));
			if (gone.length > 0) await db.table(table).bulkDelete(gone);
			// A page of 2,000 rows put at once holds up the page for as long as a list takes to be drawn.
			for (let from = 0; from < rows.length; from += SLICE) {
				const to = from + SLICE;
				await db.table(table).bulkPut(rows.slice(from, to), keys.slice(from, to));
			}
		}
		await putCart(db, (changes.carts ?? []) as unknown as CartLine[], deleted.carts ?? []);
		const shop = changes.shop?.[0];
		if (shop) await db.setMeta('shop', shop as unknown as Shop);
		await putRecent(db, changes.products ?? [], deleted.products ?? []);
		await putSales(db, (changes.sales ?? []) as unknown as Sale[], deleted.sales ?? []);
		if (user && page.lastSeq !== undefined) await settle(db, user, page.lastSeq);
		if (!page.more) await db.setMeta('lastSync', now);
		await db.setMeta('sync', { ...asked, cursor: page.cursor, fresh: false });
		return true;
	});
}

/** The rows now hold an account's mutations up to `lastSeq`: those with a verdict are done. */
async function settle(db: DeviceDb, user: User, lastSeq: number): Promise<void> {
	const client = await db.clients.get(user.username);
	if (!client || lastSeq <= client.lastSeq) return;
	await db.clients.put({ ...client, lastSeq });
	const done = (await outboxOf(db, user.username)).filter((row) => row.answered && row.seq <= lastSeq);
	await db.outbox.bulkDelete(done.map((row) => [row.username, row.seq] as [string, number]));
}

async function putCart(db: DeviceDb, changed: CartLine[], deleted: string[]): Promise<void> {
	if (changed.length + deleted.length === 0) return;
	const gone = new Set(deleted);
	const left = ((await db.getMeta('cart')) ?? []).filter((line) => !gone.has(line.productId));
	const cart = changed.reduce<CartLine[]>(
		(lines, line) => setLine(lines, line.productId, line.quantity),
		left
	);
	await db.setMeta('cart', cart);
}

async function putSales(db: DeviceDb, rows: Sale[], deleted: string[]): Promise<void> {
	if (deleted.length > 0) {
		const gone = new Set(deleted);
		await db.sales.toCollection().modify((day, ref) => {
			const left = day.rows.filter((sale) => !gone.has(sale.saleId));
			if (left.length === 0) delete (ref as { value?: unknown }).value;
			else if (left.length < day.rows.length) day.rows = left;
		});
	}
	const byDay = groupBy(rows, (sale) => sale.date.slice(0, 10));
	for (const [day, sales] of byDay) {
		const had = (await db.sales.get(day))?.rows ?? [];
		const fresh = new Set(sales.map((sale) => sale.saleId));
		await db.sales.put({ day, rows: [...had.filter((sale) => !fresh.has(sale.saleId)), ...sales] });
	}
}

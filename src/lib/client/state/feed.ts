import { liveQuery, type Subscription } from 'dexie';
import type { Bundle } from '../../domain/catalogue/product';
import { countChanges } from '../../domain/sync/changes';
import { currentUser } from '../db/account';
import { readDetails } from '../db/details';
import { pendingOf } from '../db/outbox';
import type { DeviceDb, OutboxRow } from '../db/schema';
import { catalogue } from './catalogue.svelte';
import { connection } from './connection.svelte';
import { details, noDetails } from './details.svelte';
import { notices } from './notices.svelte';
import { groupBy } from '../group';
import { isClash, refusalText } from './refusal';
import { rows } from './rows.svelte';
import { session } from './session.svelte';

/** Products whose vehicles are kept fresh: those that were looked at last. */
const FITMENTS_WATCHED = 10;

/**
 * Everything small that pages show, of one moment: an order never vanishes between outbox and orders. Every table is
 * asked before the first answer: what is asked after an await, Dexie may take for no part of the live query, which then
 * is told of no change.
 */
async function readSmall(db: DeviceDb) {
	const tables = [db.meta, db.clients, db.outbox, db.refusals, db.orders];
	const [user, outbox, clients, refused, remembered, cart, orders, guestCart, lastSync] =
		await db.transaction('r', tables, () =>
			Promise.all([
				currentUser(db),
				db.outbox.toArray(),
				db.clients.toArray(),
				db.refusals.toArray(),
				readDetails(db),
				db.getMeta('cart'),
				db.orders.toArray(),
				db.getMeta('guestCart'),
				db.getMeta('lastSync')
			])
		);
	const isOwn = (row: { username: string }) => row.username === user?.username;
	const own = outbox.filter(isOwn);
	const waits = (row: OutboxRow) => !row.answered;
	return {
		user,
		pending: pendingOf(own, clients.find(isOwn)?.lastSeq ?? 0),
		waiting: countChanges(own.filter(waits)),
		hiddenWaiting: [...groupBy(outbox, (row) => row.username)]
			.filter(([username]) => username !== user?.username)
			.reduce((sum, [, rows]) => sum + countChanges(rows.filter(waits)), 0),
		refusals: refused.filter(isOwn),
		details: remembered.get(user?.username ?? ''),
		cart,
		orders,
		guestCart,
		lastSync
	};
}

/**
 * Keeps session, cart, orders, outbox, notices, clashes and bundles as they are in the database, in every tab. `onPending` is
 * called when the outbox may have changed.
 */
export function feed(db: DeviceDb, onPending: () => void): void {
	liveQuery(() => readSmall(db)).subscribe((small) => {
		session.show(small.user);
		rows.cart = small.cart ?? [];
		rows.guestCart = small.guestCart ?? [];
		rows.orders = small.orders;
		rows.pending = small.pending;
		rows.refusals = small.refusals;
		onPending();
		connection.waiting = small.waiting;
		connection.hiddenWaiting = small.hiddenWaiting;
		connection.lastSync = catalogue.asOf = small.lastSync ?? null;
		details.last = small.details ?? noDetails;
		notices.showRefused(
			small.refusals.map((refusal) => ({
				id: refusal.id!,
				text: refusalText(refusal, (id) => catalogue.product(id)?.name ?? id),
				listed: small.user?.role === 'admin',
				...(isClash(refusal) && { action: { label: 'Decide', href: '/admin#todo' } })
			})),
			(id) => void db.refusals.delete(id)
		);
	});
	liveQuery(() => db.clashes.toArray()).subscribe((clashes) => (rows.clashes = clashes));
	liveQuery(() => known(db, readBundles(db))).subscribe((bundles) => {
		if (bundles) catalogue.showBundles(bundles);
	});
	let allAsked = false;
	const asked = new Map<string, Subscription>();
	catalogue.onFitmentAsked((id) => {
		if (id === null) {
			if (allAsked) return;
			allAsked = true;
			liveQuery(() => db.fitment.toArray()).subscribe((rows) =>
				catalogue.showAllFitment(groupBy(rows, (row) => row.productId))
			);
			return;
		}
		if (asked.has(id)) return;
		for (const [old, subscription] of asked) {
			if (asked.size < FITMENTS_WATCHED) break;
			subscription.unsubscribe();
			asked.delete(old);
		}
		asked.set(
			id,
			liveQuery(() => known(db, db.fitment.where({ productId: id }).toArray())).subscribe((fits) => {
				if (fits) catalogue.showFitment(id, fits, asked);
			})
		);
	});
}

/** Bundles that are read at once. */
const BUNDLES_AT_ONCE = 2000;

/** All bundles: a shop of many sales has tens of thousands, which read at once would hold up typing. */
function readBundles(db: DeviceDb): PromiseLike<Bundle[]> {
	return db.transaction('r', db.bundles, async () => {
		const bundles: Bundle[] = [];
		let last = '';
		for (let full = true; full;) {
			const part = () => db.bundles.where(':id').above(last).limit(BUNDLES_AT_ONCE);
			const [keys, rows] = await Promise.all([part().primaryKeys(), part().toArray()]);
			for (const bundle of rows) bundles.push(bundle);
			last = keys.at(-1) ?? last;
			full = keys.length === BUNDLES_AT_ONCE;
		}
		return bundles;
	});
}

/** Rows of the device; undefined where it has none because it did not hear everything from the shop yet. */
async function known<T>(db: DeviceDb, read: PromiseLike<T[]>): Promise<T[] | undefined> {
	const rows = await read;
	return rows.length > 0 || (await db.getMeta('lastSync')) ? rows : undefined;
}

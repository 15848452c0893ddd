import { liveQuery } from 'dexie';
import { currentUser } from '../db/account';
import { outboxOf, pendingOf } from '../db/outbox';
import type { DeviceDb } from '../db/schema';
import { catalogue } from './catalogue.svelte';
import { connection } from './connection.svelte';
import { details, type Details } from './details.svelte';
import { notices } from './notices.svelte';
import { groupBy } from '../group';
import { refusalText } from './refusal';
import { rows } from './rows.svelte';
import { session } from './session.svelte';

/** Everything small that pages show, of one moment: an order never vanishes between outbox and orders. */
function readSmall(db: DeviceDb) {
	const tables = [db.meta, db.clients, db.outbox, db.refusals, db.orders];
	return db.transaction('r', tables, async () => {
		const user = await currentUser(db);
		const [outbox, client, refusals, remembered, cart, orders, guestCart, all, lastSync] = await Promise.all([
			user ? outboxOf(db, user.username) : [],
			user && db.clients.get(user.username),
			user ? db.refusals.where({ username: user.username }).toArray() : [],
			user && db.meta.get(`details:${user.username}`),
			db.getMeta('cart'),
			db.orders.toArray(),
			db.getMeta('guestCart'),
			db.outbox.count(),
			db.getMeta('lastSync')
		]);
		const pending = pendingOf(outbox, client?.lastSeq ?? 0);
		const waiting = outbox.filter((row) => !row.answered).length;
		const hiddenWaiting = all - outbox.length;
		return { user, pending, waiting, hiddenWaiting, refusals, remembered, cart, orders, guestCart, lastSync };
	});
}

/**
 * Keeps session, cart, orders, outbox, notices and bundles as they are in the database, in every tab. `onPending` is
 * called when the outbox may have changed.
 */
export function feed(db: DeviceDb, onPending: () => void): void {
	liveQuery(() => readSmall(db)).subscribe((small) => {
		if (session.user?.username !== small.user?.username) session.expired = false;
		session.user = small.user;
		session.ready = true;
		rows.cart = small.cart ?? [];
		rows.guestCart = small.guestCart ?? [];
		rows.orders = small.orders;
		rows.pending = small.pending;
		onPending();
		connection.waiting = small.waiting;
		connection.hiddenWaiting = small.hiddenWaiting;
		connection.lastSync = catalogue.asOf = small.lastSync ?? null;
		if (small.remembered) details.last = small.remembered as Details;
		notices.showRefused(
			small.refusals.map((refusal) => ({
				id: refusal.id!,
				text: refusalText(refusal, (id) => catalogue.product(id)?.name ?? id)
			})),
			(id) => void db.refusals.delete(id)
		);
	});
	liveQuery(() => db.bundles.toArray()).subscribe((bundles) => catalogue.showBundles(bundles));
	const asked = new Set<string | null>();
	catalogue.onFitmentAsked((id) => {
		if (asked.has(id)) return;
		asked.add(id);
		if (id === null)
			liveQuery(() => db.fitment.toArray()).subscribe((rows) =>
				catalogue.showAllFitment(groupBy(rows, (row) => row.productId))
			);
		else
			liveQuery(() => db.fitment.where({ productId: id }).toArray()).subscribe((fits) =>
				catalogue.showFitment(id, fits)
			);
	});
}

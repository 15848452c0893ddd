import { mergeCarts } from '../../domain/cart/cart';
import { applyToCart } from '../../domain/sync/apply';
import { currentUser, switchAccount } from '../db/account';
import { catalogueState, FOLD_AT, foldRecent } from '../db/catalogue';
import { enqueue, outboxOf, outboxTables, pendingOf } from '../db/outbox';
import type { DeviceDb } from '../db/schema';
import type { ProblemCode } from '../../protocol/problems';
import type { Progress } from './bootstrap';
import { pull } from './pull';
import { push } from './push';
import type { Refused, SyncApi } from './transport';

/** What a round needs beside the database: the server, the time, and somebody to tell how far it is. */
export interface RoundContext {
	db: DeviceDb;
	api: SyncApi;
	/** ms since 1970. */
	now(): number;
	onProgress(progress: Progress): void;
	/** Runs work during which nobody signs in or out in this browser: no change goes out under another's cookie. */
	holdAccount<T>(work: () => Promise<T>): Promise<T>;
}

/** The account is not as the device knows it: the next round asks for it. */
const isAboutAccount = new Set<ProblemCode>(['wrong_client', 'password_change_required']);

/**
 * One round of the sync:
 *
 *   whose cookie is it? ─▶ push until the outbox is empty ─▶ pull until nothing more ─▶ guest's cart joins? ─▶ done
 *                              ▲                                                             │ yes
 *                              └─────────────────────────────────────────────────────────────┘
 *
 * Every step is a transaction of its own, so a device may stop anywhere and start again. Null when the device has
 * everything and the server too, else what stopped it.
 */
export async function syncRound(context: RoundContext): Promise<Refused | null> {
	const { db, api, now } = context;
	const stopped =
		(await context.holdAccount(async () => (await knowAccount(db, api)) ?? (await push(db, api)))) ??
		(await pull(db, api, now, context.onProgress, () => context.holdAccount(() => push(db, api))));
	if (stopped) {
		if (isAboutAccount.has(stopped.problem.code)) await db.setMeta('verified', false);
		return stopped;
	}
	if (await mergeGuestCart(db, new Date(now()).toISOString())) return syncRound(context);
	const { lastN, foldedN } = await catalogueState(db);
	if (lastN - foldedN >= FOLD_AT && (await db.recent.count()) >= FOLD_AT) await foldRecent(db);
	return null;
}

/** Tells the server of a sign-out that it missed, and asks whom it serves where that is in doubt. */
async function knowAccount(db: DeviceDb, api: SyncApi): Promise<Refused | null> {
	if (await db.getMeta('signOutDue')) {
		const reply = await api.signOut();
		if (!reply.ok && reply.problem.code !== 'signed_out') return reply;
		await db.setMeta('signOutDue', false);
	}
	if ((await db.getMeta('verified')) === false) {
		const reply = await api.session();
		if (reply.ok) await switchAccount(db, reply.body.user);
		else if (reply.problem.code !== 'signed_out' || (await currentUser(db))) return reply;
		else await switchAccount(db, null);
	}
	return null;
}

/** Once the account's cart is here: the larger quantity of each product wins, and the guest's cart is empty. */
function mergeGuestCart(db: DeviceDb, at: string): Promise<boolean> {
	const tables = [db.meta, ...outboxTables.map((table) => db.table(table))];
	return db.transaction('rw', tables, async () => {
		const user = await currentUser(db);
		const guest = (await db.getMeta('guestCart')) ?? [];
		if (!user || guest.length === 0) return false;
		const lastSeq = (await db.clients.get(user.username))?.lastSeq ?? 0;
		const cart = applyToCart(
			(await db.getMeta('cart')) ?? [],
			pendingOf(await outboxOf(db, user.username), lastSeq)
		);
		const had = new Map(cart.map((line) => [line.productId, line.quantity]));
		const more = mergeCarts(cart, guest).filter((line) => had.get(line.productId) !== line.quantity);
		await enqueue(
			db,
			user.username,
			more.map((line) => ({ name: 'setCartLine', args: line })),
			at
		);
		await db.setMeta('guestCart', []);
		return more.length > 0;
	});
}

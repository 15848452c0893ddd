import { mergeCarts, type CartLine } from '../../domain/cart/cart';
import { applyToCart } from '../../domain/sync/apply';
import { outboxOf, pendingOf } from './outbox';
import type { DeviceDb } from './schema';

/** Tables that a transaction with `cartOf` must name. */
export const cartTables = ['meta', 'clients', 'outbox'] as const;

/**
 * An account's cart as the device has it now: the server's lines with what is queued applied, and those of nobody yet.
 * A page shows it a moment later; what must not be done twice looks here, in its own transaction.
 */
export async function cartOf(db: DeviceDb, username: string): Promise<CartLine[]> {
	const [cart, guestCart, outbox, client] = await Promise.all([
		db.getMeta('cart'),
		db.getMeta('guestCart'),
		outboxOf(db, username),
		db.clients.get(username)
	]);
	return mergeCarts(applyToCart(cart ?? [], pendingOf(outbox, client?.lastSeq ?? 0)), guestCart ?? []);
}

import type { CartLine } from '../../domain/cart/cart';
import { totalOf, type OrderLine } from '../../domain/order/order';
import type { CodeIssued } from '../../protocol/session';
import type { Order } from '../../domain/order/order';
import { tell } from '../channel';
import { device } from '../device';
import { randomId } from '../ids';
import { offline, problem, type ProblemResult } from '../problem';
import { call } from '../sync/transport';
import { cart } from '../state/cart.svelte';
import { connection } from '../state/connection.svelte';
import type { Details } from '../state/details.svelte';
import { orders } from '../state/orders.svelte';
import { rows } from '../state/rows.svelte';
import { session } from '../state/session.svelte';
import { act, written } from './act';

/**
 * Orders the cart. The same write online and offline: the order is `queued` on this device until the server has it.
 * A device that stores nothing refuses while offline, so that nothing looks saved that is not.
 */
export async function placeOrder(details: Details): Promise<{ ok: true; orderId: string } | ProblemResult> {
	const user = session.user;
	if (!user) return problem('signed_out', 'Sign in or create an account to order. The cart stays as it is.');
	if (!cart.isPriced) return problem('conflict', 'The prices are still on their way. Look at them first.');
	const lines = cart.lines.map(({ productId, quantity, product }) => ({
		productId,
		quantity,
		price: product?.price ?? 0
	}));
	if (lines.length === 0) return problem('invalid', 'The cart is empty.');
	if (connection.storage !== 'ok' && !connection.online)
		return offline('Ordering from a browser that stores nothing');
	const orderId = randomId('W');
	const filled = Object.fromEntries(Object.entries(details).filter(([, value]) => value !== ''));
	let stale = false;
	const saved = await written(async () => {
		const [{ db }, { enqueue }, { cartOf, cartTables }, { rememberDetails }] = await Promise.all([
			device(),
			import('../db/outbox'),
			import('../db/cart'),
			import('../db/details')
		]);
		const at = new Date().toISOString();
		await db.transaction('rw', [...cartTables], async () => {
			// Another tab may have ordered or changed it a moment ago: nothing is ordered that its person did not see.
			stale = !sameLines(await cartOf(db, user.username), lines);
			if (stale) return;
			await enqueue(
				db,
				user.username,
				[{ name: 'placeOrder', args: { orderId, lines, placedAt: at, ...filled } }],
				at
			);
			// The account's cart holds the guest's lines too: what is ordered leaves both.
			await db.setMeta('guestCart', []);
			await rememberDetails(db, user.username, details);
		});
	});
	if (!saved)
		return problem('unavailable', 'The order could not be saved on this device. The cart is as it was.');
	if (stale)
		return problem('conflict', 'The cart was ordered or changed in another tab. Look at it once more.');
	return { ok: true, orderId };
}

/** Whether two carts hold the same, in any order. */
function sameLines(a: readonly CartLine[], b: readonly CartLine[]): boolean {
	const quantities = new Map(a.map(({ productId, quantity }) => [productId, quantity]));
	return a.length === b.length && b.every((line) => quantities.get(line.productId) === line.quantity);
}

/** Agrees to an order that needs review as the server sees it now: today's prices, no more than there is. */
export async function acceptOrder(orderId: string): Promise<boolean> {
	const order = orders.get(orderId);
	if (!order) return false;
	const lines = order.lines.flatMap(accepted);
	if (lines.length === 0) return cancelOrder(orderId);
	return act({ name: 'acceptOrder', args: { orderId, lines } });
}

/** The line as it can be had today: nothing where the product is gone or sold out. */
export function accepted(line: OrderLine): { productId: string; quantity: number; price: number }[] {
	const quantity = Math.min(line.quantity, line.available ?? line.quantity);
	if (line.priceNow === null || quantity < 1) return [];
	return [{ productId: line.productId, quantity, price: line.priceNow ?? line.price }];
}

/** What an order that needs review will cost once accepted, in minor units. */
export function acceptedTotal(lines: OrderLine[]): number {
	return totalOf(lines.flatMap(accepted));
}

export function cancelOrder(orderId: string): Promise<boolean> {
	return act({ name: 'cancelOrder', args: { orderId } });
}

/** Admins: an order is ready to be picked up or sent, or was handed over. */
export function advanceOrder(orderId: string, status: 'ready' | 'handed_over'): Promise<boolean> {
	return act({ name: 'advanceOrder', args: { orderId, status } });
}

/** Admins: marks a sold order as no sign of demand to come, or takes the mark off. */
export function markOneOff(orderId: string, oneOff: boolean): Promise<boolean> {
	return act({ name: 'markOneOff', args: { orderId, oneOff } });
}

/** Asks for a one-time code, once the server has the order. Voids the code before. */
export async function requestCode(orderId: string): Promise<({ ok: true } & CodeIssued) | ProblemResult> {
	if (!(await sent(orderId))) return offline('A one-time code');
	const reply = await call<CodeIssued>('POST', `/api/orders/${encodeURIComponent(orderId)}/code`, {});
	if (reply.ok) return { ok: true, ...reply.body };
	// The order is not what this device thinks: what became of it is in the next pull.
	tell({ kind: 'wake' });
	return reply;
}

export async function confirmOrder(
	orderId: string,
	code: string
): Promise<{ ok: true; order: Order } | ProblemResult> {
	const reply = await call<{ order: Order }>('POST', `/api/orders/${encodeURIComponent(orderId)}/confirm`, {
		code
	});
	if (!reply.ok) {
		tell({ kind: 'wake' });
		return reply;
	}
	const { order } = reply.body;
	await written(async () => void (await (await device()).db.orders.put(order, orderId)));
	return { ok: true, order };
}

/** How long a person at the checkout waits for the sync before being told that there is no connection. */
const PATIENCE_MS = 10_000;

/** Wakes the sync and waits for its verdict on everything queued about an order. False where none came. */
async function sent(orderId: string): Promise<boolean> {
	const queued = () =>
		rows.pending.some((row) => !row.answered && (row.args as { orderId?: string }).orderId === orderId);
	for (let waited = 0; queued(); waited += 50) {
		if (waited === 0) tell({ kind: 'wake' });
		if (waited >= PATIENCE_MS || (!connection.online && waited >= 2000)) return false;
		await new Promise((resolve) => setTimeout(resolve, 50));
	}
	return true;
}

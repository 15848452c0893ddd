import { createHmac, randomInt, timingSafeEqual } from 'node:crypto';
import type { Account } from '../../domain/account/account';
import type { Shortage } from '../../domain/order/confirm';
import { EXPIRES_AFTER_MS } from '../../domain/order/close';
import type { Order } from '../../domain/order/order';
import { reviewLines } from '../../domain/order/review';
import { CODE_DIGITS, issueCode, tryCode, type Wait } from '../../domain/otp/otp';
import type { CodeIssued } from '../../protocol/session';
import { writeLog } from '../audit';
import type { Actor } from '../auth/actor';
import { settle } from '../commands/confirm';
import { ProblemError } from '../problem';
import { codes } from '../store/codes';
import { orders } from '../store/orders';
import { products } from '../store/products';
import { shops } from '../store/shop';
import type { ReadTx, Store, WriteTx } from '../store/store';
import { users } from '../store/users';

/**
 * Brings a code to its buyer; answers over which channel.
 * @throws ProblemError `no_delivery_address`; anything else that is thrown counts as `delivery_failed`
 */
export type Deliver = (code: string, order: Order, account: Account) => Promise<CodeIssued['delivery']>;

/** In demo mode the code is shown where the order is: nothing has to be brought. */
export const deliverOnScreen: Deliver = async () => 'demo';

export interface Codes {
	/**
	 * Sends a new code for the actor's order, which ends the one before.
	 * @throws ProblemError not_found, needs_review, order_closed, no_delivery_address, cooldown, too_many_codes,
	 * checkout_locked, delivery_failed
	 */
	issue(orderId: string, actor: Actor): Promise<CodeIssued>;
	/**
	 * Makes the order a sale if the code is right. A confirmed order is answered as it is.
	 * @throws ProblemError not_found, needs_review, order_closed, wrong_code, code_expired, insufficient_stock,
	 * cooldown, checkout_locked
	 */
	confirm(orderId: string, code: string, actor: Actor): Promise<Order>;
	/** Ends the orders that nobody confirmed for 7 days. Answers how many. */
	expireOrders(): Promise<number>;
}

export interface CodesConfig {
	store: Store;
	/** The key of the hashes. */
	secret: string;
	/** Life of a code in ms. */
	ttlMs: number;
	now: () => number;
	deliver: Deliver;
}

export function createCodes({ store, secret, ttlMs, now, deliver }: CodesConfig): Codes {
	/** Of this code for exactly this order and owner: another content, order or account has another hash. */
	function hashOf(code: string, { status: _, placedAt: __, ...content }: Order): string {
		return createHmac('sha256', secret)
			.update(JSON.stringify([code, content]))
			.digest('hex');
	}

	async function issue(orderId: string, actor: Actor): Promise<CodeIssued> {
		const at = now();
		const code = drawCode();
		const issued = await store.write(async (tx) => {
			const order = await openOrder(tx, orderId, actor);
			const reviewed = await review(tx, order);
			if (reviewed) return { problem: reviewed };
			const guard = await codes.guardOf(tx, actor.username);
			const before = await codes.of(tx, orderId);
			const state = issueCode(before, guard, { hash: hashOf(code, order), ttlMs, now: at });
			if (!state.ok) throw waiting(state.error);
			await codes.save(tx, orderId, state.value);
			return { order, account: await users.byName(tx, actor.username) };
		});
		if (issued.problem) throw issued.problem;
		if (!issued.account) throw missing(orderId);
		try {
			const delivery = await deliver(code, issued.order, issued.account);
			return { expiresInMs: ttlMs, delivery, ...(delivery === 'demo' && { demoCode: code }) };
		} catch (error) {
			await store.write((tx) => takeBack(tx, orderId, at));
			if (error instanceof ProblemError) throw error;
			throw new ProblemError('delivery_failed', {
				detail: 'The code could not be sent. Try again in a moment.',
				cause: error
			});
		}
	}

	/** The outcome of a try is a value, not a throw, so that what was counted is kept; it is told after the commit. */
	async function confirm(orderId: string, code: string, actor: Actor): Promise<Order> {
		const at = now();
		const outcome = await store.write(async (tx): Promise<Order | ProblemError> => {
			const found = await orderOf(tx, orderId, actor);
			if (found.confirmedAt !== undefined) return found;
			const order = assertOpen(found);
			const guard = await codes.guardOf(tx, actor.username);
			const state = await codes.of(tx, orderId);
			const hash = hashOf(code, order);
			const tried = tryCode(state, guard, { isRight: (kept) => equal(kept, hash), now: at });
			if (!tried.ok) return tried.error.code === 'code_expired' ? expired() : waiting(tried.error);
			const { right, attemptsLeft } = tried.value;
			await (right ? codes.remove(tx, orderId) : codes.save(tx, orderId, tried.value.state));
			if (guard.wrong !== tried.value.guard.wrong)
				await codes.saveGuard(tx, actor.username, tried.value.guard);
			if (tried.value.guard.lockedUntil > at)
				await writeLog(tx, at, actor.username, 'LOCK_CHECKOUT', orderId);
			if (!right) return wrong(attemptsLeft);
			const settled = await settle({ tx, now: at, actor, shop: await shops.settings(tx) }, order);
			return settled.ok ? settled.value : short(settled.error);
		});
		if (outcome instanceof ProblemError) throw outcome;
		return outcome;
	}

	async function expireOrders(): Promise<number> {
		const before = now() - EXPIRES_AFTER_MS;
		return store.write(async (tx) => {
			const late = await orders.unconfirmedBefore(tx, before);
			for (const order of late) {
				await orders.update(tx, { ...order, status: 'expired' });
				await codes.remove(tx, order.orderId);
			}
			return late.length;
		});
	}

	return { issue, confirm, expireOrders };
}

/** Five digits, each code as likely as any other. */
export function drawCode(): string {
	return String(randomInt(10 ** CODE_DIGITS)).padStart(CODE_DIGITS, '0');
}

const equal = (a: string, b: string) => timingSafeEqual(Buffer.from(a, 'hex'), Buffer.from(b, 'hex'));

/** The actor's own order; another's is as unknown as none. */
async function orderOf(tx: ReadTx, orderId: string, actor: Actor): Promise<Order> {
	const order = await orders.byId(tx, orderId);
	if (!order || order.username !== actor.username || order.soldBy !== undefined) throw missing(orderId);
	return order;
}

async function openOrder(tx: ReadTx, orderId: string, actor: Actor): Promise<Order> {
	return assertOpen(await orderOf(tx, orderId, actor));
}

function assertOpen(order: Order): Order {
	if (order.status === 'needs_review') throw needsReview(order);
	if (order.status !== 'awaiting_code')
		throw new ProblemError('order_closed', { detail: `This order is ${order.status}: it needs no code.` });
	return order;
}

/** Looks at prices and shelf once more: what is different by now goes back to the buyer before any code is sent. */
async function review(tx: WriteTx, order: Order): Promise<ProblemError | null> {
	const found = await products.byIds(
		tx,
		order.lines.map((line) => line.productId)
	);
	const { lines, differs } = reviewLines(order.lines, (id) => found.get(id));
	if (!differs) return null;
	const reviewed: Order = { ...order, status: 'needs_review', lines };
	await orders.update(tx, reviewed);
	await codes.end(tx, order.orderId);
	return needsReview(reviewed);
}

/** A code that did not go out is no code, and uses no budget. */
async function takeBack(tx: WriteTx, orderId: string, issuedAt: number): Promise<void> {
	const state = await codes.of(tx, orderId);
	const issues = state.issues.filter(({ at }) => at !== issuedAt);
	await codes.save(tx, orderId, { ...state, hash: null, issues });
}

const missing = (orderId: string) =>
	new ProblemError('not_found', { detail: `There is no order ${orderId}.` });

const needsReview = (order: Order) =>
	new ProblemError('needs_review', {
		detail: 'Prices or stock are different by now. Look at the order, then accept it.',
		order
	});

const wrong = (attemptsLeft: number) =>
	new ProblemError('wrong_code', {
		detail: attemptsLeft > 0 ? 'This is not the code.' : 'This is not the code, and it was the last try.',
		fields: { code: 'This is not the code.' },
		attemptsLeft
	});

const expired = () =>
	new ProblemError('code_expired', { detail: 'This code is no longer valid. Ask for a new one.' });

const short = (lines: Shortage[]) =>
	new ProblemError('insufficient_stock', { detail: 'The shelf no longer has all of it.', lines });

const waitDetails: Record<Wait['code'], string> = {
	cooldown: 'Wait a moment before the next try.',
	too_many_codes: 'This order has had many codes. Wait before you ask for another.',
	checkout_locked: 'Too many wrong codes in a row: the checkout is closed to this account for a while.'
};

const waiting = ({ code, retryAfterMs }: Wait) =>
	new ProblemError(code, { detail: waitDetails[code], retryAfterMs });

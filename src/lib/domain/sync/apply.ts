import { withMark, type BundleMarks } from '../basket/shown';
import { setLine, type CartLine } from '../cart/cart';
import { withOneOff } from '../order/one-off';
import { totalOf, type Order } from '../order/order';
import type { AskedLine } from '../order/review';
import type { ForeseenMutation } from './mutation';

/**
 * What a device shows is the server's rows with its own unanswered mutations applied on top, in their order. It is
 * worked out anew whenever either changes and never stored, so a refused mutation is undone by deleting it. Products and
 * purchases are apart: a shopper's page is drawn without either.
 */

/** A mutation that the server's rows do not hold yet. */
export interface Pending {
	name: string;
	args: unknown;
	/** When the person did it, ISO 8601 in UTC. */
	at?: string;
}

/** An order as this device sees it. */
export interface LocalOrder extends Order {
	/** Whether something about it still waits to be sent. */
	waiting: boolean;
}

/** Pending mutations with the types that each has by its name. */
export const foreseen = (pending: readonly Pending[]) =>
	pending as readonly (ForeseenMutation & Pick<Pending, 'at'>)[];

export function applyToCart(lines: readonly CartLine[], pending: readonly Pending[]): CartLine[] {
	let cart = [...lines];
	for (const { name, args } of foreseen(pending)) {
		if (name === 'setCartLine') cart = setLine(cart, args.productId, args.quantity);
		if (name === 'placeOrder') {
			const ordered = new Set(args.lines.map((line) => line.productId));
			cart = cart.filter((line) => !ordered.has(line.productId));
		}
	}
	return cart;
}

/** The orders, newest first. `nameOf` names a product for the lines of an order that only this device has. */
export function applyToOrders(
	orders: readonly Order[],
	pending: readonly Pending[],
	username: string,
	nameOf: (productId: string) => string
): LocalOrder[] {
	const all = new Map<string, LocalOrder>(
		orders.map((order) => [order.orderId, { ...order, waiting: false }])
	);
	const change = (orderId: string, fields: Partial<Order>) => {
		const order = all.get(orderId);
		if (order) all.set(orderId, { ...order, ...fields, waiting: true });
	};
	const content = (lines: readonly AskedLine[]) => ({
		lines: lines.map((line) => ({ ...line, name: nameOf(line.productId) })),
		total: totalOf(lines)
	});
	for (const { name, args, at = '' } of foreseen(pending)) {
		if (name === 'placeOrder' && !all.has(args.orderId)) {
			const { lines, ...rest } = args;
			all.set(args.orderId, { ...rest, username, status: 'queued', ...content(lines), waiting: true });
		}
		if (name === 'sellAtCounter' && !all.has(args.orderId)) {
			const { lines, username: buyer = '', ...rest } = args;
			const sold = { ...rest, username: buyer, placedAt: at, soldBy: username, status: 'queued' as const };
			all.set(args.orderId, { ...sold, ...content(lines), waiting: true });
		}
		if (name === 'acceptOrder') change(args.orderId, { status: 'queued', ...content(args.lines) });
		if (name === 'cancelOrder') change(args.orderId, { status: 'cancelled' });
		if (name === 'advanceOrder') change(args.orderId, { status: args.status });
	}
	return [...all.values()].sort((a, b) =>
		a.placedAt === b.placedAt ? (a.orderId < b.orderId ? 1 : -1) : a.placedAt < b.placedAt ? 1 : -1
	);
}

/** What the admin pinned and hid. */
export function applyToMarks(marks: BundleMarks, pending: readonly Pending[]): BundleMarks {
	return foreseen(pending).reduce(
		(now, { name, args }) => (name === 'markBundle' ? withMark(now, args, args.mark) : now),
		marks
	);
}

/** The ids of the orders that the admin marked as one-off. */
export function applyToOneOffs(orders: readonly string[], pending: readonly Pending[]): readonly string[] {
	return foreseen(pending).reduce(
		(now, { name, args }) => (name === 'markOneOff' ? withOneOff(now, args.orderId, args.oneOff) : now),
		orders
	);
}

import type { CartLine } from '../../domain/cart/cart';
import type { FileClash } from '../../domain/csv/clash';
import type { Order } from '../../domain/order/order';
import type { OutboxRow, Refusal } from '../db/schema';

/** The small tables of the device as they are stored, kept fresh in every tab; see feed.ts. */
class Rows {
	cart = $state.raw<CartLine[]>([]);
	guestCart = $state.raw<CartLine[]>([]);
	orders = $state.raw<Order[]>([]);
	/** The signed-in account's mutations that the rows do not hold yet, in their order. */
	pending = $state.raw<OutboxRow[]>([]);
	/** Those that the server refused, until their person has read why. */
	refusals = $state.raw<Refusal[]>([]);
	/** For admins: edits of files that wait for a word. */
	clashes = $state.raw<FileClash[]>([]);
}

export const rows = new Rows();

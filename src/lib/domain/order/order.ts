/**
 *  queued ──push──▶ awaiting_code ──right code──▶ confirmed ──▶ ready ──▶ handed_over
 * (device)   │         ▲      │ 7 days                │           │          │
 *            ▼         │      └──▶ expired            └───────────┴──────────┴──▶ refunded
 *        needs_review ─┘ acceptOrder
 *
 * `cancelOrder` leads from awaiting_code and needs_review to cancelled. A sale exists only for a confirmed order;
 * its stock is taken in the same transaction.
 */
export type OrderStatus =
	| 'queued'
	| 'awaiting_code'
	| 'needs_review'
	| 'confirmed'
	| 'ready'
	| 'handed_over'
	| 'cancelled'
	| 'expired'
	| 'refunded';

export interface OrderLine {
	productId: string;
	/** The name when it was ordered; past sales keep it. */
	name: string;
	quantity: number;
	/** Minor units a piece that the buyer saw and will pay. */
	price: number;
	/** Set on an order that needs review: today's price, null for a product that is gone. */
	priceNow?: number | null;
	/** Set on an order that needs review: pieces on the shelf. */
	available?: number;
}

export type Fulfilment = 'pickup' | 'delivery';

export interface Order {
	orderId: string;
	username: string;
	status: OrderStatus;
	lines: OrderLine[];
	/** Minor units, tax as the shop has it. */
	total: number;
	/** ISO 8601 in UTC, by the device that placed it: for show only. */
	placedAt: string;
	/** ISO 8601 in UTC, by the server's clock. */
	confirmedAt?: string;
	fulfilment?: Fulfilment;
	contact?: string;
	phone?: string;
	address?: string;
	note?: string;
	soldBy?: string;
}

/** What the lines cost together, in minor units. */
export function totalOf(lines: readonly { quantity: number; price: number }[]): number {
	return lines.reduce((sum, line) => sum + line.quantity * line.price, 0);
}

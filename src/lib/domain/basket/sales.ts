import { BasketBuilder, type Baskets } from './baskets';

/** What a sale line must say to be part of a basket. */
export interface BasketLine {
	readonly orderId: string;
	/** The product, by id or by name. */
	readonly item: string;
	readonly quantity: number;
	readonly kind?: string;
}

/**
 * One basket an order, wherever its lines stand. Returns and lines that sell nothing do not count; an order that has
 * only such lines makes no basket.
 */
export function basketsOfSales(lines: Iterable<BasketLine>): Baskets {
	const orders = new Map<string, string[]>();
	for (const { orderId, item, quantity, kind } of lines) {
		if (!(quantity > 0) || kind === 'return') continue;
		const items = orders.get(orderId);
		if (items) items.push(item);
		else orders.set(orderId, [item]);
	}
	const builder = new BasketBuilder();
	for (const items of orders.values()) builder.add(items);
	return builder.build();
}

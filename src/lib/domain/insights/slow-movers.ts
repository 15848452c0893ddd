import type { SaleLine } from './sale-line';
import { compareText } from './totals';

/** A product on the shelf. */
export interface ShelfStock {
	readonly productId: string;
	readonly stock: number;
	/** What a piece is worth, minor units. */
	readonly price: number;
}

export interface SlowMover {
	productId: string;
	stock: number;
	/** Worth of the stock, minor units. */
	value: number;
	/** Sold in the range, returns taken off. */
	units: number;
	/** Days that the stock lasts at the range's rate; Infinity if nothing was sold. */
	daysOfCover: number;
	/** When it last sold in the range; absent if it did not. */
	lastSold?: string;
}

/** Products whose stock lasts longer than `coverDays` at the rate of the lines' `rangeDays` days, the most worth first. */
export function slowMovers(
	shelf: Iterable<ShelfStock>,
	lines: Iterable<SaleLine>,
	rangeDays: number,
	coverDays: number
): SlowMover[] {
	const units = new Map<string, number>();
	const lastSold = new Map<string, string>();
	for (const { productId, quantity, date } of lines) {
		units.set(productId, (units.get(productId) ?? 0) + quantity);
		if (quantity > 0 && date > (lastSold.get(productId) ?? '')) lastSold.set(productId, date);
	}
	const slow: SlowMover[] = [];
	for (const { productId, stock, price } of shelf) {
		if (stock <= 0) continue;
		const sold = Math.max(0, units.get(productId) ?? 0);
		const daysOfCover = (stock * rangeDays) / sold;
		if (daysOfCover <= coverDays) continue;
		const last = lastSold.get(productId);
		slow.push({
			productId,
			stock,
			value: stock * price,
			units: sold,
			daysOfCover,
			...(last && { lastSold: last })
		});
	}
	return slow.sort((a, b) => b.value - a.value || compareText(a.productId, b.productId));
}

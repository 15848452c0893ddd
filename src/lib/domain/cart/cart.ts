/** Whole pieces that one line may ask for. */
export const MAX_QUANTITY = 99_999;

export interface CartLine {
	productId: string;
	quantity: number;
}

/** Whether a number is a quantity that a line may have: whole, 1 to 99,999. */
export function isQuantity(value: unknown): value is number {
	return Number.isInteger(value) && (value as number) >= 1 && (value as number) <= MAX_QUANTITY;
}

/** The cart with one line set to a quantity; 0 removes it. A product stands in one line only. */
export function setLine(lines: readonly CartLine[], productId: string, quantity: number): CartLine[] {
	if (quantity === 0) return lines.filter((line) => line.productId !== productId);
	if (!lines.some((line) => line.productId === productId)) return [...lines, { productId, quantity }];
	return lines.map((line) => (line.productId === productId ? { productId, quantity } : line));
}

/** A guest's cart joined with the account's at sign-in: the larger quantity of each product. */
export function mergeCarts(account: readonly CartLine[], guest: readonly CartLine[]): CartLine[] {
	return guest.reduce((lines, { productId, quantity }) => {
		const had = lines.find((line) => line.productId === productId)?.quantity ?? 0;
		return setLine(lines, productId, Math.max(had, quantity));
	}, account as CartLine[]);
}

/** What the insights need of a sale: plain values, returns as negative quantities. */
export interface SaleLine {
	/** The shop's wall clock, `YYYY-MM-DD HH:MM:SS`. */
	readonly date: string;
	readonly orderId: string;
	readonly productId: string;
	readonly quantity: number;
	/** Minor units a piece. */
	readonly price: number;
	/** Empty for a sale to nobody known. */
	readonly username: string;
	readonly section?: string;
}

/** The lines from `from` on and before `to`, both wall clock of any length: `2025-08-30` or `2025-08-30 12:00:00`. */
export function linesBetween(lines: readonly SaleLine[], from: string, to: string): SaleLine[] {
	return lines.filter(({ date }) => date >= from && date < to);
}

/** A line of sales.csv. A return is a line with a negative quantity and `kind: 'return'`. */
export interface Sale {
	/** The row's own number in the store, as text: rows of sales.csv have no key of their own. */
	saleId: string;
	/** `YYYY-MM-DD HH:MM:SS` in the shop's zone, as the file has it. */
	date: string;
	orderId: string;
	/** The name when it was sold. */
	item: string;
	quantity: number;
	/** Minor units a piece. */
	price: number;
	username: string;
	/** Quantity × price. */
	total: number;
	productId?: string;
	kind?: string;
	reason?: string;
	soldBy?: string;
	extra?: Record<string, string>;
}

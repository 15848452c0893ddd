/** A line of stocks.csv: reserve stock behind the shelf, joined by product id or exact name, never by a similar one. */
export interface Reserve {
	category: string;
	item: string;
	stock: number;
	/** Minor units. */
	price: number;
	productId?: string;
	extra?: Record<string, string>;
}

/** A line of movements.csv: a change of shelf stock that is not a sale. */
export interface Movement {
	movementId: string;
	/** `YYYY-MM-DD HH:MM:SS` in the shop's zone. */
	date: string;
	productId: string;
	delta: number;
	/** `receipt`, `count`, `loss`, `correction`, `return`, `edit`, `opening`, … */
	reason: string;
	reference: string;
	username: string;
	note: string;
	extra?: Record<string, string>;
}

/** A line of purchases.csv: an order to a supplier. */
export interface Purchase {
	purchaseId: string;
	supplier: string;
	productId: string;
	ordered: number;
	received: number;
	/** Minor units a piece. */
	cost: number;
	orderedAt: string;
	expectedAt: string;
	receivedAt: string;
	status: string;
	extra?: Record<string, string>;
}

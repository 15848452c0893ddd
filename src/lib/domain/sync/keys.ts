/** The fields that make the key of a synced row; a key is their text joined with `|`, as the server's `deleted` has it. */
export const keyFields = {
	shop: [],
	products: ['productId'],
	bundles: ['productA', 'productB'],
	fitment: ['fitmentId'],
	carts: ['productId'],
	orders: ['orderId'],
	sales: ['saleId'],
	stocks: ['category', 'item'],
	reorder: ['item'],
	forecasts: ['product', 'model'],
	movements: ['movementId'],
	purchases: ['purchaseId'],
	clashes: ['clashId'],
	log: ['logId']
} as const satisfies Record<string, readonly string[]>;

export function keyOf(table: keyof typeof keyFields, row: Readonly<Record<string, unknown>>): string {
	return keyFields[table].map((field) => String(row[field])).join('|');
}

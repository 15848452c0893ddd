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
	reorder: ['productId'],
	forecasts: ['productId'],
	movements: ['movementId'],
	purchases: ['purchaseId'],
	clashes: ['clashId'],
	log: ['logId']
} as const satisfies Record<string, readonly string[]>;

/** Tables whose keys are numbers that rise as rows come. */
const numbered: ReadonlySet<string> = new Set(['fitment', 'movements', 'log']);

/** A key as the device stores it: numbers padded, so that rows stand in the order in which they came. */
export function storedKey(table: keyof typeof keyFields, key: string): string {
	return numbered.has(table) ? key.padStart(16, '0') : key;
}

export function keyOf(table: keyof typeof keyFields, row: Readonly<Record<string, unknown>>): string {
	return keyFields[table].map((field) => String(row[field])).join('|');
}

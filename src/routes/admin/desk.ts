import { device } from '$lib/client/device';
import { amountText, MAX_AMOUNT, type AmountError } from '$lib/domain/amount';
import { currencyDigits, formatMoney } from '$lib/domain/money';
import type { Sale } from '$lib/domain/sales/sale';
import type { Shop } from '$lib/domain/shop/shop';

/** The desk's pages, in the order of the rail, with the key that leads there after `g`. */
export const places = [
	{ href: '/admin', label: 'Overview', key: 'o' },
	{ href: '/admin/sale', label: 'Counter sale', key: 'c' },
	{ href: '/admin/products', label: 'Products', key: 'p' },
	{ href: '/admin/inventory', label: 'Inventory', key: 'i' },
	{ href: '/admin/sales', label: 'Sales', key: 's' },
	{ href: '/admin/forecast', label: 'Forecast', key: 'f' },
	{ href: '/admin/insights', label: 'Insights', key: 'n' },
	{ href: '/admin/data', label: 'Data', key: 'd' },
	{ href: '/admin/users', label: 'Users', key: 'u' },
	{ href: '/admin/log', label: 'Log', key: 'l' },
	{ href: '/admin/settings', label: 'Settings', key: 't' }
] as const;

export const productAddress = (productId: string) =>
	`/admin/products?product=${encodeURIComponent(productId)}`;
export const orderAddress = (orderId: string) => `/admin/orders/${encodeURIComponent(orderId)}`;

/** The newest rows of one of the desk's small tables, as they came. */
export async function newestRows(
	table: 'stocks' | 'log' | 'movements' | 'reorder' | 'forecasts',
	most: number
): Promise<Record<string, unknown>[]> {
	const { db } = await device();
	return db[table].reverse().limit(most).toArray();
}

const amountProblems: Record<AmountError, (shop: Shop) => string> = {
	empty: () => 'Type an amount; 0 gives it away.',
	not_a_number: (shop) => `Use an amount such as ${amountText(123450, shop)}.`,
	negative: () => 'A price is 0 or more.',
	too_precise: (shop) =>
		currencyDigits(shop.currency)
			? `${shop.currency} has ${currencyDigits(shop.currency)} decimals: round it yourself.`
			: `${shop.currency} has no decimals.`,
	too_large: (shop) => `The most is ${formatMoney(MAX_AMOUNT, shop)}.`
};

/** What is wrong with a typed amount, and what to do. */
export const amountProblem = (error: AmountError, shop: Shop): string => amountProblems[error](shop);

/** The most pieces that a shelf holds. */
export const MAX_STOCK = 10_000_000;

/** Whole pieces, 0 or more; null where a text is none. */
export function parsePieces(text: string): number | null {
	const plain = text.trim();
	return /^\d{1,8}$/.test(plain) && Number(plain) <= MAX_STOCK ? Number(plain) : null;
}
export const PIECES_PROBLEM = 'Use a whole number of pieces, 0 or more.';

/** What the shop sold, of the days that this device holds. */
export interface SalesSoFar {
	/** Minor units. */
	total: number;
	orders: number;
	pieces: number;
	/** The newest lines, newest first. */
	newest: Sale[];
}

export async function salesSoFar(newest: number): Promise<SalesSoFar> {
	const { db } = await device();
	const orders = new Set<string>();
	const sum: SalesSoFar = { total: 0, orders: 0, pieces: 0, newest: [] };
	await db.sales.reverse().each(({ rows }) => {
		const byTime = [...rows].sort((a, b) => (a.date < b.date ? 1 : a.date > b.date ? -1 : 0));
		for (const sale of byTime) {
			orders.add(sale.orderId);
			sum.total += sale.total;
			sum.pieces += sale.quantity;
			if (sum.newest.length < newest) sum.newest.push(sale);
		}
	});
	sum.orders = orders.size;
	return sum;
}

import { amountText, type AmountError } from '$lib/domain/amount';
import { dayFormats } from '$lib/domain/formats';
import type { Order, OrderStatus } from '$lib/domain/order/order';
import { currencyDigits, formatMoney, MAX_AMOUNT } from '$lib/domain/money';
import type { Shop } from '$lib/domain/shop/shop';
import type { Tone } from '$lib/ui/Badge.svelte';
import { statusWords } from '$lib/ui/order-words';
import { shop } from '../words.svelte';

/** The desk's pages, in the order of the rail, with the key that leads there after `g`. */
export const places = [
	{ href: '/admin', label: 'Overview', key: 'o', icon: 'overview' },
	{ href: '/admin/sale', label: 'Counter sale', key: 'c', icon: 'counter' },
	{ href: '/admin/orders', label: 'All orders', key: 'r', icon: 'orders' },
	{ href: '/admin/products', label: 'Products', key: 'p', icon: 'tag' },
	{ href: '/admin/inventory', label: 'Inventory', key: 'i', icon: 'boxes' },
	{ href: '/admin/sales', label: 'Sales', key: 's', icon: 'bars' },
	{ href: '/admin/forecast', label: 'Forecast', key: 'f', icon: 'trend' },
	{ href: '/admin/insights', label: 'Insights', key: 'n', icon: 'pie' },
	{ href: '/admin/data', label: 'Data', key: 'd', icon: 'sheet' },
	{ href: '/admin/users', label: 'Users', key: 'u', icon: 'users' },
	{ href: '/admin/log', label: 'Log', key: 'l', icon: 'log' },
	{ href: '/admin/settings', label: 'Settings', key: 't', icon: 'gear' }
] as const;

/** The shop's own pages, that the palette reaches too. */
export const shopPages = [
	{ href: '/', label: 'Shop' },
	{ href: '/sections', label: 'All sections' },
	{ href: '/bundles', label: 'Bundles' },
	{ href: '/garage', label: 'My vehicles' },
	{ href: '/cart', label: 'Cart' },
	{ href: '/orders', label: 'My orders' },
	{ href: '/account', label: 'Account' }
] as const;

export const productAddress = (productId: string) =>
	`/admin/products?product=${encodeURIComponent(productId)}`;
export const orderAddress = (orderId: string) => `/admin/orders/${encodeURIComponent(orderId)}`;

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

const days = dayFormats({ dateStyle: 'medium' });
const dayTimes = dayFormats({ dateStyle: 'medium', timeStyle: 'short' });

/** A day of the shop's calendar, `YYYY-MM-DD`, in its locale; what is none stays as it is. */
export function day(text: string): string {
	const at = Date.parse(`${text}T00:00:00Z`);
	return Number.isNaN(at) ? text : days(shop().locale).format(at);
}

/** The shop's wall clock, `YYYY-MM-DD HH:MM:SS`, in its locale. */
export function dayTime(text: string): string {
	const at = Date.parse(`${text.replace(' ', 'T')}Z`);
	return Number.isNaN(at) ? text : dayTimes(shop().locale).format(at);
}

/** An order's state as the desk says it. */
export function statusOf({ status }: Pick<Order, 'status'>): { word: string; tone: Tone } {
	const own: Partial<Record<OrderStatus, string>> = {
		awaiting_code: 'Waits for its code',
		needs_review: 'In review'
	};
	const { word, tone } = statusWords[status];
	return { word: own[status] ?? word, tone };
}

const movementWords: Record<string, string> = {
	receipt: 'received',
	count: 'counted',
	loss: 'lost',
	opening: 'there to begin with',
	correction: 'corrected',
	from_reserve: 'from the reserve',
	to_reserve: 'into the reserve',
	deleted: 'product deleted'
};

/** Why stock moved, as the desk says it; a reason of one's own stays as it is. */
export const movementWord = (reason: string): string => movementWords[reason] ?? reason;

import { isQuantity } from '../cart/cart';
import { MAX_AMOUNT } from '../money';
import type { Carts } from '../tables';
import { patchJson, readObject } from './json';
import { toMajor, toMinor } from './order-lines';

/** A line of carts.json: the price, in major units, is the one at the time of adding. */
interface FileLine {
	product_id: string;
	name: string;
	price: number;
	quantity: number;
}

/** The carts of carts.json; null for a damaged file. A line that is none is left out and listed by its account. */
export function readCarts(text: string, digits: number): { carts: Carts; refused: string[] } | null {
	const file = readObject(text);
	if (!file) return null;
	const carts: Carts = new Map();
	const refused: string[] = [];
	for (const [username, lines] of Object.entries(file)) {
		const good = Array.isArray(lines)
			? lines.filter((line) => isFileLine(line) && toMinor(line.price, digits) <= MAX_AMOUNT)
			: [];
		if (!Array.isArray(lines) || good.length < lines.length) refused.push(username);
		const byProduct = new Map(good.map((line) => [line.product_id, line]));
		carts.set(
			username,
			Array.from(byProduct.values(), ({ product_id, name, price, quantity }) => ({
				productId: product_id,
				quantity,
				name,
				price: toMinor(price, digits)
			}))
		);
	}
	return { carts, refused };
}

/** carts.json brought up to date: an account that had a cart keeps its key; what POP does not know of a line stays. */
export function patchCarts(text: string, carts: Carts, digits: number): string {
	const file = readObject(text) ?? {};
	const changes = new Map<string, unknown>();
	for (const username of new Set([...Object.keys(file), ...carts.keys()])) {
		const had = Object.hasOwn(file, username) && Array.isArray(file[username]) ? file[username] : [];
		const lines = carts.get(username) ?? [];
		changes.set(
			username,
			lines.map(({ productId, name, price, quantity }) => {
				const line = had.find((line) => isFileLine(line) && line.product_id === productId) as
					object | undefined;
				return { ...line, product_id: productId, name, price: toMajor(price, digits), quantity };
			})
		);
	}
	return patchJson(readObject(text) ? text : '{}\n', changes);
}

function isFileLine(value: unknown): value is FileLine {
	if (typeof value !== 'object' || value === null) return false;
	const { product_id, name, price, quantity } = value as Record<string, unknown>;
	return (
		typeof product_id === 'string' &&
		typeof name === 'string' &&
		typeof price === 'number' &&
		Number.isFinite(price) &&
		isQuantity(quantity)
	);
}

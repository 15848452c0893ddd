import { formatDecimal, MAX_AMOUNT } from '../money';
import type { OrderLine } from '../order/order';
import { Refusal, tooLarge, type CellType } from './values';

/** A line as JSON files hold it: amounts in the currency's major unit. */
type FileLine = Omit<OrderLine, 'price' | 'priceNow'> & { price: number; priceNow?: number | null };

/** The Lines of orders.csv: JSON of the order's lines, amounts as decimals. */
export const orderLines: CellType<OrderLine[]> = {
	verbatim: true,
	read(cell, { digits }) {
		let parsed: unknown;
		try {
			parsed = JSON.parse(cell);
		} catch {
			return new Refusal('is not JSON');
		}
		if (!Array.isArray(parsed) || !parsed.every(isFileLine))
			return new Refusal('is not a list of order lines');
		if (parsed.some(({ price }) => toMinor(price, digits) > MAX_AMOUNT)) return tooLarge({ digits });
		return parsed.map(({ productId, name, quantity, price, priceNow, available }) => ({
			productId,
			name,
			quantity,
			price: toMinor(price, digits),
			...(priceNow !== undefined && { priceNow: priceNow === null ? null : toMinor(priceNow, digits) }),
			...(available !== undefined && { available })
		}));
	},
	write: (lines, { digits }) =>
		JSON.stringify(
			lines.map(({ productId, name, quantity, price, priceNow, available }) => ({
				productId,
				name,
				quantity,
				price: toMajor(price, digits),
				...(priceNow !== undefined && { priceNow: priceNow === null ? null : toMajor(priceNow, digits) }),
				...(available !== undefined && { available })
			}))
		)
};

/** Minor units of a JSON number in major units, to the nearest. */
export const toMinor = (major: number, digits: number): number => Math.round(major * 10 ** digits) || 0;

export const toMajor = (minor: number, digits: number): number => Number(formatDecimal(minor, digits));

function isFileLine(value: unknown): value is FileLine {
	if (typeof value !== 'object' || value === null) return false;
	const { productId, name, quantity, price, priceNow, available } = value as Record<string, unknown>;
	const optional = [priceNow ?? undefined, available];
	return (
		typeof productId === 'string' &&
		typeof name === 'string' &&
		Number.isSafeInteger(quantity) &&
		typeof price === 'number' &&
		optional.every((number) => number === undefined || typeof number === 'number')
	);
}

/** Money is a whole number of minor units (paise, cents) inside and in the API; the CSVs and carts.json hold decimals. */

import { numberStyle, writeNumber } from './number-style';

/** The largest price or cost that the shop takes, in minor units, whatever way it comes in; totals may be larger. */
export const MAX_AMOUNT = 1e13;

/** How many digits follow the decimal point of a currency: 2 for INR, 0 for JPY (ISO 4217, through Intl). */
export const currencyDigits = (currency: string): number => numberStyle('en', currency).fraction;

/**
 * Minor units of a plain decimal such as `1500`, `1500.0`, `-12.5`; null where the text is no number, has more
 * digits than the currency (zeros apart), or leaves the exact integers.
 */
export function parseDecimal(text: string, digits: number): number | null {
	const match = /^([+-]?)(\d+)(?:\.(\d*))?$/.exec(text.trim());
	if (!match) return null;
	const fraction = (match[3] ?? '').replace(/0+$/, '');
	if (fraction.length > digits) return null;
	const minor = Number(match[2] + fraction.padEnd(digits, '0'));
	if (!Number.isSafeInteger(minor)) return null;
	return match[1] === '-' && minor !== 0 ? -minor : minor;
}

/** The plain decimal of an amount in minor units, as the CSVs hold it: 150050 at 2 digits is `1500.50`. */
export function formatDecimal(minor: number, digits: number): string {
	const sign = minor < 0 ? '-' : '';
	const text = String(Math.abs(minor)).padStart(digits + 1, '0');
	return digits === 0
		? sign + text
		: `${sign}${text.slice(0, text.length - digits)}.${text.slice(text.length - digits)}`;
}

/** An amount for people, in the shop's currency and locale: `₹1,500.00`. */
export function formatMoney(minor: number, shop: { currency: string; locale: string }): string {
	return writeNumber(minor, numberStyle(shop.locale, shop.currency));
}

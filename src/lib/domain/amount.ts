import { currencyDigits, MAX_AMOUNT, parseDecimal } from './money';
import { err, type Result } from './result';

/** Why a typed amount is none. */
export type AmountError = 'empty' | 'not_a_number' | 'negative' | 'too_precise' | 'too_large';

/**
 * Minor units of an amount as people type it: with the locale's separators (`1.234,50` in German, `1,234.50` in
 * English, `1,23,456` in India), with the other ones where they leave no doubt, with a currency sign or without. A
 * single separator before three digits is the locale's own: `1.234` is a thousand in German and one in English.
 */
export function parseAmount(
	text: string,
	{ locale, currency }: { locale: string; currency: string }
): Result<number, AmountError> {
	const plain = toAscii(text, locale);
	if (plain === '') return err('empty');
	const match = /^([-−]?)(\d[\d.,]*|[.,]\d+)$/.exec(plain);
	if (!match) return err('not_a_number');
	const number = toDecimal(match[2]!, decimalOf(locale));
	if (number === null) return err('not_a_number');
	if (match[1] && /[1-9]/.test(number)) return err('negative');
	const minor = parseDecimal(number, currencyDigits(currency));
	if (minor !== null && minor <= MAX_AMOUNT) return { ok: true, value: minor };
	return err(Number(number) * 10 ** currencyDigits(currency) > MAX_AMOUNT ? 'too_large' : 'too_precise');
}

/** An amount as a field shows it for editing: the locale's decimal separator, no groups. */
export function amountText(
	minor: number,
	{ locale, currency }: { locale: string; currency: string }
): string {
	const digits = currencyDigits(currency);
	return new Intl.NumberFormat(locale, {
		minimumFractionDigits: digits,
		maximumFractionDigits: digits,
		useGrouping: false,
		numberingSystem: 'latn'
	}).format(minor / 10 ** digits);
}

const decimalOf = (locale: string): ',' | '.' =>
	new Intl.NumberFormat(locale, { numberingSystem: 'latn' })
		.formatToParts(1.5)
		.some(({ type, value }) => type === 'decimal' && value === ',')
		? ','
		: '.';

/** Digits of any script as 0 to 9, without blanks, apostrophes (Swiss groups) and currency signs. */
function toAscii(text: string, locale: string): string {
	const own = new Intl.NumberFormat(locale, { useGrouping: false }).format(9876543210);
	return [...text]
		.map((sign) => {
			const at = own.indexOf(sign);
			if (at >= 0) return String(9 - at);
			if (/[\u0660-\u0669]/.test(sign)) return String(sign.charCodeAt(0) - 0x660);
			if (sign === '\u066b') return '.';
			return sign;
		})
		.join('')
		.replace(/[\s'’\u066c\p{Sc}]/gu, '');
}

/** A plain decimal of digits with separators; null where those make no number. */
function toDecimal(text: string, decimal: ',' | '.'): string | null {
	const last = Math.max(text.lastIndexOf('.'), text.lastIndexOf(','));
	if (last < 0) return text;
	const sign = text[last]!;
	const group = sign === '.' ? ',' : '.';
	const whole = text.slice(0, last);
	const fraction = text.slice(last + 1);
	const grouped = (part: string, by: string) =>
		/^\d{1,3}$/.test(part.split(by)[0]!) &&
		part
			.split(by)
			.slice(1)
			.every((digits, i, all) => (i === all.length - 1 ? /^\d{3}$/ : /^\d{2,3}$/).test(digits));
	if (whole.includes(group))
		return !whole.includes(sign) && grouped(whole, group)
			? `${whole.split(group).join('') || '0'}.${fraction}`
			: null;
	if (whole.includes(sign) || (sign !== decimal && whole !== '' && fraction.length === 3))
		return grouped(text, sign) ? text.split(sign).join('') : null;
	return `${whole || '0'}.${fraction}`;
}

import { expect, test } from 'vitest';
import { numberStyle, shopStyles, useStyles, writeNumber } from '../../src/lib/domain/number-style';

const letters = [...'abcdefghijklmnopqrstuvwxyz'];
const languages = Intl.NumberFormat.supportedLocalesOf(
	letters.flatMap((first) => letters.map((second) => first + second))
);
const regions = [
	'AR',
	'AT',
	'BE',
	'CA',
	'CH',
	'CL',
	'DE',
	'EG',
	'ES',
	'GB',
	'IN',
	'MX',
	'NP',
	'PT',
	'US',
	'ZA'
];
const locales = [
	...languages,
	...languages.flatMap((language) => regions.map((region) => `${language}-${region}`)),
	'ar-EG-u-nu-latn',
	'hi-u-nu-deva',
	'zh-u-nu-hanidec'
];
const values = [0, 1, -1, 9, 999, 1000, -1234, 9999, 12_345, -1_234_567, 100_000_000, 9_876_543_210_123];

test.each(['', 'INR', 'EUR', 'JPY', 'KWD', 'CHF'])(
	'Numbers read as Intl writes them, currency "%s"',
	(currency) => {
		const wrong = locales.flatMap((locale) => {
			const intl = new Intl.NumberFormat(locale, currency ? { style: 'currency', currency } : {});
			const style = numberStyle(locale, currency);
			return values
				.map((value) => [locale, writeNumber(value, style), intl.format(value / 10 ** style.fraction)])
				.filter(([, ours, theirs]) => ours !== theirs);
		});
		expect(wrong).toEqual([]);
		expect(locales.length).toBeGreaterThan(1000);
	}
);

test('An amount beyond what a floating point number holds keeps its last digit', () => {
	expect(writeNumber(9_007_199_254_740_991, numberStyle('en', 'USD'))).toBe('$90,071,992,547,409.91');
});

test('A kept style writes without Intl', () => {
	const shop = { locale: 'en-IN', currency: 'INR' };
	const kept = shopStyles(shop).map((one) => ({ ...one, locale: `${one.locale}-x-kept` }));
	useStyles(kept);
	const { NumberFormat } = Intl;
	try {
		Intl.NumberFormat = (() => {
			throw new Error('Intl was used');
		}) as unknown as typeof NumberFormat;
		expect(writeNumber(123_456_789, numberStyle('en-IN-x-kept', 'INR'))).toBe('₹12,34,567.89');
		expect(writeNumber(123_456, numberStyle('en-IN-x-kept'))).toBe('1,23,456');
		expect(numberStyle('en-x-kept', 'INR').fraction).toBe(2);
	} finally {
		Intl.NumberFormat = NumberFormat;
	}
});

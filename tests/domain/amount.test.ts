import { expect, test } from 'vitest';
import { amountText, parseAmount } from '../../src/lib/domain/amount';

const india = { locale: 'en-IN', currency: 'INR' };
const germany = { locale: 'de-DE', currency: 'EUR' };

test.each([
	['1500', india, 150000],
	['85.50', india, 8550],
	['1,23,456.7', india, 12345670],
	['1,234', india, 123400],
	['1.234,50', india, 123450],
	['₹ 1,500', india, 150000],
	['.5', india, 50],
	['0', india, 0],
	['-0', india, 0],
	['1.500', india, 150],
	['1.234,50', germany, 123450],
	['1234,5', germany, 123450],
	['1.234', germany, 123400],
	['85.50', germany, 8550],
	['1,234.50', germany, 123450],
	['1 234,50 €', germany, 123450],
	["1'234.50", { locale: 'de-CH', currency: 'CHF' }, 123450],
	['١٢٫٥', { locale: 'ar-EG', currency: 'EGP' }, 1250],
	['१२३', { locale: 'hi-IN-u-nu-deva', currency: 'INR' }, 12300],
	['1500', { locale: 'ja-JP', currency: 'JPY' }, 1500],
	['100000000000', india, 1e13]
])('%s is an amount', (text, shop, minor) => {
	expect(parseAmount(text, shop)).toEqual({ ok: true, value: minor });
});

test.each([
	['', india, 'empty'],
	['  ', india, 'empty'],
	['abc', india, 'not_a_number'],
	['1e3', india, 'not_a_number'],
	['1.2.3', india, 'not_a_number'],
	['1,2,3', india, 'not_a_number'],
	['1.234,50,1', germany, 'not_a_number'],
	['-1', india, 'negative'],
	['−0,01', germany, 'negative'],
	['1.555', india, 'too_precise'],
	['1,555', germany, 'too_precise'],
	['1.5', { locale: 'ja-JP', currency: 'JPY' }, 'too_precise'],
	['1000000000000', india, 'too_large']
])('%s is none', (text, shop, error) => {
	expect(parseAmount(text, shop)).toEqual({ ok: false, error });
});

test('what a field shows is read as what it was', () => {
	expect(amountText(123450, germany)).toBe('1234,50');
	for (const shop of [
		india,
		germany,
		{ locale: 'ar-EG', currency: 'EGP' },
		{ locale: 'ja-JP', currency: 'JPY' }
	])
		for (const minor of [0, 5, 123456, 1e13])
			expect(parseAmount(amountText(minor, shop), shop)).toEqual({ ok: true, value: minor });
});

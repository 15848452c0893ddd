import { expect, test } from 'vitest';
import { taxOf } from '../../../src/lib/domain/shop/tax';

test('prices that hold the tax are what is paid; tax on top is added', () => {
	expect(taxOf(118_00, { taxRate: 18, taxIncluded: true })).toEqual({ tax: 18_00, toPay: 118_00 });
	expect(taxOf(100_00, { taxRate: 18, taxIncluded: false })).toEqual({ tax: 18_00, toPay: 118_00 });
	expect(taxOf(9_99, { taxRate: 7.5, taxIncluded: false })).toEqual({ tax: 75, toPay: 10_74 });
	expect(taxOf(9_99, { taxRate: 0, taxIncluded: false })).toEqual({ tax: 0, toPay: 9_99 });
});

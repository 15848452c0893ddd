import fc from 'fast-check';
import { expect, test } from 'vitest';
import { demandSeries } from '../../../src/lib/domain/insights/demand';
import { mannKendall, senSlope, trends } from '../../../src/lib/domain/insights/trend';
import { line } from './line';
import { rainfall } from './rainfall';

test('Mann-Kendall is what pyMannKendall records for 353 months of rain', () => {
	const found = mannKendall(rainfall);
	expect(found.s).toBe(-1959);
	expect(found.variance).toBeCloseTo(4889800.333333333, 6);
	expect(found.z).toBeCloseTo(-0.8854562842589916, 14);
	expect(found.p).toBeCloseTo(0.37591058740506833, 14);
});

test.each([
	[[5, 3, 8, 9, 9, 12, 10, 15, 14, 18], 38, 124, 0.0008915134791795961, 1.4285714285714286],
	[[12, 10, 11, 9, 9, 7, 8, 5, 6, 3, 4, 2], -57, 211.66666666666666, 0.00011854146541485179, -0.875],
	[[3, 1, 4, 1, 5, 9, 2, 6, 5, 3, 5, 8], 25, 207, 0.09529283802345664, 0.3666666666666667],
	[[0, 0, 0, 2, 0, 1, 0, 3, 0, 0, 2, 4, 0, 5], 30, 267.3333333333333, 0.07611868382152552, 0.2]
])('%j as SciPy 1.17.1 has it (norm.sf, theilslopes)', (series, s, variance, p, slope) => {
	const found = mannKendall(series);
	expect(found.s).toBe(s);
	expect(found.variance).toBeCloseTo(variance, 10);
	expect(found.p / p).toBeCloseTo(1, 10);
	expect(senSlope(series)).toBeCloseTo(slope, 14);
});

test('a certain trend has a vanishing chance, no trend a chance of 1', () => {
	const rising = Array.from({ length: 60 }, (_, i) => i);
	// SciPy 1.17.1: 2 * norm.sf(1769 / sqrt(60 * 59 * 125 / 18)).
	expect(mannKendall(rising).p / 1.6003001648355794e-29).toBeCloseTo(1, 9);
	expect(mannKendall([3, 3, 3, 3])).toEqual({ s: 0, variance: 0, z: 0, p: 1 });
	expect(mannKendall([])).toEqual({ s: 0, variance: 0, z: 0, p: 1 });
	expect(senSlope([7])).toBe(0);
});

test('reversed time turns the trend round, and a scale does not change the test', () => {
	fc.assert(
		fc.property(fc.array(fc.integer({ min: 0, max: 9 }), { minLength: 2, maxLength: 20 }), (series) => {
			const there = mannKendall(series);
			const back = mannKendall(series.toReversed());
			expect(back.s + there.s).toBe(0);
			expect(back.p).toBe(there.p);
			expect(mannKendall(series.map((value) => 3 * value + 1))).toEqual(there);
			expect(senSlope(series.map((value) => 3 * value + 1))).toBeCloseTo(3 * senSlope(series), 10);
		})
	);
});

test('labels: what is sure, what is not, and what is too little to say', () => {
	const found = trends(
		[
			[1, 2, 2, 3, 4, 4, 5, 6, 7, 9],
			[9, 8, 8, 6, 5, 5, 3, 2, 1, 0],
			[4, 5, 4, 5, 4, 5, 4, 5, 4, 5],
			[1, 2, 3, 4, 5, 6, 7],
			[0, 0, 0, 0, 0, 0, 0, 1, 2, 3]
		].map((values) => Float64Array.from(values))
	);
	expect(found.map(({ label }) => label)).toEqual([
		'growing',
		'declining',
		'stable',
		'not enough data',
		'not enough data'
	]);
	expect(found[0]!.corrected).toBeGreaterThanOrEqual(found[0]!.p);
	expect(found[3]).toMatchObject({ p: 1, corrected: 1 });
});

const rising = Float64Array.of(3, 2, 4, 3, 5, 4, 4, 6, 5, 6);

test('a find among few is none among many steady products', () => {
	const steady = Array.from({ length: 400 }, () => Float64Array.of(4, 5, 4, 5, 4, 5, 4, 5, 4, 5));
	expect(trends([rising])[0]!.label).toBe('growing');
	expect(trends([rising, ...steady])[0]!.label).toBe('stable');
});

test('many weak trends together are found: it is their share that is controlled', () => {
	const found = trends(Array.from({ length: 30 }, () => rising));
	expect(found[0]!.p).toBeGreaterThan(0.05 / 30);
	expect(found.every(({ label }) => label === 'growing')).toBe(true);
});

test('demand begins after the first sale, unless that was before the range', () => {
	const series = demandSeries(
		[
			line('2024-01-01', { productId: 'old', quantity: 9 }),
			line('2024-12-24', { productId: 'recent', quantity: 1 }),
			line('2025-01-20', { productId: 'recent', quantity: 2 }),
			line('2025-01-29', { productId: 'later', quantity: 1 }),
			line('2025-01-20', { productId: 'old', quantity: 2 }),
			line('2025-01-21', { productId: 'old', quantity: -1 }),
			line('2025-01-08', { productId: 'new', quantity: 5 }),
			line('2025-01-14', { productId: 'new', quantity: 1 }),
			line('2025-01-15', { productId: 'new', quantity: 3 }),
			line('2025-01-29', { productId: 'new', quantity: 100 }),
			line('2025-01-28', { productId: 'newest', quantity: 1 })
		],
		{ last: '2025-01-28', periods: 4, periodDays: 7 }
	);
	expect(Object.fromEntries([...series].map(([id, values]) => [id, [...values]]))).toEqual({
		recent: [0, 0, 2, 0],
		old: [0, 0, 1, 0],
		new: [3, 0],
		newest: []
	});
});

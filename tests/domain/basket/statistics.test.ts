import fc from 'fast-check';
import { expect, test } from 'vitest';
import { adjust } from '../../../src/lib/domain/basket/adjust';
import { fisherExact } from '../../../src/lib/domain/basket/fisher';
import { measures } from '../../../src/lib/domain/basket/measures';

const rule = (count: number, antecedent: number, consequent: number, transactions: number) => ({
	count,
	antecedent,
	consequent,
	transactions
});

test('measures are those that arules records for rules on the Adult data', () => {
	// mhahsler/arules, tests/testthat/test-interestMeasures.R, 48,842 transactions, figures rounded to 3 places there:
	// {race=White} => {native-country=United-States}, {native-country=United-States} => {capital-loss=None},
	// {capital-gain=None} => {capital-loss=None}.
	const recorded = [
		{
			of: rule(38_493, 41_762, 43_832, 48_842),
			is: { support: 0.788, confidence: 0.922, lift: 1.027, leverage: 0.021, conviction: 1.31 },
			and: { kulczynski: 0.9, imbalance: 0.044 },
			p: 0
		},
		{
			of: rule(41_752, 43_832, 46_560, 48_842),
			is: { support: 0.855, confidence: 0.953, lift: 0.999, leverage: -0.001, conviction: 0.985 },
			and: { kulczynski: 0.925, imbalance: 0.056 },
			p: 0.99
		},
		{
			of: rule(42_525, 44_807, 46_560, 48_842),
			is: { support: 0.871, confidence: 0.949, lift: 0.996, leverage: -0.004, conviction: 0.917 },
			and: { kulczynski: 0.931, imbalance: 0.036 },
			p: 1
		}
	];
	for (const { of, is, and, p } of recorded) {
		const found = measures(of);
		for (const [name, value] of Object.entries({ ...is, ...and }))
			expect(found[name as keyof typeof found], name).toBeCloseTo(value, 2.99);
		expect(fisherExact(of)).toBeCloseTo(p, 2.99);
	}
});

test("measures are those of mlxtend's published example", () => {
	// Five baskets; Onion in 3, Eggs in 4, both in 3. mlxtend user guide, association_rules.
	expect(measures(rule(3, 3, 4, 5))).toMatchObject({
		confidence: 1,
		lift: 1.25,
		conviction: Infinity,
		zhang: 0.5
	});
	expect(measures(rule(3, 4, 3, 5))).toMatchObject({
		confidence: 0.75,
		lift: 1.25,
		conviction: 1.6,
		zhang: 1
	});
	expect(measures(rule(3, 4, 3, 5)).leverage).toBeCloseTo(0.12, 12);
});

test('independent sets have the neutral value of every measure, exactly', () => {
	expect(measures(rule(6, 20, 30, 100))).toMatchObject({ lift: 1, leverage: 0, conviction: 1, zhang: 0 });
	expect(measures(rule(100, 100, 100, 100))).toMatchObject({ lift: 1, leverage: 0, zhang: 0, imbalance: 0 });
});

test("Zhang's measure runs from -1, never together, to 1, always together", () => {
	expect(measures(rule(0, 20, 30, 100)).zhang).toBe(-1);
	expect(measures(rule(20, 20, 20, 100)).zhang).toBe(1);
});

test("Fisher's lady tasting tea", () => {
	// Fisher 1935, The Design of Experiments, chapter 2: 1 in 70, and 17 in 70 with one pair wrong.
	expect(fisherExact(rule(4, 4, 4, 8))).toBeCloseTo(1 / 70, 14);
	expect(fisherExact(rule(3, 4, 4, 8))).toBeCloseTo(17 / 70, 14);
});

test.each([
	[rule(7, 10, 40, 211), 0.000423294704217897],
	[rule(41_752, 43_832, 46_560, 48_842), 0.9903919632765781],
	[rule(74, 75, 2513, 9835), 3.541837112008109e-43],
	[rule(300, 1000, 1903, 9835), 7.763347715999168e-18],
	[rule(150, 1000, 1903, 9835), 0.9999319505384161],
	[rule(20, 300, 400, 19_773), 3.4782931102267554e-6],
	[rule(12, 3000, 4000, 1_000_000), 0.5388034272346018],
	[rule(1, 5, 5, 1_000_000), 2.4999800001579544e-5]
])('Fisher on large tables, as SciPy 1.17.1 has it (hypergeom.sf): %o', (of, p) => {
	expect(fisherExact(of) / p).toBeCloseTo(1, 8);
});

test('Fisher on every small table, against sums of whole numbers', () => {
	const table = fc
		.integer({ min: 1, max: 60 })
		.chain((n) => fc.tuple(fc.constant(n), fc.integer({ min: 1, max: n }), fc.integer({ min: 1, max: n })))
		.chain(([n, a, b]) =>
			fc.tuple(
				fc.constant(n),
				fc.constant(a),
				fc.constant(b),
				fc.integer({ min: Math.max(0, a + b - n), max: Math.min(a, b) })
			)
		);
	fc.assert(
		fc.property(table, ([n, a, b, count]) => {
			let sum = 0n;
			for (let k = count; k <= Math.min(a, b); k++) sum += choose(b, k) * choose(n - b, a - k);
			expect(fisherExact(rule(count, a, b, n))).toBeCloseTo(
				Number((sum * 10n ** 17n) / choose(n, a)) / 1e17,
				11
			);
		})
	);
});

function choose(n: number, k: number): bigint {
	if (k < 0 || k > n) return 0n;
	let result = 1n;
	for (let i = 1; i <= k; i++) result = (result * BigInt(n - i + 1)) / BigInt(i);
	return result;
}

test('corrections on the example of Benjamini and Hochberg 1995', () => {
	const p = [
		0.0298, 0.0001, 0.0095, 0.0004, 0.0019, 0.0201, 0.0278, 0.0344, 0.0459, 0.324, 0.4262, 0.5719, 0.6528,
		0.759, 1
	];
	const rejected = (correction: 'holm' | 'benjamini-hochberg') =>
		p.filter((_, i) => adjust(p, correction)[i]! <= 0.05).sort((a, b) => a - b);
	expect(rejected('benjamini-hochberg')).toEqual([0.0001, 0.0004, 0.0019, 0.0095]);
	expect(rejected('holm')).toEqual([0.0001, 0.0004, 0.0019]);
	// SciPy 1.17.1, false_discovery_control.
	expect(adjust(p, 'benjamini-hochberg')[0]).toBeCloseTo(0.06385714285714286, 14);
	expect(adjust(p, 'benjamini-hochberg')[6]).toBeCloseTo(0.06385714285714286, 14);
	expect(adjust(p, 'benjamini-hochberg')[2]).toBeCloseTo(0.035625, 14);
	// (15 - 3) x 0.0095.
	expect(adjust(p, 'holm')[2]).toBeCloseTo(0.114, 14);
});

test('a correction for more tests than values asks more of each', () => {
	expect([...adjust([0.001, 0.002], 'holm', 10)]).toEqual([0.01, expect.closeTo(0.018)]);
	expect([...adjust([0.001, 0.002], 'benjamini-hochberg', 10)]).toEqual([0.01, 0.01]);
	expect(adjust([], 'holm')).toHaveLength(0);
});

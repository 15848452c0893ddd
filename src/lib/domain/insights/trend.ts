import { adjust } from '../basket/adjust';

export interface MannKendall {
	/** Pairs that rise less pairs that fall. */
	s: number;
	/** Of s when there is no trend, with the correction for ties. */
	variance: number;
	/** s in standard deviations, with the correction for continuity. */
	z: number;
	/** Two-sided, from the normal approximation: good from about 8 values. */
	p: number;
}

/** The Mann-Kendall test for a trend in either direction: Mann 1945, Kendall 1975; ties as in Gilbert 1987, 16.4. */
export function mannKendall(series: ArrayLike<number>): MannKendall {
	const n = series.length;
	let s = 0;
	for (let i = 0; i < n; i++) for (let j = i + 1; j < n; j++) s += Math.sign(series[j]! - series[i]!);
	const ties = new Map<number, number>();
	for (let i = 0; i < n; i++) ties.set(series[i]!, (ties.get(series[i]!) ?? 0) + 1);
	const spread = (size: number) => size * (size - 1) * (2 * size + 5);
	let variance = n > 0 ? spread(n) : 0;
	for (const size of ties.values()) variance -= spread(size);
	variance /= 18;
	const z = variance > 0 ? (s - Math.sign(s)) / Math.sqrt(variance) : 0;
	return { s, variance, z, p: 2 * normalTail(Math.abs(z)) };
}

/** The median slope of all pairs, a period: Sen 1968. 0 for fewer than two values. */
export function senSlope(series: ArrayLike<number>): number {
	const n = series.length;
	if (n < 2) return 0;
	const slopes = new Float64Array((n * (n - 1)) / 2);
	let size = 0;
	for (let i = 0; i < n; i++)
		for (let j = i + 1; j < n; j++) slopes[size++] = (series[j]! - series[i]!) / (j - i);
	slopes.sort();
	return (slopes[(size - 1) >> 1]! + slopes[size >> 1]!) / 2;
}

export const TREND_LABELS = ['growing', 'declining', 'stable', 'not enough data'] as const;
export type TrendLabel = (typeof TREND_LABELS)[number];

export interface Trend {
	label: TrendLabel;
	/** Of the test alone, and corrected for all series that were tested; both 1 without enough data. */
	p: number;
	corrected: number;
}

export interface TrendOptions {
	/** The share of false finds allowed among all that grow or decline. */
	readonly falseDiscovery?: number;
	/** Periods a series must have, and periods with sales. */
	readonly minPeriods?: number;
	readonly minSold?: number;
}

/**
 * The trend of each series, oldest period first. Labels bear correction for all of them at once (Benjamini, Hochberg
 * 1995): among a thousand steady products fifty would seem to move at 5 %.
 */
export function trends(series: readonly Float64Array[], options: TrendOptions = {}): Trend[] {
	const { falseDiscovery = 0.05, minPeriods = 8, minSold = 4 } = options;
	const tests = series.map((values) => {
		const sold = values.reduce((periods, value) => (value > 0 ? periods + 1 : periods), 0);
		return values.length >= minPeriods && sold >= minSold ? mannKendall(values) : null;
	});
	const tested = tests.filter((test) => test !== null);
	const corrected = adjust(
		tested.map(({ p }) => p),
		'benjamini-hochberg'
	);
	const correctedOf = new Map(tested.map((test, i) => [test, corrected[i]!]));
	return tests.map((test): Trend => {
		if (!test) return { label: 'not enough data', p: 1, corrected: 1 };
		const found = correctedOf.get(test)!;
		const label = found > falseDiscovery ? 'stable' : test.s > 0 ? 'growing' : 'declining';
		return { label, p: test.p, corrected: found };
	});
}

/** The chance of a standard normal above z, z from 0: Abramowitz, Stegun 1964, 26.2.11 and, far out, 26.2.14. */
function normalTail(z: number): number {
	const density = Math.exp((-z * z) / 2) / Math.sqrt(2 * Math.PI);
	if (z > 5) {
		let fraction = z;
		for (let k = 40; k > 0; k--) fraction = z + k / fraction;
		return density / fraction;
	}
	let sum = z;
	for (let k = 3, term = z; sum + (term *= (z * z) / k) !== sum; k += 2) sum += term;
	return 0.5 - density * sum;
}

import { SEASON, type Period } from './calendar';

export type Trend = 'growing' | 'declining' | 'stable';

/** Buckets that are compared, and the fewest that say anything. */
const MOST = 12;
const LEAST = 6;

/**
 * Mann 1945's test on the last twelve weeks (of days) or periods: `growing` or `declining` where chance would show
 * such a row in fewer than 1 of 20 cases, ties counted as Kendall does.
 */
export function trendOf(history: Float64Array, period: Period): Trend {
	const width = period === 'day' ? SEASON.day : 1;
	const buckets = lastBuckets(history, width);
	const count = buckets.length;
	if (count < LEAST) return 'stable';
	let s = 0;
	for (let later = 1; later < count; later++)
		for (let earlier = 0; earlier < later; earlier++) s += Math.sign(buckets[later]! - buckets[earlier]!);
	const spread = (n: number) => n * (n - 1) * (2 * n + 5);
	const ties = new Map<number, number>();
	for (const units of buckets) ties.set(units, (ties.get(units) ?? 0) + 1);
	const variance = [...ties.values()].reduce((sum, tied) => sum - spread(tied), spread(count)) / 18;
	if (variance <= 0 || (Math.abs(s) - 1) / Math.sqrt(variance) < 1.96) return 'stable';
	return s > 0 ? 'growing' : 'declining';
}

/** Sums of `width` known values each, counted back from the end and oldest first: whole ones, and as many as are compared. */
function lastBuckets(history: Float64Array, width: number): number[] {
	const buckets: number[] = [];
	let sum = 0;
	let filled = 0;
	for (let t = history.length - 1; t >= 0 && buckets.length < MOST; t--) {
		if (Number.isNaN(history[t]!)) continue;
		sum += history[t]!;
		if (++filled < width) continue;
		buckets.push(sum);
		sum = filled = 0;
	}
	return buckets.reverse();
}

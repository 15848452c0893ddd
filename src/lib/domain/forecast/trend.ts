import { SEASON, type Period } from './calendar';
import { known } from './panel';

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
	const values = known(history);
	const count = Math.min(MOST, Math.floor(values.length / width));
	if (count < LEAST) return 'stable';
	const buckets = Array.from({ length: count }, (_, b) => {
		const from = values.length - (count - b) * width;
		return values.subarray(from, from + width).reduce((sum, units) => sum + units, 0);
	});
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

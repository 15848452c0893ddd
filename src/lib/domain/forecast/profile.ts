import { SEASON } from './calendar';
import { historyBefore, phaseOf, type Panel } from './panel';

/** Seasons that the profile looks back. */
const SEASONS = 12;
/** Units above this quantile of an item's periods are cut: one bulk order is no weekday. */
const CUT = 0.98;
/** A phase that sells less than this share of a mean one is taken for closed. */
export const CLOSED = 0.15;
/** Sales a phase at which the profile is half believed. */
const BELIEF = 10;

/**
 * How much each phase of the season (each weekday, each month of the year) sells, as a multiple of a mean one:
 * all items together, each season measured against a line through the means of the seasons, so that growth is not taken
 * for season.
 * Null where fewer than two whole seasons are known.
 */
export function seasonProfile(panel: Panel, origin: number): Float64Array | null {
	const season = SEASON[panel.period];
	const longest = panel.values.reduce(
		(most, _, i) => Math.max(most, historyBefore(panel, i, origin).length),
		0
	);
	const seasons = Math.min(SEASONS, Math.floor(longest / season));
	if (seasons < 2) return null;
	const span = seasons * season;
	const pooled = new Float64Array(span);
	let sales = 0;
	panel.values.forEach((_, item) => {
		const history = historyBefore(panel, item, origin);
		const recent = history.subarray(Math.max(0, history.length - span));
		// An item that sells less often than that counts a unit a sale.
		const most = nthLargest(history, Math.ceil((1 - CUT) * (history.length - 1))) || 1;
		const shift = span - recent.length;
		for (let t = 0; t < recent.length; t++) {
			if (!(recent[t]! > 0)) continue;
			pooled[shift + t]! += Math.min(recent[t]!, most);
			sales++;
		}
	});
	const shares = new Float64Array(season);
	const means = Float64Array.from({ length: seasons }, (_, s) =>
		pooled.subarray(s * season, (s + 1) * season).reduce((sum, units) => sum + units / season, 0)
	);
	const counted = means.filter((mean) => mean > 0).length;
	for (let t = 0; t < span; t++) {
		const mean = means[Math.floor(t / season)]!;
		if (mean > 0)
			shares[phaseOf(panel, origin - span + t)]! +=
				pooled[t]! / Math.max(mean / 2, levelAt(means, (t + 0.5) / season - 0.5));
	}
	if (counted < 2) return null;
	const belief = sales / season / (sales / season + BELIEF);
	const whole = shares.reduce((sum, share) => sum + share / season, 0);
	return shares.map((sum) => 1 + belief * (sum / whole - 1));
}

/** The means of the seasons drawn through their middles, on past the first and the last: what grows is no season. */
function levelAt(means: Float64Array, place: number): number {
	const from = Math.min(Math.max(0, Math.floor(place)), means.length - 2);
	return means[from]! + (place - from) * (means[from + 1]! - means[from]!);
}

/** The history as if every phase were a mean one, in `room`; closed phases and unknown periods are left out. */
export function withoutSeason(
	panel: Panel,
	history: Float64Array,
	origin: number,
	profile: Float64Array,
	room: Float64Array
): Float64Array {
	const season = profile.length;
	let phase = phaseOf(panel, origin - history.length);
	let count = 0;
	for (let t = 0; t < history.length; t++) {
		const share = profile[phase]!;
		if (++phase === season) phase = 0;
		const units = history[t]!;
		if (units === 0) {
			if (share >= CLOSED) room[count++] = 0;
		} else if (share >= CLOSED && units === units) room[count++] = units / share;
	}
	return room.subarray(0, count);
}

/** One period in this many is taken for a bulk order. */
const BULK = 100;

/** Cuts the bulk orders of a history, the largest of every 100 periods, to the next largest value, in place. */
export function cutBulk(history: Float64Array): Float64Array {
	const bulks = Math.floor(history.length / BULK);
	if (bulks === 0) return history;
	const most = nthLargest(history, bulks);
	for (let t = 0; t < history.length; t++) if (history[t]! > most) history[t] = most;
	return history;
}

let largest = new Float64Array(64);

/** The value that `n` values are at least as large as, by keeping the n + 1 largest in order; unknown ones are left out. */
function nthLargest(values: Float64Array, n: number): number {
	if (largest.length <= n) largest = new Float64Array(2 * n);
	const top = largest.fill(-Infinity, 0, n + 1);
	let least = -Infinity;
	for (let t = 0; t < values.length; t++) {
		const value = values[t]!;
		if (!(value > least)) continue;
		let at = n;
		for (; at > 0 && top[at - 1]! < value; at--) top[at] = top[at - 1]!;
		top[at] = value;
		least = top[n]!;
	}
	return least;
}

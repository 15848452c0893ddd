/**
 * Methods for demand with many empty periods. Each gives the mean demand of a period, from the history
 * oldest first. A history without any demand gives 0.
 */
import { BOUNDED_GRID, runningSums, smoothedBuckets } from './smoothing';

const ALPHA = 0.1;

/** Croston 1972: size of a demand over the interval between demands, each smoothed when there is one. */
export function croston(history: Float64Array, alpha = ALPHA): number {
	let size = 0;
	let interval = 0;
	let since = 0;
	for (let t = 0; t < history.length; t++) {
		since++;
		const units = history[t]!;
		if (units <= 0) continue;
		if (interval === 0) {
			size = units;
			interval = since;
		} else {
			size += alpha * (units - size);
			interval += alpha * (since - interval);
		}
		since = 0;
	}
	return interval === 0 ? 0 : size / interval;
}

/** Syntetos & Boylan 2005: Croston without its upward bias. */
export function syntetosBoylan(history: Float64Array, alpha = ALPHA): number {
	return (1 - alpha / 2) * croston(history, alpha);
}

/** Teunter, Syntetos & Babai 2011: the chance of a demand is smoothed every period, so a dying part fades. */
export function teunterSyntetosBabai(history: Float64Array, alpha = ALPHA, beta = ALPHA): number {
	const first = history.findIndex((units) => units > 0);
	if (first < 0) return 0;
	let size = history[first]!;
	let chance = 1 / (first + 1);
	for (let t = first + 1; t < history.length; t++) {
		const units = history[t]!;
		if (units > 0) {
			size += alpha * (units - size);
			chance += beta * (1 - chance);
		} else chance -= beta * chance;
	}
	return chance * size;
}

/** Periods from one demand to the next on average, rounded; the first counts from the start. 0 without demand. */
export function meanInterval(history: Float64Array): number {
	let last = history.length - 1;
	while (last >= 0 && !(history[last]! > 0)) last--;
	let demands = 0;
	// Without a branch: a wrong guess in ten costs more than the sum.
	for (let t = 0; t <= last; t++) demands += Number(history[t]! > 0);
	return demands === 0 ? 0 : Math.round((last + 1) / demands);
}

/** Nikolopoulos et al. 2011 (ADIDA): smooth buckets of the mean interval, divide back. */
export function adida(history: Float64Array): number {
	const width = meanInterval(history);
	return width === 0 ? 0 : smoothedBuckets(runningSums(history), width, BOUNDED_GRID) / width;
}

/** Petropoulos & Kourentzes 2015 (IMAPA): the mean of ADIDA over every bucket width up to the mean interval. */
export function imapa(history: Float64Array): number {
	const widest = meanInterval(history);
	if (widest === 0) return 0;
	const sums = runningSums(history);
	let sum = 0;
	for (let width = 1; width <= widest; width++) sum += smoothedBuckets(sums, width, BOUNDED_GRID) / width;
	return sum / widest;
}

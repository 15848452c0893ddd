/**
 * Methods that reduce a history to one level: the forecast of every coming period.
 * All take the history oldest first, with at least one value, and look at nothing else.
 */

/** The last value. */
export function naive(history: Float64Array): number {
	return history[history.length - 1]!;
}

/** The mean of the last `count` periods, or of all if there are fewer. */
export function movingAverage(history: Float64Array, count: number): number {
	const from = Math.max(0, history.length - count);
	let sum = 0;
	for (let t = from; t < history.length; t++) sum += history[t]!;
	return sum / (history.length - from);
}

export function mean(history: Float64Array): number {
	return movingAverage(history, history.length);
}

/**
 * Exponential smoothing with a fixed weight, from the first value (Brown 1956): l = a·y + (1 - a)·l. Worked out by how
 * far each value is off the level, which follows from the last alone: (1 - a) times as far, and what demand rose.
 */
export function exponentialSmoothing(history: Float64Array, alpha: number): number {
	return smoothedFrom(history, 1, history[0]!, alpha);
}

/** The same, but as the plain mean until the history is 1/alpha long, so that the first value does not linger. */
export function warmedSmoothing(history: Float64Array, alpha: number): number {
	let level = history[0]!;
	let t = 1;
	for (; t < history.length && alpha * (t + 1) < 1; t++) level += (history[t]! - level) / (t + 1);
	return smoothedFrom(history, t, level, alpha);
}

function smoothedFrom(history: Float64Array, start: number, level: number, alpha: number): number {
	if (start >= history.length) return level;
	const keep = 1 - alpha;
	let last = history[start]!;
	let off = last - level;
	for (let t = start + 1; t < history.length; t++) {
		const units = history[t]!;
		off = keep * off + (units - last);
		last = units;
	}
	return last - keep * off;
}

/** The weights that an optimised smoothing chooses from: finer where demand is slow. */
export const SMOOTHING_GRID = Float64Array.of(0.01, 0.03, 0.06, 0.1, 0.18, 0.3, 0.5, 0.8);

/** The weights that Petropoulos & Kourentzes' IMAPA is bounded to here: demand for parts is too thin for more. */
export const BOUNDED_GRID = Float64Array.of(0.1, 0.16, 0.23, 0.3);

/** Exponential smoothing with the weight of `grid` that has the least squared one-step error. */
export function optimisedSmoothing(history: Float64Array, grid: Float64Array = SMOOTHING_GRID): number {
	return smoothedBuckets(runningSums(history), 1, grid);
}

let scratch = new Float64Array(1024);

/** Units before each period, from which the sum of any stretch follows; good until the next call. */
export function runningSums(history: Float64Array): Float64Array {
	if (scratch.length <= history.length) scratch = new Float64Array(2 * history.length);
	let sum = 0;
	for (let t = 0; t < history.length;) {
		sum += history[t]!;
		scratch[++t] = sum;
	}
	return scratch.subarray(0, history.length + 1);
}

/**
 * The same on sums of `width` periods each, counted back from the end; what does not fill a bucket at the start is
 * left out. Four weights go in one pass: each waits for its own last value, so four take no longer than one.
 */
export function smoothedBuckets(sums: Float64Array, width: number, grid: Float64Array): number {
	const length = sums.length - 1;
	const start = (length % width) + width;
	const first = sums[start]! - sums[start - width]!;
	let bestLevel = first;
	let bestError = Infinity;
	const end = grid.length - 1;
	for (let g = 0; g <= end; g += 4) {
		const keepA = 1 - grid[g]!;
		const keepB = 1 - grid[Math.min(g + 1, end)]!;
		const keepC = 1 - grid[Math.min(g + 2, end)]!;
		const keepD = 1 - grid[Math.min(g + 3, end)]!;
		// How far each value is off the level before it: the last one's tells, as in `exponentialSmoothing`.
		let offA = 0;
		let offB = 0;
		let offC = 0;
		let offD = 0;
		let errorA = 0;
		let errorB = 0;
		let errorC = 0;
		let errorD = 0;
		let last = first;
		let before = sums[start]!;
		for (let t = start + width; t <= length; t += width) {
			const upto = sums[t]!;
			const units = upto - before;
			const rise = units - last;
			before = upto;
			last = units;
			offA = keepA * offA + rise;
			offB = keepB * offB + rise;
			offC = keepC * offC + rise;
			offD = keepD * offD + rise;
			errorA += offA * offA;
			errorB += offB * offB;
			errorC += offC * offC;
			errorD += offD * offD;
		}
		if (errorA < bestError) [bestError, bestLevel] = [errorA, last - keepA * offA];
		if (errorB < bestError) [bestError, bestLevel] = [errorB, last - keepB * offB];
		if (errorC < bestError) [bestError, bestLevel] = [errorC, last - keepC * offC];
		if (errorD < bestError) [bestError, bestLevel] = [errorD, last - keepD * offD];
	}
	return bestLevel;
}

const DAMPING = 0.9;
/** The weights of level and trend that it chooses from. */
const TREND_GRID = [
	[0.1, 0.05],
	[0.1, 0.2],
	[0.4, 0.05],
	[0.4, 0.2]
] as const;

/** What the damped trend adds to the level by step `step` (from 1): phi + phi² + … + phi^step. */
export function trendReach(step: number): number {
	let reach = 0;
	let power = DAMPING;
	// The sum has reached its limit, 9, to the last bit long before step 500.
	for (let k = 0; k < Math.min(step, 500); k++) {
		reach += power;
		power *= DAMPING;
	}
	return reach;
}

/**
 * Holt's trend, damped by 0.9 (Gardner & McKenzie 1985), its two weights by least squared one-step error:
 * the forecast for step h is l + (phi + … + phi^h)·b.
 */
export function dampedTrend(history: Float64Array): { level: number; trend: number } {
	const [[alphaA, betaA], [alphaB, betaB], [alphaC, betaC], [alphaD, betaD]] = TREND_GRID;
	const first = history[0]!;
	let levelA = first;
	let levelB = first;
	let levelC = first;
	let levelD = first;
	let trendA = 0;
	let trendB = 0;
	let trendC = 0;
	let trendD = 0;
	let errorA = 0;
	let errorB = 0;
	let errorC = 0;
	let errorD = 0;
	for (let t = 1; t < history.length; t++) {
		const units = history[t]!;
		levelA += DAMPING * trendA;
		levelB += DAMPING * trendB;
		levelC += DAMPING * trendC;
		levelD += DAMPING * trendD;
		const offA = units - levelA;
		const offB = units - levelB;
		const offC = units - levelC;
		const offD = units - levelD;
		errorA += offA * offA;
		errorB += offB * offB;
		errorC += offC * offC;
		errorD += offD * offD;
		levelA += alphaA * offA;
		levelB += alphaB * offB;
		levelC += alphaC * offC;
		levelD += alphaD * offD;
		trendA = DAMPING * trendA + alphaA * betaA * offA;
		trendB = DAMPING * trendB + alphaB * betaB * offB;
		trendC = DAMPING * trendC + alphaC * betaC * offC;
		trendD = DAMPING * trendD + alphaD * betaD * offD;
	}
	const least = Math.min(errorA, errorB, errorC, errorD);
	if (errorA === least) return { level: levelA, trend: trendA };
	if (errorB === least) return { level: levelB, trend: trendB };
	if (errorC === least) return { level: levelC, trend: trendC };
	return { level: levelD, trend: trendD };
}

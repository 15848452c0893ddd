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

/** Exponential smoothing with a fixed weight, from the first value (Brown 1956): l = a·y + (1 - a)·l. */
export function exponentialSmoothing(history: Float64Array, alpha: number): number {
	let level = history[0]!;
	for (let t = 1; t < history.length; t++) level += alpha * (history[t]! - level);
	return level;
}

/** The same, but as the plain mean until the history is 1/alpha long, so that the first value does not linger. */
export function warmedSmoothing(history: Float64Array, alpha: number): number {
	let level = history[0]!;
	for (let t = 1; t < history.length; t++) level += Math.max(alpha, 1 / (t + 1)) * (history[t]! - level);
	return level;
}

/** The weights that an optimised smoothing chooses from: finer where demand is slow. */
export const SMOOTHING_GRID = Float64Array.of(
	0.01,
	0.03,
	0.05,
	0.08,
	0.12,
	0.17,
	0.23,
	0.3,
	0.4,
	0.55,
	0.75,
	0.95
);

/** The weights that Petropoulos & Kourentzes' IMAPA is bounded to here: demand for parts is too thin for more. */
export const BOUNDED_GRID = Float64Array.of(0.1, 0.15, 0.2, 0.25, 0.3);

/** Exponential smoothing with the weight of `grid` that has the least squared one-step error. */
export function optimisedSmoothing(history: Float64Array, grid: Float64Array = SMOOTHING_GRID): number {
	let bestLevel = history[0]!;
	let bestError = Infinity;
	for (let g = 0; g < grid.length; g++) {
		const alpha = grid[g]!;
		let level = history[0]!;
		let squares = 0;
		for (let t = 1; t < history.length; t++) {
			const error = history[t]! - level;
			squares += error * error;
			level += alpha * error;
		}
		if (squares < bestError) {
			bestError = squares;
			bestLevel = level;
		}
	}
	return bestLevel;
}

const DAMPING = 0.9;
const LEVEL_WEIGHTS = [0.1, 0.3, 0.6];
const TREND_WEIGHTS = [0.05, 0.15, 0.3];

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
	let best = { error: Infinity, level: history[0]!, trend: 0 };
	for (const alpha of LEVEL_WEIGHTS)
		for (const beta of TREND_WEIGHTS) {
			let level = history[0]!;
			let trend = 0;
			let squares = 0;
			for (let t = 1; t < history.length; t++) {
				const expected = level + DAMPING * trend;
				const error = history[t]! - expected;
				squares += error * error;
				level = expected + alpha * error;
				trend = DAMPING * trend + alpha * beta * error;
			}
			if (squares < best.error) best = { error: squares, level, trend };
		}
	return { level: best.level, trend: best.trend };
}

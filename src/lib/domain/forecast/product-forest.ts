import { RandomForestRegression } from 'ml-random-forest';
import { EMA_WEIGHT } from './methods';
import { exponentialSmoothing, movingAverage } from './smoothing';
import { seededRandom } from './random';

/** Fewest periods from which a product gets a forest of its own, besides four horizons. */
const ENOUGH = 60;
/** Rows that it learns from, of the most recent periods: its time grows with their square. */
const ROWS = 240;
const OPTIONS = {
	nEstimators: 20,
	maxFeatures: 0.6,
	replacement: false,
	useSampleBagging: true,
	noOOB: true,
	treeOptions: { maxDepth: 6, minNumSamples: 8 }
};

/** Whether a history of so many periods gets a forest of its own. */
export const enoughForForest = (periods: number, season: number, horizon: number): boolean =>
	periods >= Math.max(ENOUGH, 4 * horizon, 2 * season);

/** What was known before period `t`, and what is known of the period `ahead` of it: lags, level, calendar. */
function features(history: Float64Array, t: number, ahead: number, season: number): number[] {
	const before = history.subarray(0, t);
	const sameSeason = t + ahead - season * Math.ceil((ahead + 1) / season);
	return [
		history[t - 1]!,
		history[t - 2]!,
		history[Math.max(0, sameSeason)]!,
		movingAverage(before, season),
		movingAverage(before, 4 * season),
		exponentialSmoothing(before.subarray(Math.max(0, t - 40)), EMA_WEIGHT),
		(t + ahead) % season,
		ahead
	];
}

/**
 * What a random forest of one product forecasts for each step (Breiman 2001, by ml-random-forest): every step straight
 * from the past, never from its own output. Null where the history is too short. The forest itself is not kept: trained
 * again from the same history and seed it says the same, and as text it would be a megabyte.
 */
export function forestPath(
	history: Float64Array,
	season: number,
	horizon: number,
	seed: number
): Float64Array | null {
	if (!enoughForForest(history.length, season, horizon)) return null;
	const random = seededRandom(seed);
	const rows: number[][] = [];
	const targets: number[] = [];
	for (let t = Math.max(season, history.length - ROWS); t < history.length; t++) {
		const ahead = Math.floor(random() * Math.min(horizon, history.length - t));
		rows.push(features(history, t, ahead, season));
		targets.push(history[t + ahead]!);
	}
	const forest = new RandomForestRegression({ ...OPTIONS, seed });
	forest.train(rows, targets);
	const coming = Array.from({ length: horizon }, (_, ahead) =>
		features(history, history.length, ahead, season)
	);
	return Float64Array.from(forest.predict(coming));
}

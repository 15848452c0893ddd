import type { Random } from './random';
import { FEATURE_COUNT, FeatureSource } from './features';
import { predictForest, trainForest, type ForestOptions, type Tree } from './trees';

export const GLOBAL_FOREST: ForestOptions = {
	trees: 40,
	leaf: 40,
	depth: 12,
	featureShare: 0.33,
	rowShare: 0.5
};

/** Most rows that one forest learns from: more cost time and gain nothing that could be measured. */
const MAX_ROWS = 100_000;
/** Periods that an item must have behind it to be learnt from. */
const WARM_UP = 12;
/** Periods whose mean is an item's own scale. */
const SCALE_PERIODS = 24;

/**
 * One forest over all items (Montero-Manso & Hyndman 2021 on global models): from an item's recent past in units
 * of its own mean, the mean of its next `horizon` periods. Learnt from all moments that have both, weighted by
 * the item's mean, on a seeded sample where there are too many.
 */
export function* trainGlobalForest(
	histories: Float64Array[],
	horizon: number,
	options: ForestOptions,
	random: Random
): Generator<number, Tree[]> {
	const moments = histories.reduce(
		(sum, history) => sum + Math.max(0, history.length - horizon - WARM_UP + 1),
		0
	);
	const most = Math.min(MAX_ROWS, moments);
	const features = new Float32Array(most * FEATURE_COUNT);
	const targets = new Float64Array(most);
	const weights = new Float64Array(most);
	let count = 0;
	let left = moments;
	const source = new FeatureSource();
	for (const history of histories) {
		if (history.length < WARM_UP + horizon) continue;
		source.load(history);
		for (let t = WARM_UP; t + horizon <= history.length; t++) {
			// Chosen so that every moment is equally likely to be among the `most` (Knuth's algorithm S).
			if (left-- * random() >= most - count) continue;
			const scale = source.scale(t, SCALE_PERIODS);
			if (scale === 0) continue;
			source.write(t, scale, features, count * FEATURE_COUNT);
			targets[count] = source.mean(t + horizon, horizon) / scale;
			weights[count] = scale;
			count++;
		}
	}
	const rows = {
		width: FEATURE_COUNT,
		features: features.subarray(0, count * FEATURE_COUNT),
		targets: targets.subarray(0, count),
		weights: weights.subarray(0, count)
	};
	return yield* trainForest(rows, options, random);
}

const oneAtATime = new FeatureSource();

/** The mean units of each coming period; 0 for an item that has never sold. */
export function globalLevel(forest: Tree[], history: Float64Array, row: Float32Array): number {
	if (history.length === 0) return 0;
	const source = oneAtATime.load(history);
	const scale = source.scale(history.length, SCALE_PERIODS);
	if (scale === 0) return 0;
	source.write(history.length, scale, row, 0);
	return scale * predictForest(forest, row);
}

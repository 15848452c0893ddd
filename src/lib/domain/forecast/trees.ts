/**
 * Regression trees on binned features (as LightGBM's histograms, Ke et al. 2017) in a random forest
 * (Breiman 2001), on typed arrays. Nothing but sums and comparisons, so every engine gives the same trees.
 */
import type { Random } from './random';

/** Rows to learn from: `features` holds row after row, `width` numbers each. */
export interface Rows {
	width: number;
	features: Float32Array;
	targets: Float64Array;
	weights: Float64Array;
}

export interface ForestOptions {
	trees: number;
	/** Fewest rows in a leaf. */
	leaf: number;
	depth: number;
	/** Share of the features that each split may choose from. */
	featureShare: number;
	/** Rows drawn for each tree, with replacement, as a share of all. */
	rowShare: number;
}

/** A node with `feature` -1 is a leaf; else a row whose feature is at most `threshold` goes to `left`, else to `left + 1`. */
export interface Tree {
	feature: Int16Array;
	threshold: Float32Array;
	left: Int32Array;
	value: Float64Array;
}

const MAX_BINS = 64;

interface Bins {
	/** Bin of each feature, row after row. */
	codes: Uint8Array;
	/** Upper edge of each bin but the last, per feature. */
	edges: Float32Array[];
}

/** Cuts each feature at quantiles of at most 20,000 evenly spaced rows. */
function bin({ width, features, targets }: Rows): Bins {
	const count = targets.length;
	const codes = new Uint8Array(width * count);
	const step = Math.max(1, Math.floor(count / 20000));
	const edges: Float32Array[] = [];
	for (let f = 0; f < width; f++) {
		const sample = new Float32Array(Math.ceil(count / step));
		for (let k = 0; k < sample.length; k++) sample[k] = features[k * step * width + f]!;
		sample.sort();
		const cuts: number[] = [];
		for (let b = 1; b < MAX_BINS; b++) {
			const cut = sample[Math.floor((b * sample.length) / MAX_BINS)]!;
			if (cut < sample[sample.length - 1]! && cut !== cuts[cuts.length - 1]) cuts.push(cut);
		}
		const edge = Float32Array.from(cuts);
		edges.push(edge);
		for (let row = 0; row < count; row++) {
			const value = features[row * width + f]!;
			let low = 0;
			let high = edge.length;
			while (low < high) {
				const middle = (low + high) >> 1;
				if (value <= edge[middle]!) high = middle;
				else low = middle + 1;
			}
			codes[row * width + f] = low;
		}
	}
	return { codes, edges };
}

/** Trains a forest a tree a step, each yielding the share that is done. Without rows it has no trees. */
export function* trainForest(rows: Rows, options: ForestOptions, random: Random): Generator<number, Tree[]> {
	const forest: Tree[] = [];
	if (rows.targets.length === 0) return forest;
	const grow = grower(rows, bin(rows), options, random);
	while (forest.length < options.trees) {
		forest.push(grow());
		yield forest.length / options.trees;
	}
	return forest;
}

function grower(rows: Rows, { codes, edges }: Bins, options: ForestOptions, random: Random): () => Tree {
	const { width, targets, weights } = rows;
	const count = targets.length;
	const drawn = new Int32Array(Math.max(1, Math.round(count * options.rowShare)));
	const weighted = targets.map((target, row) => target * weights[row]!);
	const order = Uint16Array.from({ length: width }, (_, f) => f);
	const tries = Math.max(1, Math.round(width * options.featureShare));
	const used = new Int32Array(tries);
	const weightIn = new Float64Array(tries * MAX_BINS);
	const sumIn = new Float64Array(tries * MAX_BINS);
	const rowsIn = new Int32Array(tries * MAX_BINS);
	const aside = new Int32Array(drawn.length);

	return () => {
		for (let k = 0; k < drawn.length; k++) drawn[k] = Math.floor(random() * count);
		drawn.sort();
		const feature: number[] = [];
		const threshold: number[] = [];
		const left: number[] = [];
		const value: number[] = [];
		const addNode = () => {
			feature.push(-1);
			threshold.push(0);
			left.push(0);
			return value.push(0) - 1;
		};
		const open = [{ node: addNode(), from: 0, to: drawn.length, depth: 0 }];
		for (let work = open.pop(); work; work = open.pop()) {
			const { node, from, to, depth } = work;
			let weight = 0;
			let sum = 0;
			for (let k = from; k < to; k++) {
				weight += weights[drawn[k]!]!;
				sum += weighted[drawn[k]!]!;
			}
			value[node] = weight > 0 ? sum / weight : 0;
			if (depth >= options.depth || to - from < 2 * options.leaf) continue;

			let bestGain = ((sum * sum) / weight) * (1 + 1e-9);
			let bestFeature = -1;
			let bestBin = 0;
			for (let tried = 0; tried < tries; tried++) {
				const pick = tried + Math.floor(random() * (width - tried));
				used[tried] = order[pick]!;
				order[pick] = order[tried]!;
				order[tried] = used[tried]!;
			}
			weightIn.fill(0);
			sumIn.fill(0);
			rowsIn.fill(0);
			// Row by row, so that each row's features are fetched once.
			for (let k = from; k < to; k++) {
				const row = drawn[k]!;
				const rowWeight = weights[row]!;
				const rowSum = weighted[row]!;
				const offset = row * width;
				for (let tried = 0; tried < tries; tried++) {
					const cell = tried * MAX_BINS + codes[offset + used[tried]!]!;
					weightIn[cell]! += rowWeight;
					sumIn[cell]! += rowSum;
					rowsIn[cell]!++;
				}
			}
			for (let tried = 0; tried < tries; tried++) {
				const last = edges[used[tried]!]!.length;
				let weightLeft = 0;
				let sumLeft = 0;
				let rowsLeft = 0;
				for (let b = 0; b < last; b++) {
					const cell = tried * MAX_BINS + b;
					weightLeft += weightIn[cell]!;
					sumLeft += sumIn[cell]!;
					rowsLeft += rowsIn[cell]!;
					if (rowsLeft < options.leaf) continue;
					if (to - from - rowsLeft < options.leaf) break;
					const sumRight = sum - sumLeft;
					const gain = (sumLeft * sumLeft) / weightLeft + (sumRight * sumRight) / (weight - weightLeft);
					if (gain > bestGain) {
						bestGain = gain;
						bestFeature = used[tried]!;
						bestBin = b;
					}
				}
			}
			if (bestFeature < 0) continue;

			let middle = from;
			let right = 0;
			for (let k = from; k < to; k++) {
				const row = drawn[k]!;
				if (codes[row * width + bestFeature]! <= bestBin) drawn[middle++] = row;
				else aside[right++] = row;
			}
			drawn.set(aside.subarray(0, right), middle);
			feature[node] = bestFeature;
			threshold[node] = edges[bestFeature]![bestBin]!;
			const child = addNode();
			left[node] = child;
			open.push({ node: addNode(), from: middle, to, depth: depth + 1 });
			open.push({ node: child, from, to: middle, depth: depth + 1 });
		}
		return {
			feature: Int16Array.from(feature),
			threshold: Float32Array.from(threshold),
			left: Int32Array.from(left),
			value: Float64Array.from(value)
		};
	};
}

/** The mean of the trees for the row that begins at `offset`. */
export function predictForest(forest: Tree[], features: Float32Array, offset = 0): number {
	let sum = 0;
	for (const { feature, threshold, left, value } of forest) {
		let node = 0;
		for (let f = feature[0]!; f >= 0; f = feature[node]!)
			node = features[offset + f]! <= threshold[node]! ? left[node]! : left[node]! + 1;
		sum += value[node]!;
	}
	return sum / forest.length;
}

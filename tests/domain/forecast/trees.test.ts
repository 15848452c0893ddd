import { expect, test } from 'vitest';
import { seededRandom } from '../../../src/lib/domain/forecast/random';
import { predictForest, trainForest, type Rows, type Tree } from '../../../src/lib/domain/forecast/trees';

const all = { trees: 1, leaf: 1, depth: 20, featureShare: 1, rowShare: 1 };

function train(rows: Rows, options: Partial<typeof all> = {}, seed = 1): Tree[] {
	const steps = trainForest(rows, { ...all, ...options }, seededRandom(seed));
	let step = steps.next();
	while (!step.done) step = steps.next();
	return step.value;
}

function table(count: number, target: (x: number, noise: number) => number): Rows {
	const random = seededRandom(7);
	const features = new Float32Array(2 * count);
	const targets = new Float64Array(count);
	for (let row = 0; row < count; row++) {
		features[2 * row] = random();
		features[2 * row + 1] = random();
		targets[row] = target(features[2 * row]!, features[2 * row + 1]!);
	}
	return { width: 2, features, targets, weights: new Float64Array(count).fill(1) };
}

test('the generator gives the published numbers of Mulberry32', () => {
	const random = seededRandom(1);
	const first = [random(), random(), random()];
	expect(first.map((value) => value.toFixed(6))).toEqual(['0.627074', '0.002736', '0.527447']);
	expect(seededRandom(2)()).not.toBe(first[0]);
});

test('a tree finds the step and the feature that makes it', () => {
	const rows = table(500, (x) => (x <= 0.5 ? 1 : 9));
	const forest = train(rows, { depth: 1 });
	expect(forest[0]!.feature[0]).toBe(0);
	expect(forest[0]!.threshold[0]).toBeCloseTo(0.5, 1);
	expect(predictForest(forest, Float32Array.of(0.1, 0.9))).toBeCloseTo(1, 0);
	expect(predictForest(forest, Float32Array.of(0.9, 0.1))).toBeCloseTo(9, 0);
});

test('leaves hold the weighted mean', () => {
	const rows: Rows = {
		width: 1,
		features: new Float32Array(40),
		targets: Float64Array.from({ length: 40 }, (_, row) => (row < 20 ? 0 : 10)),
		weights: Float64Array.from({ length: 40 }, (_, row) => (row < 20 ? 3 : 1))
	};
	const forest = train(rows, { trees: 300 });
	expect(predictForest(forest, Float32Array.of(0))).toBeCloseTo(2.5, 0);
});

test('no leaf is smaller than asked for, no tree deeper', () => {
	const rows = table(300, (x, noise) => Math.sin(9 * x) + noise);
	const [shallow] = train(rows, { depth: 3 });
	expect(shallow!.feature.length).toBeLessThanOrEqual(15);
	const [coarse] = train(rows, { leaf: 100 });
	expect(coarse!.feature.length).toBeLessThanOrEqual(5);
});

test('a forest learns a smooth function better than the mean, the same for the same seed', () => {
	const rows = table(2000, (x, noise) => Math.sin(9 * x) + 0.2 * noise);
	const forest = train(rows, { trees: 30, leaf: 5, rowShare: 0.5, featureShare: 0.5 });
	const again = train(rows, { trees: 30, leaf: 5, rowShare: 0.5, featureShare: 0.5 });
	const other = train(rows, { trees: 30, leaf: 5, rowShare: 0.5, featureShare: 0.5 }, 2);
	let squares = 0;
	for (let k = 0; k < 100; k++) {
		const row = Float32Array.of(k / 100, 0.5);
		const predicted = predictForest(forest, row);
		expect(predictForest(again, row)).toBe(predicted);
		squares += (predicted - Math.sin((9 * k) / 100) - 0.1) ** 2;
	}
	expect(squares / 100).toBeLessThan(0.02);
	expect(predictForest(other, Float32Array.of(0.3, 0.3))).not.toBe(
		predictForest(forest, Float32Array.of(0.3, 0.3))
	);
});

test('training without rows gives no trees, and can be left at any tree', () => {
	expect(train(table(0, () => 0))).toEqual([]);
	const steps = trainForest(
		table(50, (x) => x),
		{ ...all, trees: 3 },
		seededRandom(1)
	);
	expect([steps.next().value, steps.next().value]).toEqual([1 / 3, 2 / 3]);
});

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
	adida,
	croston,
	imapa,
	meanInterval,
	syntetosBoylan,
	teunterSyntetosBabai
} from '../../../src/lib/domain/forecast/intermittent';
import { METHODS } from '../../../src/lib/domain/forecast/methods';
import { writeLine } from '../../../src/lib/domain/forecast/snapshot';
import {
	dampedTrend,
	exponentialSmoothing,
	movingAverage,
	optimisedSmoothing,
	SMOOTHING_GRID,
	trendReach,
	warmedSmoothing
} from '../../../src/lib/domain/forecast/smoothing';

/** Monthly sales of a lubricant: Hyndman & Athanasopoulos, Forecasting: Principles and Practice, 2nd ed., section 12.2. */
const lubricant = Float64Array.from([
	0, 2, 0, 1, 0, 11, 0, 0, 0, 0, 2, 0, 6, 3, 0, 0, 0, 0, 0, 7, 0, 0, 0, 0, 0, 0, 0, 3, 1, 0, 0, 1, 0, 1, 0, 0
]);

describe('published and recomputed values', () => {
	test('Croston gives 2.750 / 2.793 for the lubricant, as in the book', () => {
		expect(croston(lubricant)).toBeCloseTo(0.985, 3);
		expect(croston(lubricant)).toBeCloseTo(2.7502538401 / 2.79328007, 9);
	});

	test('Syntetos-Boylan takes half the smoothing weight off', () => {
		expect(syntetosBoylan(lubricant)).toBeCloseTo(0.95 * croston(lubricant), 12);
	});

	// Restated in Python (numpy) from the papers' formulas.
	test('TSB, ADIDA and IMAPA equal an independent computation', () => {
		expect(teunterSyntetosBabai(lubricant)).toBeCloseTo(0.83466204910331, 12);
		expect(meanInterval(lubricant)).toBe(3);
		expect(adida(lubricant)).toBeCloseTo(0.8299796574333337, 12);
		expect(imapa(lubricant)).toBeCloseTo(0.7552464836279033, 12);
	});

	test('the damped trend equals an independent computation', () => {
		const line = dampedTrend(Float64Array.of(10, 12, 13, 15, 16, 19, 20, 22, 25, 26));
		expect(line.level).toBeCloseTo(24.808694903358557, 9);
		expect(line.trend).toBeCloseTo(1.3101712107888666, 9);
		expect(trendReach(1)).toBeCloseTo(0.9, 12);
		expect(trendReach(3)).toBeCloseTo(0.9 + 0.81 + 0.729, 12);
		expect(trendReach(10_000)).toBeCloseTo(9, 9);
	});

	test('averages by hand', () => {
		const history = Float64Array.of(4, 8, 6, 10);
		expect(movingAverage(history, 2)).toBe(8);
		expect(movingAverage(history, 9)).toBe(7);
		expect(exponentialSmoothing(history, 0.5)).toBe(8);
		expect(warmedSmoothing(history, 0.05)).toBeCloseTo(7, 12);
	});

	test('fitted smoothing takes a high weight after a step, a low one in noise', () => {
		const step = Float64Array.from({ length: 40 }, (_, t) => (t < 20 ? 1 : 9));
		expect(optimisedSmoothing(step)).toBeCloseTo(9, 6);
		const noise = Float64Array.from({ length: 40 }, (_, t) => (t % 2 ? 9 : 1));
		expect(optimisedSmoothing(noise)).toBeGreaterThan(2);
		expect(optimisedSmoothing(noise)).toBeLessThan(6);
	});
});

/** What a smoothing comes to from the level of the first value on, period by period, and its squared errors. */
function stepByStep(
	history: ArrayLike<number>,
	weightAt: (t: number) => number
): { level: number; error: number } {
	let level = history[0]!;
	let error = 0;
	for (let t = 1; t < history.length; t++) {
		error += (history[t]! - level) ** 2;
		level += weightAt(t) * (history[t]! - level);
	}
	return { level, error };
}

test('smoothing says what its recursion says, period by period', () => {
	const series = fc
		.array(fc.oneof(fc.constant(0), fc.double({ min: 0, max: 500, noNaN: true })), {
			minLength: 1,
			maxLength: 400
		})
		.map((units) => Float64Array.from(units));
	fc.assert(
		fc.property(series, fc.constantFrom(0.05, 0.1, 0.3, 0.8), (history, weight) => {
			expect(exponentialSmoothing(history, weight)).toBeCloseTo(stepByStep(history, () => weight).level, 9);
			const warmed = stepByStep(history, (t) => Math.max(weight, 1 / (t + 1))).level;
			expect(warmedSmoothing(history, weight)).toBeCloseTo(warmed, 9);
			const tried = Array.from(SMOOTHING_GRID, (one) => stepByStep(history, () => one));
			const fitted = optimisedSmoothing(history);
			// Where two weights do equally well either will do.
			const least = Math.min(...tried.map(({ error }) => error));
			const best = tried.filter(({ error }) => error <= least * (1 + 1e-9) + 1e-9);
			expect(Math.min(...best.map(({ level }) => Math.abs(level - fitted)))).toBeLessThan(1e-9);
		})
	);
});

const histories = fc
	.array(fc.integer({ min: 0, max: 50 }), { minLength: 1, maxLength: 80 })
	.map((units) => Float64Array.from(units));

describe.each(METHODS.map((method) => [method.id, method] as const))('%s', (_, method) => {
	test('scales with the units', () => {
		fc.assert(
			fc.property(histories, (history) => {
				const once = method.line(history, 'month');
				const fourfold = method.line(
					history.map((units) => 4 * units),
					'month'
				);
				expect(fourfold.level).toBeCloseTo(4 * once.level, 6);
			}),
			{ numRuns: 50 }
		);
	});

	test('a constant series stays what it is, zeros stay zero', () => {
		for (const length of [1, 2, 7, 40]) {
			// Croston's reduction is part of its formula.
			const factor = method.id === 'sba' ? 0.95 : 1;
			expect(method.line(new Float64Array(length).fill(3), 'day').level).toBeCloseTo(3 * factor, 9);
			expect(method.line(new Float64Array(length), 'day').level).toBe(0);
		}
	});

	test('is a number of at least nothing, and without a trend at most what was sold at once', () => {
		fc.assert(
			fc.property(histories, (history) => {
				const line = method.line(history, 'day');
				const path = new Float64Array(7);
				writeLine(line, false, path, path);
				for (const units of path) expect(units).toBeGreaterThanOrEqual(0);
				// A trend may lead past what was.
				if (method.id.endsWith('holt')) return;
				expect(line.level).toBeGreaterThanOrEqual(0);
				expect(line.level).toBeLessThanOrEqual(Math.max(...history) + 1e-9);
			}),
			{ numRuns: 50 }
		);
	});
});

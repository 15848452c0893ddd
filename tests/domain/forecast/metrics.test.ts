import { describe, expect, test } from 'vitest';
import { Residuals } from '../../../src/lib/domain/forecast/conformal';
import { demandClass } from '../../../src/lib/domain/forecast/demand-class';
import { naiveScale, pinball, Scores } from '../../../src/lib/domain/forecast/metrics';
import { seededRandom } from '../../../src/lib/domain/forecast/random';
import { trendOf, trendSeries, trendsOf } from '../../../src/lib/domain/forecast/trend';

describe('errors', () => {
	test('by hand', () => {
		const scores = new Scores(2);
		const scale = naiveScale(Float64Array.of(0, 0, 2, 4, 1), 1);
		expect(scale).toEqual({ absolute: 2.5, squared: 6.5 });
		scores.add(1, Float64Array.of(3, 3, 3), Float64Array.of(4, 0, NaN), scale);
		scores.add(1, Float64Array.of(1, 1, 1), Float64Array.of(1, 2, 3), scale);
		const metrics = scores.of(1)!;
		expect(metrics).toMatchObject({ origins: 2, periods: 5, mapePeriods: 4 });
		expect(metrics.mae).toBeCloseTo((1 + 3 + 0 + 1 + 2) / 5, 12);
		expect(metrics.rmse).toBeCloseTo(Math.sqrt((1 + 9 + 0 + 1 + 4) / 5), 12);
		expect(metrics.mape).toBeCloseTo((100 * (1 / 4 + 0 + 1 / 2 + 2 / 3)) / 4, 12);
		expect(metrics.wape).toBeCloseTo(7 / 10, 12);
		expect(metrics.bias).toBeCloseTo((2 - 3) / 10, 12);
		expect(metrics.totalError).toBeCloseTo((2 + 3) / 2, 12);
		expect(metrics.totalWape).toBeCloseTo(5 / 10, 12);
		expect(metrics.mase).toBeCloseTo((2 / 2.5 + 1 / 2.5) / 2, 12);
		expect(metrics.rmsse).toBeCloseTo(Math.sqrt((5 / 6.5 + 5 / 3 / 6.5) / 2), 12);
	});

	test('what was not earned is null', () => {
		const scores = new Scores(1);
		expect(scores.of(0)).toBeNull();
		scores.add(0, Float64Array.of(1), Float64Array.of(NaN), { absolute: 1, squared: 1 });
		expect(scores.of(0)).toBeNull();
		scores.add(0, Float64Array.of(1), Float64Array.of(0), { absolute: 0, squared: 0 });
		expect(scores.of(0)).toMatchObject({
			mae: 1,
			mape: null,
			mapePeriods: 0,
			mase: null,
			rmsse: null,
			wape: null,
			bias: null
		});
	});

	test('quantile loss', () => {
		expect(pinball(0.9, 10, 12)).toBeCloseTo(1.8, 12);
		expect(pinball(0.9, 10, 8)).toBeCloseTo(0.2, 12);
	});
});

describe('demand class', () => {
	// Syntetos, Boylan & Croston 2005: cuts at ADI 1.32 and CV² 0.49.
	test.each([
		['smooth', [5, 6, 5, 4, 5, 6]],
		['erratic', [1, 20, 2, 1, 30, 1]],
		['intermittent', [0, 5, 0, 0, 5, 0, 4]],
		['lumpy', [0, 1, 0, 0, 30, 0, 2]],
		['none', [0, 0, 0]],
		['none', []]
	] as const)('%s', (name, units) => {
		expect(demandClass(Float64Array.from(units))).toBe(name);
	});

	test('unknown periods count for nothing', () => {
		expect(demandClass(Float64Array.of(5, NaN, 5, NaN, NaN, 5))).toBe('smooth');
	});
});

describe('trend', () => {
	test('grows, declines or does neither', () => {
		const rising = Float64Array.from({ length: 12 }, (_, t) => t + 1);
		expect(trendOf(rising, 'month')).toBe('growing');
		expect(trendOf(rising.toReversed(), 'month')).toBe('declining');
		expect(trendOf(Float64Array.of(3, 4, 3, 5, 3, 4, 3, 4), 'month')).toBe('stable');
		expect(trendOf(new Float64Array(90), 'day')).toBe('not enough data');
		expect(trendOf(rising.subarray(0, 3), 'month')).toBe('not enough data');
	});

	test('is of twelve weeks, each as its known days say, and of what was known at a moment', () => {
		const days = Float64Array.from({ length: 100 }, (_, t) => (t < 16 ? 50 : 1 + Math.floor((t - 16) / 7)));
		days.fill(NaN, 23, 26);
		days.fill(NaN, 37, 41);
		const panel = { period: 'day' as const, end: 100, items: ['P'], values: [days] };
		const [weeks] = trendSeries(panel);
		expect([...weeks!]).toEqual([7, 14, 21, 35, 42, 49, 56, 63, 70, 77, 84]);
		expect(trendSeries(panel, 99)[0]!.at(-1)).toBe(6 * 12 + 11);
		expect(trendOf(days, 'day')).toBe('growing');
	});

	test('of many products is corrected for all of them', () => {
		const weekly = (weeks: number[]) =>
			Float64Array.from(weeks.flatMap((units) => [units, 0, 0, 0, 0, 0, 0]));
		const rising = weekly([3, 2, 4, 3, 5, 4, 4, 6, 5, 6]);
		const steady = Array.from({ length: 400 }, () => weekly([4, 5, 4, 5, 4, 5, 4, 5, 4, 5]));
		const values = [rising, ...steady];
		const panel = { period: 'day' as const, end: 70, items: values.map((_, i) => `${i}`), values };
		expect(trendOf(rising, 'day')).toBe('growing');
		expect(trendsOf(panel)[0]!.label).toBe('stable');
	});
});

describe('conformal intervals', () => {
	test('need enough residuals: 9 for 90 %', () => {
		const residuals = new Residuals();
		for (let k = 0; k < 8; k++) residuals.add(k - 4, 1);
		expect(residuals.widths(0.9)).toBeNull();
		residuals.add(4, 1);
		expect(residuals.widths(0.9)).not.toBeNull();
	});

	test('cover new demand of the same kind as often as they say, and lean with it', () => {
		const random = seededRandom(5);
		const draw = () => -Math.log(1 - random()) - 1;
		const residuals = new Residuals();
		for (let k = 0; k < 2000; k++) residuals.add(draw(), 1);
		const { below, above } = residuals.widths(0.9)!;
		let inside = 0;
		for (let k = 0; k < 5000; k++) {
			const residual = draw();
			if (residual >= -below && residual <= above) inside++;
		}
		expect(inside / 5000).toBeGreaterThan(0.88);
		expect(inside / 5000).toBeLessThan(0.92);
		expect(above).toBeGreaterThan(below);
	});

	test('newer residuals weigh more', () => {
		const residuals = new Residuals();
		for (let k = 1; k <= 100; k++) {
			residuals.add(k, 0.01);
			residuals.add(k / 100, 1);
		}
		expect(residuals.widths(0.9)!.above).toBeLessThan(10);
		expect(residuals.median()).toBeLessThan(1.1);
	});

	test('perfect forecasts have intervals of no width', () => {
		const residuals = new Residuals();
		for (let k = 0; k < 20; k++) residuals.add(0, 1);
		expect(residuals.widths(0.9)).toEqual({ below: 0, above: 0 });
	});
});

import { describe, expect, test } from 'vitest';
import { applyLearned, fittedLine, forecastPanel } from '../../../src/lib/domain/forecast/forecast';
import { best, movingLine, pooledLines, productLines, sumOf } from '../../../src/lib/domain/forecast/lines';
import type { ForecastOptions } from '../../../src/lib/domain/forecast/learn';
import { naiveScale, pooledMetrics, Scores } from '../../../src/lib/domain/forecast/metrics';
import type { Panel } from '../../../src/lib/domain/forecast/panel';
import { seededRandom } from '../../../src/lib/domain/forecast/random';
import {
	blocksOf,
	CLASSES,
	forecastAt,
	forecastTable,
	methodMetrics,
	packPanel,
	unpackPanel
} from '../../../src/lib/domain/forecast/table';

const random = seededRandom(7);
/** Six products that sell on some days, one that came late and was out of stock for a day, one that never sold. */
const panel: Panel = {
	period: 'day',
	end: 20_000,
	items: ['a', 'b', 'c', 'd', 'e', 'f', 'late', 'never'],
	values: [
		...Array.from({ length: 6 }, (_, item) =>
			Float64Array.from({ length: 120 }, (_, day) =>
				random() < 0.4 ? 1 + Math.floor(random() * (item + 2)) + (day % 7 === 5 ? 3 : 0) : 0
			)
		),
		Float64Array.of(2, NaN, 1),
		new Float64Array(0)
	]
};
const options: ForecastOptions = { horizon: 7, method: 'auto', target: 'mean', level: 0.9, seed: 1 };
const { learned, items } = forecastPanel(panel, options)!;
const table = forecastTable(panel, learned);

test('a packed panel is the panel again', () => {
	expect(unpackPanel(packPanel(panel))).toEqual(panel);
});

test('a table holds every forecast and every figure, digit by digit', () => {
	panel.items.forEach((_, place) => {
		expect(forecastAt(table, panel, place)).toEqual(items[place]);
		for (const [id, rows] of learned.methods) expect(methodMetrics(table, id, place)).toEqual(rows[place]);
	});
	expect(forecastAt(structuredClone(table), panel, 0)).toEqual(applyLearned(panel, learned)[0]);
});

test('what is handed over instead of copied is every block of numbers, once', () => {
	const blocks = blocksOf({ panel: packPanel(panel), table, again: table });
	expect(blocks.has(table.forecast.buffer)).toBe(true);
	expect([...table.methods.values()].every(({ buffer }) => blocks.has(buffer))).toBe(true);
});

describe('the methods beside each other', () => {
	const lines = productLines(panel, 0, table);

	test("a product's: the owner's first, each with its path and its errors", () => {
		expect(lines.slice(0, 2).map(({ id }) => id)).toEqual(['ema', 'sma']);
		expect(lines.every(({ path }) => path === null || path.length === 7)).toBe(true);
		expect(lines.every(({ metrics }) => metrics!.origins === 4)).toBe(true);
		expect(new Set(lines.map(({ id }) => id)).size).toBe(lines.length);
		expect(lines.some(({ id }) => id.startsWith('profile-'))).toBe(table.profile !== null);
	});

	test('the mix that auto made of them is the mean of their paths', () => {
		const { method, forecast } = forecastAt(table, panel, 0);
		const mixed = method.split('+').map((id) => lines.find((line) => line.id === id)!.path!);
		const share = (id: string) =>
			learned.mixes.get(CLASSES[table.classes[0]!]!)!.find(({ method: other }) => other === id)!.share;
		const ids = method.split('+');
		forecast.forEach((units, step) =>
			expect(mixed.reduce((sum, path, at) => sum + share(ids[at]!) * path[step]!, 0)).toBeCloseTo(units, 12)
		);
	});

	test('the best is the least, of the bias the one nearest to 0', () => {
		const of = (bias: number | null) => ({ metrics: { ...lines[0]!.metrics!, bias } });
		expect(best([of(-0.1), of(0.3), of(null)], 'bias')).toBe(0.1);
		expect(best([{ metrics: null }], 'mae')).toBeNull();
	});
});

test('several products together: errors a period, shares of all demand', () => {
	const scores = new Scores(3);
	const add = (item: number, path: number[], actual: number[], history: number[]) =>
		scores.add(
			item,
			Float64Array.from(path),
			Float64Array.from(actual),
			naiveScale(Float64Array.from(history), 1)
		);
	add(0, [2, 2], [1, 4], [1, 3, 1]);
	add(1, [1, 1, 1, 1], [0, 0, 2, NaN], [2, 0, 2]);
	add(2, [3, 3], [0, 0], [0, 0, 0]);
	const rows = [0, 1, 2].map((item) => scores.of(item));
	// Errors 1, -2 | 1, 1, -1 | 3, 3; demand 5 + 2 + 0.
	expect(pooledMetrics(rows)).toMatchObject({
		origins: 3,
		periods: 7,
		mae: 12 / 7,
		rmse: Math.sqrt((1 + 4 + 1 + 1 + 1 + 9 + 9) / 7),
		mape: (100 * (1 + 0.5 + 0.5)) / 3,
		mapePeriods: 3,
		wape: 12 / 7,
		bias: (-1 + 1 + 6) / 7,
		demand: 7,
		totalError: (1 + 1 + 6) / 3
	});
	expect(pooledMetrics([null])).toBeNull();
	const lines = pooledLines([0, 1, 7], table);
	expect(lines.map(({ id }) => id).slice(0, 2)).toEqual(['auto', 'ema']);
	expect(lines.every(({ metrics }) => metrics!.periods === 2 * 28)).toBe(true);
	expect(lines[0]!.metrics).toMatchObject({
		mae: pooledMetrics([learned.metrics[0]!, learned.metrics[1]!])!.mae
	});
});

test('a sum is unknown only where all of it is', () => {
	const late = 6;
	expect([...sumOf(panel, [late], 'x').values[0]!]).toEqual([2, NaN, 1]);
	expect(sumOf(panel, [0, late], 'x').values[0]!.at(-2)).toBe(panel.values[0]!.at(-2));
	expect(sumOf(panel, [0, late], 'x').values[0]!.at(-1)).toBe(panel.values[0]!.at(-1)! + 1);
	expect(sumOf(panel, [7], 'x').values[0]!).toHaveLength(0);
});

test('a moving line is the fitted one, and goes on at its last level', () => {
	const whole = fittedLine('ema', panel, 0);
	const line = movingLine(panel, 0, 'ema', 10, 3);
	expect([...line.subarray(0, 10)]).toEqual([...whole.subarray(110)]);
	const ema = productLines(panel, 0, table)[0]!.path!;
	expect([...line.subarray(10)]).toEqual([...ema.subarray(0, 3)]);
	expect([...movingLine(panel, 6, 'ema', 5, 1)]).toEqual([NaN, NaN, NaN, 2, 2, expect.closeTo(1.7)]);
	expect([...movingLine(panel, 7, 'sma', 2, 1)]).toEqual([NaN, NaN, NaN]);
});

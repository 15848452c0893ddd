/** What the forecast page makes of addresses, kept rows and histories. */
import { describe, expect, test } from 'vitest';
import { dayOf } from '../../src/lib/domain/forecast/calendar';
import { HORIZON_DAYS, type ProductForecast } from '../../src/lib/domain/forecast/kept';
import { keptError, keptRow, keptTable, madeOn } from '../../src/lib/domain/forecast/kept-table';
import type { Metrics } from '../../src/lib/domain/forecast/metrics';
import { saysEnough } from '../../src/lib/domain/forecast/enough';
import type { Panel } from '../../src/lib/domain/forecast/panel';
import { tableOf } from '../../src/lib/ui/charts/series';
import { addressOf, readChoices } from '../../src/routes/admin/forecast/choices';
import {
	forecastsBy,
	lasts,
	lately,
	leastOff,
	placesAmong,
	together
} from '../../src/routes/admin/forecast/figures';
import { demandFile, forecastFile } from '../../src/routes/admin/forecast/files';
import { keptForecast, rowOf } from '../../src/routes/admin/forecast/kept';
import { pictureOf } from '../../src/routes/admin/forecast/picture';

const read = (query: string) => readChoices(new URLSearchParams(query));

test('the places of some products are those of the panel, from the first on', () => {
	const panel: Panel = { period: 'day', end: 0, items: ['A', 'B', 'C', 'D'], values: [] };
	expect(placesAmong(panel, ['D', 'gone', 'B', 'A'])).toEqual([0, 1, 3]);
});

describe('the address', () => {
	test('says what is shown, and is read back the same', () => {
		for (const query of [
			'',
			'product=P001&days=14',
			'section=Brake&weeks=8&past=26',
			'months=12&past=all&methods=all',
			'product=A%26B&days=30',
			'product=P001&methods=croston,sba'
		]) {
			const choices = read(query);
			expect(read(addressOf(choices).split('?')[1]!)).toEqual(choices);
		}
		expect(read('product=P001&days=14')).toMatchObject({ product: 'P001', period: 'day', horizon: 14 });
		expect(read('product=P001&section=Brake').section).toBeNull();
		expect(addressOf(read('weeks=4'))).toBe('/admin/forecast?weeks=4');
	});

	test.each([
		['days=0', 1],
		['days=10000', 365],
		['days=-3', 1],
		['days=2.6', 3],
		['days=soon', 7],
		['days=', 7],
		['weeks=500', 104],
		['months=Infinity', 36]
	])('%s becomes what can be had, and is named', (query, horizon) => {
		expect(read(query)).toMatchObject({ horizon, beyond: query.split('=')[1] || null });
	});
});

test('the methods that erred least come first, the untested last', () => {
	const line = (id: string, rmsse: number | null) => ({ id, metrics: rmsse === null ? null : { rmsse } });
	const lines = [line('a', null), line('b', 0.9), line('c', 0.7), line('d', 0.8)] as {
		id: string;
		metrics: Metrics | null;
	}[];
	expect(leastOff(lines, 3).map(({ id }) => id)).toEqual(['c', 'd', 'b']);
	expect(leastOff(lines, 9).at(-1)!.id).toBe('a');
});

const row: ProductForecast = {
	productId: 'P',
	method: 'mean',
	reason: 'Mean.',
	demandClass: 'smooth',
	trend: 'stable',
	from: '2026-11-20',
	period: 'day',
	forecast: [1, 2, 3, 4],
	lower: [0, 1, null, 2],
	upper: [2, 3, null, 6],
	total: { forecast: 10, lower: 6, upper: 14 },
	metrics: null,
	others: [],
	track: null
};

test('the row of the product before is not taken for that of the one that is shown', () => {
	expect(rowOf('P', row)).toBe(row);
	expect(rowOf('Q', row)).toBeUndefined();
	expect(rowOf(undefined, row)).toBeUndefined();
	expect(rowOf('P', undefined)).toBeUndefined();
});

describe('kept forecasts in blocks of numbers', () => {
	const whole = { ...row, forecast: Array<number>(HORIZON_DAYS).fill(0.1234) };
	const tested = { ...whole, productId: 'Q', metrics: { mae: 1, rmse: 1.5, mape: null, origins: 3 } };
	const table = keptTable([row, tested as unknown as ProductForecast]);

	test('are the same rows again', () => {
		expect(keptRow(table, 0)).toEqual({
			...(({ others: _, track: __, ...kept }) => kept)(row),
			forecast: Float64Array.of(1, 2, 3, 4),
			lower: Float64Array.of(0, 1, NaN, 2),
			upper: Float64Array.of(2, 3, NaN, 6)
		});
		expect(keptRow(table, 1)).toMatchObject({
			forecast: Float64Array.from(whole.forecast),
			metrics: tested.metrics
		});
	});
	test('say when they were made, and how far they are off', () => {
		expect([madeOn(table, 0), madeOn(keptTable([]), 0)]).toEqual(['2026-11-20', '']);
		expect([keptError(table, 0), keptError(table, 1)]).toEqual([null, 1.5]);
	});
});

describe('a kept forecast', () => {
	const asked = { period: 'day' as const, end: dayOf('2026-11-20')!, horizon: 4 };
	test('is shown as it is on its day, total and interval', () => {
		expect(keptForecast(row, asked)).toMatchObject({
			forecast: Float64Array.of(1, 2, 3, 4),
			lower: Float64Array.of(0, 1, NaN, 2),
			total: row.total
		});
	});
	test('of yesterday, or for less, is what is left of it; a part of a total has no interval', () => {
		expect(keptForecast(row, { ...asked, end: asked.end + 1, horizon: 2 })).toMatchObject({
			forecast: Float64Array.of(2, 3),
			total: { forecast: 5, lower: null, upper: null },
			metrics: null
		});
	});
	test('says nothing of other periods, of what is beyond it, and of before it was made', () => {
		expect(keptForecast(row, { ...asked, period: 'week' })).toBeNull();
		expect(keptForecast(row, { ...asked, horizon: 5 })).toBeNull();
		expect(keptForecast(row, { ...asked, end: asked.end - 1, horizon: 1 })).toBeNull();
		expect(keptForecast(undefined, asked)).toBeNull();
	});
});

const end = dayOf('2026-11-20')!;
const history: Panel = { period: 'day', end, items: ['P'], values: [Float64Array.of(NaN, 2, 0, NaN, 4)] };
const drawn = pictureOf({
	history,
	past: 4,
	horizon: 2,
	auto: { forecast: [1.5, 2.5], lower: [0, NaN], upper: [3, NaN] },
	moves: true,
	others: [
		{ label: 'Forest', path: Float64Array.of(7, 8) },
		{ label: 'None', path: null }
	],
	soFar: 3,
	nameOf: (day) => String(day - end)
});
const of = (label: string) => drawn.series.find((series) => series.label === label);

describe('the picture', () => {
	test('has the past, what runs, and what comes, each in its place', () => {
		expect(drawn.labels).toEqual(['-4', '-3', '-2', '-1', '0', '1']);
		expect(of('Sold')!.values).toEqual([2, 0, null, 4, null, null]);
		expect(of('Sold so far')!.values).toEqual([null, null, null, null, 3]);
		expect(of('Forecast')).toMatchObject({
			values: [null, null, null, null, 1.5, 2.5],
			band: { lower: [null, null, null, null, 0, null], upper: [null, null, null, null, 3, null] }
		});
		expect(of('Forest')!.values).toEqual([null, null, null, null, 7, 8]);
		expect(of('None')).toBeUndefined();
	});
	test('marks days without stock, not the first day of a history', () => {
		expect(of('Out of stock')!.values).toEqual([null, null, 1, null, null, null]);
		const whole = pictureOf({
			history,
			past: null,
			horizon: 1,
			auto: null,
			moves: false,
			others: [],
			soFar: 0,
			nameOf: String
		});
		expect(whole.series.find(({ label }) => label === 'Out of stock')!.values[0]).toBeNull();
		expect(whole.series.map(({ label }) => label)).toEqual(['Sold', 'Out of stock']);
	});
	test('the moving lines see only what was before, and go on', () => {
		expect(of('Moving average')!.values).toEqual([null, 2, 1, 1, 2, 2]);
	});
	test('its table has every number that is drawn', () => {
		const { rows } = tableOf('Day', drawn.labels, drawn.series);
		expect(rows[4]).toEqual(['0', null, 3, expect.closeTo(2.18), 2, 7, 1.5, 0, 3, null]);
	});
});

describe('figures', () => {
	test('a sale of yesterday is not forecast, whoever says so', () => {
		const asked = { period: 'day' as const, end, horizon: 4 };
		const rows = keptTable([row]);
		expect(forecastsBy(null, null, rows, asked).of('P')).toMatchObject({ total: row.total });
		expect(forecastsBy(null, null, rows, asked).total('P')).toBe(10);
		expect(forecastsBy(history, null, rows, asked).of('P')).toBeNull();
		expect(forecastsBy(history, null, rows, asked).total('P')).toBeNull();
		expect(
			forecastsBy({ ...history, values: [new Float64Array(7)] }, null, rows, asked).of('P')
		).not.toBeNull();
		expect(saysEnough(Float64Array.of(2, ...Array<number>(30).fill(NaN)), 'day')).toBe(false);
	});
	test('the shop’s own cover what it reaches, whole or in part, and not what is beyond', () => {
		const rows = keptTable([row, { ...row, productId: 'Q', from: '2026-11-18' }]);
		const of = (days: number) => forecastsBy(null, null, rows, { period: 'day', end, horizon: days });
		expect([of(3).total('P'), of(2).total('Q'), of(3).total('Q')]).toEqual([6, 7, null]);
		expect(of(2).of('Q')).toMatchObject({ forecast: Float64Array.of(3, 4), upper: Float64Array.of(NaN, 6) });
		expect(of(1).total('unknown')).toBeNull();
	});
	test('methods and kinds of demand are counted, the most first', () => {
		const rows = keptTable([
			row,
			{ ...row, productId: 'Q', method: 'ema', reason: 'EMA.', demandClass: 'lumpy' },
			{ ...row, productId: 'R', method: 'ema', reason: 'EMA of another kind.', demandClass: 'lumpy' }
		]);
		const shown = forecastsBy(null, null, rows, { period: 'day', end, horizon: 4 });
		expect(shown.kinds(['P', 'Q', 'R', 'unknown'])).toEqual({
			known: 3,
			methods: [
				['ema', 2],
				['mean', 1]
			],
			classes: [
				['lumpy', 2],
				['smooth', 1]
			]
		});
	});
	test('how long a stock lasts', () => {
		expect(lasts(3, Float64Array.of(1, 1, 2))).toBe(2.5);
		expect(lasts(8, Float64Array.of(1, 1, 2))).toBe(6);
		expect(lasts(0, Float64Array.of(1))).toBe(0);
		expect(lasts(5, Float64Array.of(0, 0))).toBeNull();
	});
	test('what sold lately, of what is known', () => {
		expect(lately(history.values[0]!, 3)).toBe(4);
		expect(lately(Float64Array.of(NaN), 1)).toBeNull();
		expect(lately(new Float64Array(0), 7)).toBeNull();
	});
	test('parts together have a sum and no interval', () => {
		const rows = keptTable([row, { ...row, productId: 'Q' }]);
		const shown = forecastsBy(null, null, rows, { period: 'day', end, horizon: 4 });
		const { total, forecast } = together(['P', 'Q', 'unknown'], shown, 4);
		expect(total).toEqual({ forecast: 20, lower: null, upper: null });
		expect(forecast).toEqual(Float64Array.of(2, 4, 6, 8));
	});
});

describe('files', () => {
	test('demand is a table of series, oldest first, empty where it is not known', () => {
		const panel: Panel = {
			...history,
			items: ['P', 'Q'],
			values: [Float64Array.of(1, NaN, 3), Float64Array.of(5)]
		};
		expect(demandFile(panel)).toEqual([
			['ProductID', '2026-11-17', '2026-11-18', '2026-11-19'],
			['P', 1, '', 3],
			['Q', '', '', 5]
		]);
	});
	test('forecasts are a row a product and period', () => {
		const asked = { period: 'day' as const, end, horizon: 4 };
		const rows = forecastFile(
			['P', 'gone'],
			(id) => (id === 'P' ? keptForecast(row, asked) : null),
			() => 'Horn',
			asked
		);
		expect(rows).toHaveLength(5);
		expect(rows[3]).toEqual(['P', 'Horn', '2026-11-22', 3, '', '', 'mean', 'smooth', 'stable']);
	});
});

import { describe, expect, test } from 'vitest';
import { dateOf, dayOf, firstDay, periodLabel, periodOf } from '../../../src/lib/domain/forecast/calendar';
import { demandPanel, type DemandLine } from '../../../src/lib/domain/forecast/demand';
import { periodsOfHeader } from '../../../src/lib/domain/forecast/wide';

const line = (date: string, units: number, item = 'Brake', orderId = ''): DemandLine => ({
	day: dayOf(date)!,
	item,
	units,
	orderId
});
const day = (date: string) => dayOf(date)!;
const NONE = NaN;

describe('calendar', () => {
	test('reads local dates, with and without a time, and no others', () => {
		expect(dayOf('1970-01-02')).toBe(1);
		expect(dayOf('2024-02-29 23:59:59')).toBe(dayOf('2024-03-01')! - 1);
		for (const text of ['2023-02-29', '2024-13-01', '01/02/2024', '2024-1-1', '', 'nan', '2024-02-01x'])
			expect(dayOf(text), text).toBeNull();
		expect(dateOf(day('2000-12-31'))).toBe('2000-12-31');
	});

	test('days on which the clocks change are days like others', () => {
		expect(dayOf('2024-03-31 02:30:00')! - dayOf('2024-03-30 02:30:00')!).toBe(1);
		expect(dayOf('2024-10-27 02:30:00')).toBe(dayOf('2024-10-27 00:00:00'));
	});

	test('weeks begin on Monday, months on the first', () => {
		expect(periodOf(day('2024-05-05'), 'week') + 1).toBe(periodOf(day('2024-05-06'), 'week'));
		expect(periodLabel(periodOf(day('2024-05-08'), 'week'), 'week')).toBe('2024-05-06');
		expect(periodLabel(periodOf(day('2024-05-08'), 'month'), 'month')).toBe('2024-05');
		expect(firstDay(periodOf(day('1969-12-31'), 'month'), 'month')).toBe(day('1969-12-01'));
	});
});

describe('units a period', () => {
	test('days without a sale are zeros up to yesterday; the first sale only starts the series', () => {
		const lines = [line('2024-05-01 10:00:00', 2), line('2024-05-01 11:00:00', 3), line('2024-05-03', 4)];
		const panel = demandPanel(lines, { period: 'day', end: day('2024-05-06') });
		expect(panel.items).toEqual(['Brake']);
		expect([...panel.values[0]!]).toEqual([NONE, 0, 4, 0, 0]);
		expect(periodLabel(panel.end, 'day')).toBe('2024-05-06');
	});

	test('a single sale is kept; a product never sold has no history', () => {
		const panel = demandPanel([line('2024-05-01', 2)], {
			period: 'day',
			end: day('2024-05-03'),
			items: ['Horn']
		});
		expect(panel.items).toEqual(['Horn', 'Brake']);
		expect(panel.values.map((values) => [...values])).toEqual([[], [2, 0]]);
	});

	test('the first stock starts the series where it is known', () => {
		const options = {
			period: 'day',
			end: day('2024-05-04'),
			firstStock: new Map([['Brake', day('2024-04-30')]])
		} as const;
		expect([...demandPanel([line('2024-05-02', 1), line('2024-05-03', 1)], options).values[0]!]).toEqual([
			0, 0, 1, 1
		]);
	});

	test('a return takes its units off the sale of its order, wherever it is dated', () => {
		const lines = [
			line('2024-05-01', 1),
			line('2024-05-02', 5, 'Brake', 'A'),
			line('2024-05-03', 5, 'Brake', 'B'),
			line('2024-05-04', -3, 'Brake', 'A'),
			line('2024-05-04', -9, 'Brake', 'B'),
			line('2024-05-04', -7, 'Brake', 'unknown')
		];
		const panel = demandPanel(lines, { period: 'day', end: day('2024-05-05') });
		expect([...panel.values[0]!]).toEqual([NONE, 2, 0, 0]);
	});

	test('one-off orders and days after the end are left out, days out of stock are not known', () => {
		const lines = [
			line('2024-05-01', 1),
			line('2024-05-02', 400, 'Brake', 'fleet'),
			line('2024-05-04', 2),
			line('2024-05-09', 9)
		];
		const panel = demandPanel(lines, {
			period: 'day',
			end: day('2024-05-06'),
			oneOff: new Set(['fleet']),
			outOfStock: new Map([['Brake', new Set([day('2024-05-03'), day('2020-01-01')])]])
		});
		expect([...panel.values[0]!]).toEqual([NONE, 0, NONE, 2, 0]);
	});

	test('an unfinished week or month is not counted', () => {
		const lines = [line('2024-03-10', 1), line('2024-04-10', 4), line('2024-05-02', 7)];
		const panel = demandPanel(lines, { period: 'month', end: day('2024-05-03') });
		expect([...panel.values[0]!]).toEqual([NONE, 4]);
		expect(periodLabel(panel.end, 'month')).toBe('2024-05');
	});

	test('twenty years of gaps and a thousand sales at one instant', () => {
		const lines = Array.from({ length: 1000 }, () => line('2024-05-01 10:00:00', 1));
		const panel = demandPanel([line('2004-05-01', 1), ...lines], { period: 'day', end: day('2024-05-02') });
		expect(panel.values[0]!.length).toBe(day('2024-05-02') - day('2004-05-01'));
		expect(panel.values[0]!.at(-1)).toBe(1000);
	});
});

test('the header of a table says its period', () => {
	expect(periodsOfHeader(['2001-11', '2001-12', '2002-01'])?.period).toBe('month');
	expect(periodsOfHeader(['2001-11-30', '2001-12-01'])).toEqual({ period: 'day', first: day('2001-11-30') });
	expect(periodsOfHeader(['2024-05-06', '2024-05-13', '2024-05-20'])?.period).toBe('week');
	expect(periodsOfHeader(['2024-01-31', '2024-02-29', '2024-03-31'])?.period).toBe('month');
	expect(periodsOfHeader(['t1', 't2'])).toBeNull();
	expect(periodsOfHeader(['2024-05-06', 'total'])).toBeNull();
	expect(periodsOfHeader([])).toBeNull();
});

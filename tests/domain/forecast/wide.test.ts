import { expect, test } from 'vitest';
import { periodLabel } from '../../../src/lib/domain/forecast/calendar';
import { periodsOfHeader } from '../../../src/lib/domain/forecast/wide';

const found = (header: string) => {
	const periods = periodsOfHeader(header.split(','));
	return periods && `${periods.period} ${periodLabel(periods.first, periods.period)}`;
};

test.each([
	['2023-11,2023-12,2024-01', 'month 2023-11'],
	['2023/11,2023/12,2024/1', 'month 2023-11'],
	['202311,202312,202401', 'month 2023-11'],
	['2023M11,2023M12,2024M01', 'month 2023-11'],
	['11/2023,12/2023,1/2024', 'month 2023-11'],
	['Nov 2023,Dec 2023,Jan 2024', 'month 2023-11'],
	['nov-98,dec-98,jan-99', 'month 1998-11'],
	['November 2023,December 2023', 'month 2023-11'],
	['Sept 2023,Oct 2023', 'month 2023-09'],
	['2023-11-01,2023-12-01,2024-01-01', 'month 2023-11'],
	['2023-11-30,2023-12-31', 'month 2023-11'],
	['2023-W51,2023-W52,2024-W01', 'week 2023-12-18'],
	['2020W52,2020W53,2021W1', 'week 2020-12-21'],
	['2023-12-18,2023-12-25,2024-01-01', 'week 2023-12-18'],
	['2023-12-30,2023-12-31,2024-01-01', 'day 2023-12-30'],
	['2023/12/30,2023/12/31', 'day 2023-12-30'],
	['20231230,20231231', 'day 2023-12-30'],
	['t1,t2,t3', null],
	['1,2,3', null],
	['2023-01,2023-03', null],
	['2023-13,2023-14', null],
	['1998,1999,2000', null],
	['', null]
])('%s is %s', (header, periods) => {
	expect(found(header)).toBe(periods);
});

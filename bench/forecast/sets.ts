import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { readCsvText } from '../../src/lib/domain/csv/read';
import { dayOf } from '../../src/lib/domain/forecast/calendar';
import type { Series } from './made-up';

/** The rows of a data set beside the repository, header first; null where it is not there. */
function rows(name: string): string[][] | null {
	const path = resolve('../shared/datasets', name);
	if (!existsSync(path)) return null;
	const { header, rows } = readCsvText({ text: gunzipSync(readFileSync(path)).toString('utf8') });
	return [header, ...rows.map(({ cells }) => cells)];
}

/** Monthly sales of 2,509 car parts without gaps, January 1998 to March 2002; 300 of them where the set is not there. */
export function carparts(): Series[] {
	const whole = rows('carparts.csv.gz');
	const fixture = () =>
		readFileSync(resolve('tests/fixtures/forecast/carparts-300.csv'), 'utf8')
			.trim()
			.split('\n')
			.map((row) => row.split(','));
	return (whole ?? fixture())
		.slice(1)
		.filter((cells) => cells.every((cell) => cell !== ''))
		.map(([item, ...units]) => ({ item: item!, units: Float64Array.from(units, Number) }));
}

/** Days of the Online Retail set. */
const ONLINE_DAYS = 374;

/** Daily units of the 200 items of UCI's Online Retail with most lines before the last 56 days; null where it is not there. */
export function onlineRetail(): Series[] | null {
	const lines = rows('online-retail.csv.gz');
	if (!lines) return null;
	const start = dayOf('2010-12-01')!;
	const units = new Map<string, Float64Array>();
	const counts = new Map<string, number>();
	for (const [invoice, code, , quantity, date, price] of lines.slice(1)) {
		if (/^[CA]/.test(invoice!) || !/^\d{5}/.test(code!) || !(Number(quantity) > 0) || !(Number(price) > 0))
			continue;
		const item = code!.toUpperCase();
		const day = dayOf(date!)! - start;
		let sold = units.get(item);
		if (!sold) units.set(item, (sold = new Float64Array(ONLINE_DAYS)));
		sold[day]! += Number(quantity);
		if (day < ONLINE_DAYS - 56) counts.set(item, (counts.get(item) ?? 0) + 1);
	}
	return [...counts]
		.sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1))
		.slice(0, 200)
		.map(([item]) => ({ item, units: units.get(item)! }));
}

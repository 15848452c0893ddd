import { readFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import type { CliCommand, CliIo } from '../command';
import { Complaints } from '../complaints';
import { fileToRead } from '../files';
import { readCsv, type CsvFile } from '../../lib/domain/csv/read';
import { dayOf, firstDay, periodLabel, periodOf, type Period } from '../../lib/domain/forecast/calendar';
import { demandPanel, type DemandLine } from '../../lib/domain/forecast/demand';
import { forecastPanel, type ItemForecast } from '../../lib/domain/forecast/forecast';
import type { ForecastOptions } from '../../lib/domain/forecast/learn';
import { METHODS } from '../../lib/domain/forecast/methods';
import type { Panel } from '../../lib/domain/forecast/panel';
import { periodsOfHeader } from '../../lib/domain/forecast/wide';

const METHOD_IDS = ['auto', ...METHODS.map(({ id }) => id), 'seasonal-naive', 'forest', 'rf'];

const usage = `pop forecast --sales FILE | --series FILE [options]

Forecasts the demand of each item.

  --sales FILE      a CSV of sales lines: a date, an item and a quantity column
  --series FILE     a CSV with one row an item: its name, then a column a period,
                    oldest first; an empty cell is not known
  --period P        day, week or month (default: day; for a series what its header says)
  --horizon N       periods to forecast, 1 to 10000 (default: 7)
  --method M        ${wrap(METHOD_IDS)}
                    (default: auto)
  --target T        mean, or median: the middle of what may come (default: mean)
  --seed N          a whole number; the same one gives the same forests (default: 1)
  --json            one JSON document
  --help            this text
`;

function wrap(words: string[]): string {
	const lines = [''];
	for (const word of words) {
		if (`${lines.at(-1)} ${word}`.length > 56) lines.push('');
		lines[lines.length - 1] += (lines.at(-1) === '' ? '' : ' ') + word;
	}
	return lines.join('\n' + ' '.repeat(20));
}

/** What a person did wrong on the command line. */
class UsageError extends Error {}
/** A file that can't be forecast from. */
class InputError extends Error {}

interface Options extends ForecastOptions {
	file: string;
	kind: 'sales' | 'series';
	period: Period | null;
	json: boolean;
}

function parse(argv: string[]): Options {
	let values;
	try {
		({ values } = parseArgs({
			args: argv,
			options: {
				sales: { type: 'string' },
				series: { type: 'string' },
				period: { type: 'string' },
				horizon: { type: 'string', default: '7' },
				method: { type: 'string', default: 'auto' },
				target: { type: 'string', default: 'mean' },
				seed: { type: 'string', default: '1' },
				json: { type: 'boolean', default: false }
			}
		}));
	} catch (error) {
		throw new UsageError((error as Error).message.split('\n')[0]);
	}
	const { sales, series, period, method, target } = values;
	const file = sales ?? series;
	if (!file || (sales && series)) throw new UsageError('give either --sales FILE or --series FILE');
	return {
		file,
		kind: sales ? 'sales' : 'series',
		period: period === undefined ? null : choice('--period', period, ['day', 'week', 'month'] as const),
		horizon: whole('--horizon', values.horizon, 1, 10_000),
		method: choice('--method', method, METHOD_IDS),
		target: choice('--target', target, ['mean', 'median'] as const),
		seed: whole('--seed', values.seed, 0, 2 ** 31 - 1),
		level: 0.9,
		json: values.json
	};
}

function choice<T extends string>(option: string, value: string, allowed: readonly T[]): T {
	const found = allowed.find((one) => one === value);
	if (found === undefined) throw new UsageError(`${option} ${value}: must be one of ${allowed.join(', ')}`);
	return found;
}

function whole(option: string, value: string, least: number, most: number): number {
	const number = Number(value);
	if (!/^\d+$/.test(value) || number < least || number > most)
		throw new UsageError(`${option} ${value}: must be a whole number from ${least} to ${most}`);
	return number;
}

const COLUMNS = {
	date: ['date', 'invoicedate', 'orderdate', 'saledate', 'soldat', 'day', 'timestamp'],
	quantity: ['quantity', 'qty', 'units', 'sold'],
	id: ['productid', 'stockcode', 'sku', 'partnumber'],
	name: ['item', 'product', 'itemname', 'productname', 'part', 'name', 'description'],
	order: ['orderid', 'invoiceno', 'invoice', 'order', 'ordernumber']
};

/** A number as people write it; NaN where it is none. */
function number(text: string, delimiter: string): number {
	const plain = delimiter === ',' ? text.trim() : text.trim().replace(',', '.');
	return /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(plain) ? Number(plain) : NaN;
}

function salesPanel(csv: CsvFile, period: Period, today: number, complaints: Complaints): Panel {
	const names = csv.header.map((name) => name.toLowerCase().replace(/[^a-z]/g, ''));
	const column = (known: string[]) => {
		const name = known.find((candidate) => names.includes(candidate));
		return name === undefined ? -1 : names.indexOf(name);
	};
	const at = {
		date: column(COLUMNS.date),
		quantity: column(COLUMNS.quantity),
		id: column(COLUMNS.id),
		name: column(COLUMNS.name),
		order: column(COLUMNS.order)
	};
	const missing = [
		...(at.date < 0 ? ['a date column (Date)'] : []),
		...(at.quantity < 0 ? ['a quantity column (Quantity)'] : []),
		...(at.id < 0 && at.name < 0 ? ['an item column (Item or ProductID)'] : [])
	];
	if (missing.length > 0) throw new InputError(`this is no sales file: it lacks ${missing.join(' and ')}`);

	const lines: DemandLine[] = [];
	const labels = new Map<string, string>();
	const ids = new Map<string, string>();
	for (const row of csv.rows) {
		const cells = row.cells;
		const cell = (index: number) => (index < 0 ? '' : (cells[index] ?? '').trim());
		const reject = (index: number, reason: string) =>
			complaints.add(row.line, csv.header[index] ?? '', cell(index), `${reason}; the row is left out`);
		const day = dayOf(cell(at.date));
		const units = number(cell(at.quantity), csv.delimiter);
		const id = cell(at.id);
		const name = cell(at.name);
		if (row.problem) reject(0, 'has quotes that do not close');
		else if (day === null) reject(at.date, 'is not a date like 2026-01-31 09:30:00');
		else if (day > today) reject(at.date, 'is in the future');
		else if (Number.isNaN(units)) reject(at.quantity, 'is not a number');
		else if (Math.abs(units) > 1e9) reject(at.quantity, 'is more than a billion');
		else if (id === '' && name === '') reject(at.name < 0 ? at.id : at.name, 'names no item');
		else {
			lines.push({ day, item: id || name, units, orderId: cell(at.order) });
			if (id !== '' && at.name >= 0 && names[at.name] !== 'description') {
				labels.set(id, name || id);
				ids.set(name, id);
			}
		}
	}
	if (lines.length === 0) throw new InputError('it has no row of sales that can be used');
	// Rows from before there were product ids belong to the product that has their name.
	for (const line of lines) line.item = ids.get(line.item) ?? line.item;
	const last = lines.reduce((latest, { day }) => Math.max(latest, day), -Infinity);
	const panel = demandPanel(lines, { period, end: wholePeriodEnd(last, period) });
	const shown = panel.items.map((item) => labels.get(item) ?? item);
	return {
		...panel,
		items: shown.map((label, i) =>
			shown.indexOf(label) === shown.lastIndexOf(label) ? label : panel.items[i]!
		)
	};
}

/** Days at the end of a week or month that a file may lack and still be whole: a shop is closed on a weekend. */
const CLOSED_DAYS = 2;

/** The day after the last one of a file; after the period, if just a weekend is missing. */
function wholePeriodEnd(last: number, period: Period): number {
	const next = firstDay(periodOf(last, period) + 1, period);
	return next - last - 1 <= CLOSED_DAYS ? next : last + 1;
}

/** Units of a period up to which squares and sums still have room in a number. */
const MOST = 1e15;

function seriesPanel(csv: CsvFile, asked: Period | null, complaints: Complaints): Panel {
	const columns = csv.header.slice(1);
	if (columns.length === 0 || csv.rows.length === 0)
		throw new InputError(
			'this is no table of series: it needs a column of items, columns of periods and a row'
		);
	const dated = periodsOfHeader(columns);
	const period = asked ?? dated?.period ?? 'day';
	const first = dated?.period === period ? dated.first : 0;
	const items: string[] = [];
	const values: Float64Array[] = [];
	let readable = false;
	for (const row of csv.rows) {
		const cells = row.cells;
		if (row.problem || cells.length > csv.header.length) {
			complaints.add(
				row.line,
				csv.header[0] ?? '',
				cells[0] ?? '',
				'has more cells than the header; the row is left out'
			);
			continue;
		}
		const units = columns.map((column, c) => {
			const text = (cells[c + 1] ?? '').trim();
			const value = text === '' ? NaN : number(text, csv.delimiter);
			if (!Number.isNaN(value)) readable = true;
			if ((value >= 0 && value <= MOST) || text === '') return value;
			const reason = value < 0 ? 'is negative' : value > MOST ? 'is too large' : 'is not a number';
			complaints.add(row.line, column, text, `${reason}; taken as not known`);
			return NaN;
		});
		const known = units.findIndex((value) => !Number.isNaN(value));
		items.push((cells[0] ?? '').trim());
		values.push(Float64Array.from(known < 0 ? [] : units.slice(known)));
	}
	if (!readable) throw new InputError('this is no table of series: no cell beside the items is a number');
	return { period, end: first + columns.length, items, values };
}

/** Nine digits behind the point: as far as all engines agree. */
const rounded = (value: number | null) =>
	value === null || Number.isNaN(value) ? null : Math.round(value * 1e9) / 1e9;

function asJson(panel: Panel, horizon: number, forecasts: ItemForecast[]): string {
	const items = forecasts.map(
		({ item, method, reason, demandClass, trend, forecast, lower, upper, total, metrics }) => ({
			item,
			method,
			reason,
			demandClass,
			trend,
			forecast: Array.from(forecast, rounded),
			lower: Array.from(lower, rounded),
			upper: Array.from(upper, rounded),
			total: { forecast: rounded(total.forecast), lower: rounded(total.lower), upper: rounded(total.upper) },
			metrics: metrics
				? Object.fromEntries(Object.entries(metrics).map(([name, value]) => [name, rounded(value)]))
				: {}
		})
	);
	return (
		JSON.stringify({ period: panel.period, horizon, from: periodLabel(panel.end, panel.period), items }) +
		'\n'
	);
}

function asText(panel: Panel, horizon: number, forecasts: ItemForecast[]): string {
	const show = (value: number | null | undefined) =>
		value === null || value === undefined || Number.isNaN(value) ? '-' : value.toFixed(1);
	const rows = forecasts.map(({ item, demandClass, total, metrics, method }) => [
		item,
		show(total.forecast),
		show(total.lower),
		show(total.upper),
		show(metrics?.totalError),
		demandClass,
		method
	]);
	const head = ['item', 'total', 'low', 'high', 'error', 'demand', 'method'];
	const widths = head.map((name, c) =>
		rows.reduce((most, row) => Math.max(most, row[c]!.length), name.length)
	);
	const line = (row: string[]) =>
		row
			.map((cell, c) => (c > 0 && c < 5 ? cell.padStart(widths[c]!) : cell.padEnd(widths[c]!)))
			.join('  ')
			.trimEnd();
	const title = `Units over ${horizon} ${panel.period}${horizon === 1 ? '' : 's'}; low and high hold 9 of 10, error is that of the total in the backtest.`;
	return (
		[title, line(head), ...rows.map(line), ...new Set(forecasts.map(({ reason }) => reason))].join('\n') +
		'\n'
	);
}

async function run(argv: string[], io: CliIo): Promise<number> {
	if (argv.includes('--help')) {
		io.stdout(usage);
		return 0;
	}
	try {
		const options = parse(argv);
		const csv = readCsv(await readFile(await fileToRead(options.file, io)));
		const complaints = new Complaints(io);
		const today = Math.floor(Date.now() / 86_400_000) + 1;
		const panel =
			options.kind === 'sales'
				? salesPanel(csv, options.period ?? 'day', today, complaints)
				: seriesPanel(csv, options.period, complaints);
		complaints.finish();
		const { items } = forecastPanel(panel, options)!;
		io.stdout((options.json ? asJson : asText)(panel, options.horizon, items));
		return 0;
	} catch (error) {
		if (error instanceof UsageError) {
			io.stderr(`pop forecast: ${error.message}\nTry: pop forecast --help\n`);
			return 2;
		}
		if (error instanceof InputError) {
			io.stderr(
				`pop forecast: ${argv[argv.findIndex((arg) => /^--(sales|series)/.test(arg)) + 1] ?? ''}: ${error.message}\n`
			);
			return 1;
		}
		throw error;
	}
}

export const forecast: CliCommand = {
	name: 'forecast',
	summary: 'Forecast demand from sales or from a table of series',
	usage,
	run
};

import { closeSync, mkdirSync, openSync, readFileSync, writeSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { isSupport, type Baskets } from '../../lib/domain/basket/baskets';
import type { LeftOut } from '../../lib/domain/basket/itemsets';
import { mine } from '../../lib/domain/basket/mine';
import { readSales, readTransactions } from '../../lib/domain/basket/read';
import { itemsetsCsv, reportOf, rulesCsv, type BasketReport } from '../../lib/domain/basket/report';
import { isConfidence, rulesOf } from '../../lib/domain/basket/rules';
import { decode } from '../../lib/domain/csv/encoding';
import { readCsv } from '../../lib/domain/csv/read';
import type { CliCommand, CliIo } from '../command';
import { Complaints } from '../complaints';
import { fileFault, fileToRead } from '../files';

const usage = `Usage: pop baskets (--sales FILE | --transactions FILE) [options]

What is bought together: every frequent itemset and rule, exactly.

  --sales FILE            a CSV with an order and an item column, such as the shop's sales.csv;
                          returns and lines without a quantity above 0 are left out
  --transactions FILE     one basket a line, items separated by ";" if any line has one, else ",", else blanks;
                          a first line "items" is skipped
  --separator X           the separator of --transactions ("\\t" for a tab)
  --min-support S         below 1 a share of the baskets, else a count          (default 0.01)
  --min-confidence C      0 to 1                                                (default 0.5)
  --max-length L          the most items in a set                               (default: any)
  --top K                 of the sets of two items or more only the K most frequent (default: all)
  --seconds S             ends the search after S seconds, and says what it left out (default: never)
  --single-consequent     only rules with one item as consequent
  --out DIR               also write itemsets.csv and rules.csv there
  --json                  one JSON document: {transactions, itemsets, rules}
`;

/** So many itemsets or rules, of some 100 bytes each when printed, are a sign of a support that is too low. */
const MOST = 2_000_000;
const MANY = MOST.toLocaleString('en');
const SHOWN = 20;

export const baskets: CliCommand = {
	name: 'baskets',
	summary: 'what is bought together: itemsets and rules from sales or transactions',
	usage,
	run: async (argv, io) => {
		const options = parse(argv);
		if (options === 'help') {
			io.stdout(usage);
			return 0;
		}
		if (typeof options === 'string') {
			io.stderr(`pop baskets: ${options}\n\n${usage}`);
			return 2;
		}
		const failure = analyse(readFileSync(await fileToRead(options.file, io)), options, io);
		if (failure) io.stderr(`pop baskets: ${failure}\n`);
		return failure ? 1 : 0;
	}
};

interface Options {
	kind: 'sales' | 'transactions';
	file: string;
	separator?: string;
	minSupport: number;
	minConfidence: number;
	maxLength?: number;
	top?: number;
	seconds?: number;
	singleConsequent: boolean;
	out?: string;
	json: boolean;
}

/** The options, or what is wrong with them. */
function parse(argv: string[]): Options | string {
	let values;
	try {
		({ values } = parseArgs({
			args: argv,
			options: {
				sales: { type: 'string' },
				transactions: { type: 'string' },
				separator: { type: 'string' },
				'min-support': { type: 'string', default: '0.01' },
				'min-confidence': { type: 'string', default: '0.5' },
				'max-length': { type: 'string' },
				top: { type: 'string' },
				seconds: { type: 'string' },
				'single-consequent': { type: 'boolean', default: false },
				out: { type: 'string' },
				json: { type: 'boolean', default: false },
				help: { type: 'boolean', short: 'h' }
			}
		}));
	} catch (error) {
		return (error as Error).message;
	}
	if (values.help) return 'help';
	const { sales, transactions, separator } = values;
	const file = sales ?? transactions;
	if (file === undefined || (sales !== undefined && transactions !== undefined))
		return 'give either --sales FILE or --transactions FILE';
	if (separator !== undefined && (sales !== undefined || separator === ''))
		return '--separator is the text between the items of --transactions';
	const minSupport = numberOf(values['min-support']);
	if (!isSupport(minSupport)) return `--min-support is a number above 0, not "${values['min-support']}"`;
	const minConfidence = numberOf(values['min-confidence']);
	if (!isConfidence(minConfidence))
		return `--min-confidence is a number from 0 to 1, not "${values['min-confidence']}"`;
	const maxLength = optional(values['max-length']);
	if (maxLength !== undefined && !(Number.isInteger(maxLength) && maxLength >= 1))
		return `--max-length is a whole number from 1, not "${values['max-length']}"`;
	const top = optional(values.top);
	if (top !== undefined && !(Number.isInteger(top) && top >= 1))
		return `--top is a whole number from 1, not "${values.top}"`;
	const seconds = optional(values.seconds);
	if (seconds !== undefined && !(seconds >= 0))
		return `--seconds is a number from 0, not "${values.seconds}"`;
	return {
		kind: sales === undefined ? 'transactions' : 'sales',
		file,
		separator: separator === '\\t' ? '\t' : separator,
		minSupport,
		minConfidence,
		maxLength,
		top,
		seconds,
		singleConsequent: values['single-consequent'],
		out: values.out,
		json: values.json
	};
}

const numberOf = (text: string) => (text.trim() === '' ? NaN : Number(text));
const optional = (text: string | undefined) => (text === undefined ? undefined : numberOf(text));

/** Does it all; returns what went wrong. */
function analyse(bytes: Uint8Array, options: Options, io: CliIo): string | undefined {
	let baskets: Baskets;
	if (options.kind === 'sales') {
		const read = readSales(readCsv(bytes));
		if (!read.ok) return `${options.file}: ${read.error}`;
		const complaints = new Complaints(io);
		for (const { line, column, value, reason } of read.value.refused)
			complaints.add(line, column, value, `${reason}; the row is left out`);
		complaints.finish();
		baskets = read.value.baskets;
	} else baskets = readTransactions(decode(bytes).text, options.separator);

	const { minSupport, maxLength, top, seconds = Infinity, minConfidence, singleConsequent } = options;
	const began = performance.now();
	const shouldStop = () => performance.now() - began > 1000 * seconds;
	const sets = mine(baskets, { minSupport, maxLength, top, limit: MOST, shouldStop });
	if (sets.leftOut?.reason === 'limit')
		return `more than ${MANY} itemsets occur at least ${sets.minCount} times: raise --min-support or set --max-length`;
	const rules = rulesOf(sets, { minConfidence, singleConsequent, limit: MOST });
	if (!rules.complete)
		return `more than ${MANY} rules: raise --min-confidence or --min-support, or set --max-length`;
	const report = reportOf(rules);
	if (sets.leftOut) {
		const { searched, rarer } = sets.leftOut;
		io.stderr(
			`pop baskets: the ${seconds} s were over: all sets of the ${searched} most frequent items are there, of those with one of ${rarer} rarer ones some are missing\n`
		);
	}

	if (options.out !== undefined) {
		const folder = resolve(io.cwd, options.out);
		try {
			mkdirSync(folder, { recursive: true });
			write(join(folder, 'itemsets.csv'), itemsetsCsv(report));
			write(join(folder, 'rules.csv'), rulesCsv(report.rules()));
		} catch (error) {
			throw fileFault(options.out, error, 'no folder can be made there');
		}
	}
	for (const piece of inPieces(options.json ? json(report, sets.leftOut) : table(report))) io.stdout(piece);
	return undefined;
}

function* json(report: BasketReport, leftOut: LeftOut | undefined): Generator<string> {
	const missing = leftOut ? `"leftOut":${JSON.stringify(leftOut)},` : '';
	yield `{"transactions":${report.transactions},${missing}"itemsets":[`;
	yield* joined(report.itemsets());
	yield '],"rules":[';
	yield* joined(report.rules());
	yield ']}\n';
}

/** An infinite conviction has no number in JSON: it is null. */
function* joined(values: Iterable<object>): Generator<string> {
	let comma = '';
	for (const value of values) {
		yield comma + JSON.stringify(value);
		comma = ',\n';
	}
}

function* table(report: BasketReport): Generator<string> {
	const { transactions, minCount, itemsetCount, ruleCount } = report;
	yield `${transactions} baskets, ${itemsetCount} itemsets in at least ${minCount}, ${ruleCount} rules\n`;
	if (ruleCount > 0) {
		const rows = first(report.rules()).map((rule) => [
			`${rule.antecedent.join(', ')} -> ${rule.consequent.join(', ')}`,
			String(rule.count),
			`${(100 * rule.confidence).toFixed(1)} %`,
			rule.lift.toFixed(2),
			rule.holmP < 0.001 ? '< 0.001' : rule.holmP.toFixed(3),
			rule.redundant ? 'yes' : ''
		]);
		yield aligned([['Rule', 'Count', 'Confidence', 'Lift', 'p (Holm)', 'Redundant'], ...rows]);
		yield rest(ruleCount);
	}
	if (itemsetCount > 0) {
		const rows = first(report.itemsets()).map(({ items, count }) => [
			items.join(', '),
			String(count),
			`${((100 * count) / transactions).toFixed(1)} %`
		]);
		yield aligned([['Itemset', 'Count', 'Support'], ...rows]);
		yield rest(itemsetCount);
	}
}

function first<T>(values: Generator<T>): T[] {
	const taken: T[] = [];
	for (const value of values) if (taken.push(value) === SHOWN) break;
	return taken;
}

const rest = (count: number) =>
	count > SHOWN ? `... and ${count - SHOWN} more: --json or --out DIR has all\n` : '';

/** The first column to the left, figures to the right. */
function aligned(rows: string[][]): string {
	const widths = rows[0]!.map((_, column) => Math.max(...rows.map((row) => row[column]!.length)));
	const lines = rows.map((row) =>
		row
			.map((text, column) => (column === 0 ? text.padEnd(widths[0]!) : text.padStart(widths[column]!)))
			.join('  ')
	);
	return `\n${lines.map((line) => line.trimEnd()).join('\n')}\n`;
}

function write(path: string, pieces: Iterable<string>): void {
	const file = openSync(path, 'w');
	try {
		for (const piece of inPieces(pieces)) writeSync(file, piece);
	} finally {
		closeSync(file);
	}
}

/** Fewer and larger pieces, each far below the longest possible string. */
function* inPieces(pieces: Iterable<string>): Generator<string> {
	let text = '';
	for (const piece of pieces) {
		text += piece;
		if (text.length < 65_536) continue;
		yield text;
		text = '';
	}
	if (text) yield text;
}

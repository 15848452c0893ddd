import { err, ok, type Result } from '../result';
import type { CsvFile, CsvRow, RowSource } from './read';
import { Refusal, type CellContext, type CellType } from './values';

/** A column of a canonical table. */
export interface Column<Row> {
	/** As POP writes it in the header. */
	name: string;
	field: keyof Row & string;
	// Each column has a type of its own; the functions below keep column and field together.
	// eslint-disable-next-line @typescript-eslint/no-explicit-any
	type: CellType<any>;
	/** What an empty or missing cell means: `required` refuses the row, else this value; undefined leaves the field out. */
	empty?: unknown;
	required?: boolean;
	/** Stands in POP's own files only; an old shop's file gains it when it is taken over. */
	optional?: boolean;
	/** Other names that imports have for it. */
	aliases?: string[];
}

/** A canonical table: how its file and the domain's rows answer to each other. */
export interface TableSpec<Row> {
	name: string;
	columns: Column<Row>[];
	/** The fields that no two rows share; none for tables whose rows have no key. */
	key: (keyof Row & string)[];
	/** The field of the store's own row number, in tables without a key: not in the file. */
	number?: keyof Row & string;
	/** Fills in what other cells tell; returns what can't be right about it. */
	complete?(row: Row): Fault | undefined;
}

/** What is wrong with a cell: in which column, what stands there, and why. */
export interface Fault {
	column: string;
	value: string;
	/** For people: `is not a number`. */
	reason: string;
}

/** A row that was refused, for its first fault and all that it has besides. */
export interface Rejection extends Fault {
	line: number;
	also?: Fault[];
}

/** All faults of a refused row, each with its line. */
export const faultsIn = ({ also = [], ...first }: Rejection): (Fault & { line: number })[] => [
	first,
	...also.map((fault) => ({ ...fault, line: first.line }))
];

/** A column that POP does not know: its cells go with the row, under its name. */
export interface ExtraColumn {
	extra: string;
}

/** Where the columns of a table stand in a file. */
export interface Layout<Row> {
	/** By place in the file; null for one without a name of its own, which stays in the file alone. */
	columns: (Column<Row> | ExtraColumn | null)[];
	/** The table's columns that the file does not have. */
	missing: Column<Row>[];
}

/** By what two names of columns are the same. */
export const folded = (name: string) => name.toLowerCase().replace(/[^\p{L}\p{N}]/gu, '');

/** Finds a table's columns in a header, whatever its case, blanks and order; a name that stands twice counts once. */
export function layoutOf<Row>(spec: TableSpec<Row>, header: readonly string[]): Layout<Row> {
	const names = header.map(folded);
	const places = new Map<number, Column<Row>>();
	for (const column of spec.columns) {
		const wanted = [column.name, ...(column.aliases ?? [])].map(folded);
		const place = wanted.map((name) => names.indexOf(name)).find((at) => at !== -1 && !places.has(at));
		if (place !== undefined) places.set(place, column);
	}
	const found = new Set(places.values());
	return {
		columns: header.map((name, place) => {
			const own = name.trim() !== '' && header.indexOf(name) === place;
			return places.get(place) ?? (own ? { extra: name } : null);
		}),
		missing: spec.columns.filter((column) => !found.has(column))
	};
}

/** How a file writes its numbers; `digits` and the zone are the shop's. */
export function contextOf<Row>(
	file: Pick<CsvFile, 'delimiter' | 'header' | 'rows'>,
	spec: TableSpec<Row>,
	{ digits, timeZone }: { digits: number; timeZone: string }
): CellContext {
	const commaDelimited = file.delimiter === ',';
	const withComma = () => file.rows.some(decimalCommaFinder(spec, file.header));
	const decimalComma = !commaDelimited && (file.rows.length === 0 ? file.delimiter === ';' : withComma());
	return { digits, timeZone, commaDelimited, decimalComma };
}

/** Tells whether a number of a row is written with a decimal comma. */
export function decimalCommaFinder<Row>(
	spec: TableSpec<Row>,
	header: readonly string[]
): (row: CsvRow) => boolean {
	const numeric = layoutOf(spec, header).columns.flatMap((column, place) =>
		column && 'field' in column && column.type.numeric ? [place] : []
	);
	return (row) => {
		if (!commaBetweenDigits.test(row.raw)) return false;
		const cells = row.cells;
		return numeric.some((place) => commaBetweenDigits.test(cells[place] ?? ''));
	};
}

const commaBetweenDigits = /\d,\d/;

/** What no cell may hold: NUL, which databases end a text at, and halves of characters. */
const unstorable = /[\0\p{Cs}]/u;
/** What may be some of that, and is looked for in no time. */
const perhapsUnstorable = /[\0\ud800-\udfff]/;

/** Reads one row of a file. A row that says too much, or something that a column refuses, is refused whole. */
export function rowReader<Row>(
	spec: TableSpec<Row>,
	header: readonly string[],
	context: CellContext
): (row: CsvRow) => Result<Row, Rejection> {
	const { columns, missing } = layoutOf(spec, header);
	const absent = missing.find((column) => column.required);
	let looked: RowSource | undefined;
	let allStorable = false;
	return (row) => {
		const cells = row.cells;
		const fault = (place: number, reason: string): Fault => ({
			column: header[place] ?? '',
			value: cells[place] ?? '',
			reason
		});
		if (absent)
			return err({ line: row.line, column: absent.name, value: '', reason: 'is missing from the header' });
		if (row.problem)
			return err({
				line: row.line,
				...fault(
					cells.findIndex((cell) => cell.startsWith('"')),
					'has quotes that do not close'
				)
			});
		let faults: Fault[] | undefined;
		for (let place = columns.length; place < cells.length; place++)
			if (cells[place] !== '')
				(faults ??= []).push(fault(place, `stands behind the last of ${columns.length} columns`));
		if (row.source !== looked) {
			looked = row.source;
			allStorable = !perhapsUnstorable.test(looked.text);
		}
		const isStorable = allStorable || !perhapsUnstorable.test(row.raw);

		const read: Record<string, unknown> = {};
		let extra: [string, string][] | undefined;
		for (const { field, empty } of missing) if (empty !== undefined) read[field] = empty;
		for (let place = 0; place < columns.length; place++) {
			const column = columns[place];
			const cell = cells[place] ?? '';
			if (!isStorable && unstorable.test(cell)) {
				(faults ??= []).push(fault(place, 'holds a character that is none'));
				continue;
			}
			if (!column) continue;
			if ('field' in column) {
				const value = cellValue(column, cell, context);
				if (value instanceof Refusal) (faults ??= []).push(fault(place, value.reason));
				else if (value !== undefined) read[column.field] = value;
			} else if (cell !== '') (extra ??= []).push([column.extra, cell]);
		}
		if (faults) {
			const [first, ...also] = faults as [Fault, ...Fault[]];
			return err({ line: row.line, ...first, ...(also.length > 0 && { also }) });
		}
		if (extra) read.extra = Object.fromEntries(extra);
		const incomplete = spec.complete?.(read as Row);
		return incomplete ? err({ line: row.line, ...incomplete }) : ok(read as Row);
	};
}

/** What a cell means for its column. */
export function cellValue<Row>(column: Column<Row>, cell: string, context: CellContext): unknown {
	if (isEmpty(column, cell)) return column.required ? new Refusal('is empty') : column.empty;
	return column.type.read(cell, context) ?? column.empty;
}

const SPACE = 0x20;
const NINE = 0x39;
/** The last sign of ASCII: among those behind it there are blanks. */
const TILDE = 0x7e;

function isEmpty<Row>({ type, required }: Column<Row>, cell: string): boolean {
	if (cell === '') return true;
	const first = cell.charCodeAt(0);
	if (first > SPACE && first <= (type.verbatim ? TILDE : NINE)) return false;
	if (type.verbatim) return Boolean(required) && cell.trim() === '';
	const bare = cell.trim();
	return bare === '' || bare.toLowerCase() === 'nan';
}

/** The cell that POP writes for a value of a column. */
export function cellOf<Row>(column: Column<Row>, value: unknown, context: CellContext): string {
	return value === undefined ? '' : column.type.write(value, context);
}

/** A row's key as text, the same for a row of the file and of the store. */
export function keyOf<Row>(spec: TableSpec<Row>, row: Row): string {
	return spec.key.map((field) => row[field]).join('|');
}

/** The key that the cells of a row say, also of one that was refused: keys are text. */
export function keyCells<Row>(
	spec: TableSpec<Row>,
	header: readonly string[],
	cells: readonly string[]
): string {
	const { columns } = layoutOf(spec, header);
	const placeOf = (field: string) =>
		columns.findIndex((column) => column && 'field' in column && column.field === field);
	return spec.key.map((field) => cells[placeOf(field)] ?? '').join('|');
}

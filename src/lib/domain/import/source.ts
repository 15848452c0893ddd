import { beginningOf, encode, textFrom, type Bytes, type Encoding } from '../csv/encoding';
import { CsvRow, guessDelimiter, saysSomething } from '../csv/read';
import { RowScanner } from '../csv/scan';
import { decimalCommaFinder, type TableSpec } from '../csv/spec';
import { renamed, type Mapping } from './mapping';
import { otherKind } from './other-kind';
import { restore, SPREADSHEET_MARK } from './spreadsheet';

/** Bytes that tell how a file parts its cells and its lines. */
const HEAD = 1 << 20;
/** Bytes that are read together. */
const STEP = 1 << 18;
/** Rows, some milliseconds of work, that are looked at together for decimal commas. */
const TOGETHER = 4000;

/** A row of a file for spreadsheets: its cells are what they were before they were made harmless. */
class SpreadsheetRow extends CsvRow {
	override get cells(): string[] {
		return super.cells.map(restore);
	}
}

/** A file of any size that is read row by row, some of its bytes at a time, as `readCsv` reads the whole of it. */
export class ImportSource {
	readonly delimiter: string;
	/** The line end that the file's first line has; LF where it has none. */
	readonly newline: string;
	/** What the file is instead of CSV text, for people; null where it may be CSV. */
	readonly otherKind: string | null;
	/** The names of the columns as the file has them; empty for a file without rows. */
	readonly header: string[];
	readonly #bytes: Bytes;
	readonly #step: number;
	readonly #encoding: Encoding;
	readonly #forSpreadsheets: boolean;
	/** The byte and the line in which the first row begins. */
	readonly #start: { byte: number; line: number };
	#read = 0;

	/** @param step how many bytes are read together, at least 16 */
	constructor(bytes: Bytes, step = STEP) {
		this.#bytes = bytes;
		this.#step = step;
		this.otherKind = otherKind(bytes);
		const { encoding, from } = beginningOf(bytes);
		this.#encoding = encoding;
		const head = textFrom(bytes, encoding, from, HEAD).text;
		const named = /^sep=(.)(?:\r\n|\n|\r|$)/i.exec(head);
		this.delimiter = named?.[1] ?? guessDelimiter(head);
		const skipped = encode({ text: named?.[0] ?? '', encoding, bom: false })!;
		this.#start = { byte: from + skipped.length, line: named ? 2 : 1 };
		this.newline = /\r\n|\n|\r/.exec(head)?.[0] ?? '\n';
		const first = this.#rows(CsvRow).next();
		const header = first.done ? [] : first.value.cells;
		this.#forSpreadsheets = header.includes(SPREADSHEET_MARK);
		this.header = this.#forSpreadsheets
			? header.map((name) => (name === SPREADSHEET_MARK ? '' : restore(name)))
			: header;
	}

	/** How much of the file the rows that are being walked over have come from, from 0 to 1. */
	get share(): number {
		return this.#read / (this.#bytes.length || 1);
	}

	/** The rows below the header. */
	*rows(): Generator<CsvRow, void> {
		const rows = this.#rows(this.#forSpreadsheets ? SpreadsheetRow : CsvRow);
		rows.next();
		yield* rows;
	}

	/**
	 * Whether numbers are written `1500,50`, with the columns named as a mapping says. Reads down to the first one that is, and
	 * yields now and then.
	 */
	*decimalComma<Row>(spec: TableSpec<Row>, mapping?: Mapping): Generator<undefined, boolean> {
		if (this.delimiter === ',') return false;
		const hasDecimalComma = decimalCommaFinder(spec, renamed(this.header, mapping));
		let looked = 0;
		for (const row of this.rows()) {
			if (hasDecimalComma(row)) return true;
			if (++looked % TOGETHER === 0) yield;
		}
		return false;
	}

	/** A row that may go on behind what is read is looked at again with more; with twice as much where no other was whole. */
	*#rows(Row: typeof CsvRow): Generator<CsvRow, void> {
		const { delimiter } = this;
		let { byte, line } = this.#start;
		let [text, at, step] = ['', 0, this.#step];
		for (let isLast = false; !isLast; step = at > 0 ? this.#step : 2 * step) {
			const more = textFrom(this.#bytes, this.#encoding, byte, step);
			byte = this.#read = more.to;
			isLast = byte === this.#bytes.length;
			text = text.slice(at) + more.text;
			at = 0;
			const source = { text, delimiter };
			const scanner = new RowScanner(text, delimiter, 0, line);
			while (scanner.next() && (isLast || scanner.settled)) {
				at = scanner.after;
				line = scanner.nextLine;
				if (saysSomething(text, scanner.start, scanner.end, delimiter)) yield new Row(source, scanner);
			}
		}
	}
}

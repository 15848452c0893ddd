import { decode } from '../csv/encoding';
import { CsvRow, guessDelimiter, saysSomething } from '../csv/read';
import type { ShopCells } from '../csv/read-table';
import { RowScanner } from '../csv/scan';
import { contextOf, type TableSpec } from '../csv/spec';
import type { CellContext } from '../csv/values';
import { renamed, type Mapping } from './mapping';
import { restore, SPREADSHEET_MARK } from './spreadsheet';

/** Rows that tell how a file writes its numbers. */
const SAMPLE = 1000;

/** A row of a file for spreadsheets: its cells are what they were before they were made harmless. */
class SpreadsheetRow extends CsvRow {
	override get cells(): string[] {
		return super.cells.map(restore);
	}
}

/** A file of any size that is read row by row, so that a million rows need no more memory than their text. */
export class ImportSource {
	readonly text: string;
	readonly delimiter: string;
	/** The names of the columns as the file has them; empty for a file without rows. */
	readonly header: string[];
	readonly #forSpreadsheets: boolean;
	readonly #start: { from: number; line: number };

	constructor(bytes: Uint8Array) {
		this.text = decode(bytes).text;
		const named = /^sep=(.)(?:\r\n|\n|\r|$)/i.exec(this.text);
		this.delimiter = named?.[1] ?? guessDelimiter(this.text);
		this.#start = named ? { from: named[0].length, line: 2 } : { from: 0, line: 1 };
		const first = this.#rows().next();
		const header = first.done ? [] : first.value.cells;
		this.#forSpreadsheets = header.includes(SPREADSHEET_MARK);
		this.header = this.#forSpreadsheets
			? header.map((name) => (name === SPREADSHEET_MARK ? '' : restore(name)))
			: header;
	}

	/** The rows below the header. `row.after` of `text.length` tells how far it is. */
	*rows(): Generator<CsvRow, void> {
		let isHeader = true;
		for (const row of this.#rows()) {
			if (!isHeader) yield row;
			isHeader = false;
		}
	}

	/** How the file's numbers are written, with its columns named as a mapping says. */
	context<Row>(spec: TableSpec<Row>, shop: ShopCells, mapping?: Mapping): CellContext {
		const rows: CsvRow[] = [];
		for (const row of this.rows()) if (rows.push(row) === SAMPLE) break;
		const { text, delimiter } = this;
		const header = renamed(this.header, mapping);
		const file = {
			text,
			delimiter,
			header,
			rows,
			encoding: 'utf-8',
			bom: false,
			newline: '\n',
			headerRow: null
		} as const;
		return contextOf({ ...file }, spec, shop);
	}

	*#rows(): Generator<CsvRow, void> {
		const { text, delimiter } = this;
		const source = { text, delimiter };
		const Row = this.#forSpreadsheets ? SpreadsheetRow : CsvRow;
		const scanner = new RowScanner(text, delimiter, this.#start.from, this.#start.line);
		while (scanner.next())
			if (saysSomething(text, scanner.start, scanner.end, delimiter)) yield new Row(source, scanner);
	}
}

import { decode, type Encoding } from './encoding';
import { cellText, rawCells, RowScanner, type QuoteProblem } from './scan';

/** What rows are cut from: the text of a file, or of a part of one. */
export interface RowSource {
	text: string;
	delimiter: string;
}

/** A row as the file has it; cells are split when they are asked for. */
export class CsvRow {
	/** The row's first line in the file, from 1. */
	readonly line: number;
	/** Where the row stands in the file's text: without its line end, and with it. */
	readonly start: number;
	readonly end: number;
	readonly after: number;
	/** Set where the quotes of the row don't close; its cells are then split at every delimiter. */
	readonly problem: QuoteProblem | undefined;
	readonly #plain: boolean;
	readonly source: RowSource;

	constructor(source: RowSource, at: RowScanner) {
		this.source = source;
		this.line = at.line;
		this.start = at.start;
		this.end = at.end;
		this.after = at.after;
		this.problem = at.problem;
		this.#plain = !at.quoted || at.problem !== undefined;
	}

	/** The row byte for byte, without its line end. */
	get raw(): string {
		return this.source.text.slice(this.start, this.end);
	}

	/** What the cells say. Split anew on each call: take it once. */
	get cells(): string[] {
		return this.#plain ? this.rawCells : this.rawCells.map(cellText);
	}

	/** The cells byte for byte, quotes included. */
	get rawCells(): string[] {
		const { delimiter } = this.source;
		return this.#plain ? this.raw.split(delimiter) : rawCells(this.raw, delimiter);
	}
}

export interface CsvFile {
	/** The file's whole text, without its byte order mark. */
	text: string;
	encoding: Encoding;
	bom: boolean;
	delimiter: string;
	/** The line end that the file's first line has; LF where it has none. */
	newline: string;
	/** The names of the columns as the file has them; empty for a file without rows. */
	header: string[];
	headerRow: CsvRow | null;
	/** Every row below the header that says something: blank lines and rows of empty cells stay in `text` alone. */
	rows: CsvRow[];
}

/**
 * Reads a CSV file as people really have it: UTF-8, UTF-16 with a mark or Windows-1252; comma, semicolon, tab or pipe,
 * also named by a first line `sep=;`; any line ends and quotes. Never fails: rows with broken quotes carry a `problem`.
 */
export function readCsv(bytes: Uint8Array): CsvFile {
	return readCsvText(decode(bytes));
}

/** The same for text that is decoded already. */
export function readCsvText({
	text,
	encoding = 'utf-8',
	bom = false
}: {
	text: string;
	encoding?: Encoding;
	bom?: boolean;
}): CsvFile {
	const named = /^sep=(.)(?:\r\n|\n|\r|$)/i.exec(text);
	const from = named?.[0].length ?? 0;
	const delimiter = named?.[1] ?? guessDelimiter(text);
	const source = { text, delimiter };
	const rows: CsvRow[] = [];
	const scanner = new RowScanner(text, delimiter, from, named ? 2 : 1);
	while (scanner.next())
		if (saysSomething(text, scanner.start, scanner.end, delimiter)) rows.push(new CsvRow(source, scanner));
	const headerRow = rows.shift() ?? null;
	const newline = /\r\n|\n|\r/.exec(text)?.[0] ?? '\n';
	return { text, encoding, bom, delimiter, newline, header: headerRow?.cells ?? [], headerRow, rows };
}

const delimiters = [',', ';', '\t', '|'];
/** A quoted cell, whichever of them parts it from the others. */
const quotedCell = /(?<=^|[,;\t|\r\n])"(?:[^"]|"")+"(?= *(?:$|[,;\t|\r\n]))/g;
/** Rows, and characters, that tell a file's delimiter. */
const GUESSED = { rows: 20, length: 1 << 16 };

/**
 * The delimiter that cuts the header into the most cells; of equals, the one by which more rows below have as many. What
 * stands in quotes cuts nothing.
 */
export function guessDelimiter(text: string): string {
	const bare = text.slice(0, GUESSED.length).replace(quotedCell, 'x');
	let best = { delimiter: ',', cells: 1, same: 0 };
	for (const delimiter of delimiters) {
		const counts: number[] = [];
		const scanner = new RowScanner(bare, delimiter);
		while (counts.length < GUESSED.rows && scanner.next())
			if (saysSomething(bare, scanner.start, scanner.end, delimiter))
				counts.push(rawCells(bare.slice(scanner.start, scanner.end), delimiter).length);
		const cells = counts[0] ?? 0;
		const same = counts.filter((count) => count === cells).length;
		if (cells > best.cells || (cells === best.cells && cells > 1 && same > best.same))
			best = { delimiter, cells, same };
	}
	return best.delimiter;
}

/** Whether a row is more than delimiters, blanks and empty quotes. */
export function saysSomething(text: string, start: number, end: number, delimiter: string): boolean {
	for (let at = start; at < end; at++) {
		const character = text[at]!;
		if (character !== delimiter && character !== ' ' && character !== '\t' && character !== '"') return true;
	}
	return false;
}

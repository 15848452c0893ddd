/**
 * Where rows and cells of CSV text begin and end. Rows end at LF, CRLF or CR, also mixed in one file; a quoted cell
 * holds delimiters, line ends and doubled quotes. What people really have is read as they meant it:
 *  - a quote inside an unquoted cell is text (`5" bolt`);
 *  - a single quote inside a quoted cell is text if the cell still closes on its line (`"5" bolt"`);
 *  - otherwise the row is broken: it ends with its line, so that one bad quote never swallows the rows below.
 */

export type QuoteProblem = 'stray_quote' | 'unterminated_quote';

const QUOTE = '"';
const QUOTE_CODE = 34;
const LF = 10;
const CR = 13;

/** Walks over the rows of a text: after `next()` its fields describe the row just found. */
export class RowScanner {
	/** Where the row begins, where it ends without its line end, and where the next one begins. */
	start = 0;
	end = 0;
	after = 0;
	/** The row's first line in the file, from 1. */
	line = 0;
	/** Whether the row holds a quote. */
	quoted = false;
	problem: QuoteProblem | undefined;

	/** The line in which the next row begins. */
	nextLine: number;

	#text: string;
	#delimiter: string;
	#quoteAt = -1;
	#lfAt = -1;
	#crAt = -1;

	constructor(text: string, delimiter: string, from = 0, line = 1) {
		this.#text = text;
		this.#delimiter = delimiter;
		this.after = from;
		this.nextLine = line;
	}

	/** Whether the row would be the same with any text behind this one. */
	get settled(): boolean {
		return this.after < this.#text.length && this.problem !== 'unterminated_quote';
	}

	next(): boolean {
		const text = this.#text;
		if (this.after >= text.length) return false;
		this.start = this.after;
		this.line = this.nextLine;
		this.problem = undefined;
		if (this.#quoteAt < this.start) this.#quoteAt = indexOrEnd(text, QUOTE, this.start);
		const lineEnd = this.#lineEnd(this.start);
		this.quoted = this.#quoteAt < lineEnd;
		this.end = this.quoted ? this.#quotedEnd(lineEnd) : lineEnd;
		this.after = afterLineEnd(text, this.end);
		this.nextLine += 1 + (this.end > lineEnd ? this.#linesWithin(lineEnd) : 0);
		return true;
	}

	#lineEnd(from: number): number {
		if (this.#lfAt < from) this.#lfAt = indexOrEnd(this.#text, '\n', from);
		if (this.#crAt < from) this.#crAt = indexOrEnd(this.#text, '\r', from);
		return Math.min(this.#lfAt, this.#crAt);
	}

	#quotedEnd(lineEnd: number): number {
		for (let at = this.start; ;) {
			const end = cellEnd(this.#text, at, this.#delimiter);
			if (typeof end !== 'number') {
				this.problem = end;
				return lineEnd;
			}
			if (this.#text.charCodeAt(end) !== this.#delimiter.charCodeAt(0)) return end;
			at = end + 1;
		}
	}

	#linesWithin(from: number): number {
		let lines = 0;
		for (let at = from; at < this.end; lines++) {
			at = afterLineEnd(this.#text, at);
			while (at < this.end && this.#text[at] !== '\n' && this.#text[at] !== '\r') at++;
		}
		return lines;
	}
}

/** The cells of a row as they stand in the file, quotes included. */
export function rawCells(row: string, delimiter: string): string[] {
	const cells: string[] = [];
	for (let at = 0; ;) {
		const end = cellEnd(row, at, delimiter);
		if (typeof end !== 'number') return row.split(delimiter);
		cells.push(row.slice(at, end));
		if (row[end] !== delimiter) return cells;
		at = end + 1;
	}
}

/** What a closed cell says: without the quotes round it and with doubled quotes single. */
export function cellText(raw: string): string {
	if (!raw.startsWith(QUOTE)) return raw;
	return raw.slice(1, raw.lastIndexOf(QUOTE)).replaceAll('""', QUOTE);
}

/** A cell for the file: quoted where its text needs it or where its place is quoted anyway. */
export function writeCell(text: string, delimiter: string, quoted = false): string {
	return quoted || needsQuotes(text, delimiter) ? QUOTE + text.replaceAll(QUOTE, '""') + QUOTE : text;
}

/** Looks at each character: cells are short, and a search for each sign takes longer to begin. */
function needsQuotes(text: string, delimiter: string): boolean {
	const delimiterCode = delimiter.charCodeAt(0);
	for (let at = 0; at < text.length; at++) {
		const code = text.charCodeAt(at);
		if (code === QUOTE_CODE || isEnd(code, delimiterCode)) return true;
	}
	return false;
}

/** Where the cell that begins at `from` ends: at its delimiter, its line end or the end of the text. */
function cellEnd(text: string, from: number, delimiter: string): number | QuoteProblem {
	if (text.charCodeAt(from) !== QUOTE_CODE) return plainEnd(text, from, delimiter);
	let lineEnd = Infinity;
	for (let at = from + 1; ;) {
		const quote = text.indexOf(QUOTE, at);
		if (quote === -1) return lineEnd === Infinity ? 'unterminated_quote' : 'stray_quote';
		if (quote > lineEnd) return 'stray_quote';
		if (text[quote + 1] === QUOTE) {
			at = quote + 2;
			continue;
		}
		let end = quote + 1;
		while (text[end] === ' ') end++;
		if (end >= text.length || isEnd(text.charCodeAt(end), delimiter.charCodeAt(0))) return end;
		lineEnd = Math.min(indexOrEnd(text, '\n', from), indexOrEnd(text, '\r', from));
		at = quote + 1;
	}
}

function plainEnd(text: string, from: number, delimiter: string): number {
	const delimiterCode = delimiter.charCodeAt(0);
	let end = from;
	while (end < text.length && !isEnd(text.charCodeAt(end), delimiterCode)) end++;
	return end;
}

const isEnd = (code: number, delimiterCode: number) => code === delimiterCode || code === LF || code === CR;

function afterLineEnd(text: string, end: number): number {
	if (end >= text.length) return end;
	return text[end] === '\r' && text[end + 1] === '\n' ? end + 2 : end + 1;
}

function indexOrEnd(text: string, wanted: string, from: number): number {
	const at = text.indexOf(wanted, from);
	return at === -1 ? text.length : at;
}

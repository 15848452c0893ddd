import { encode } from './encoding';
import { readCsvText, type CsvFile, type CsvRow } from './read';
import { readTable, type ShopCells, type TableRows } from './read-table';
import { RowWriter, type WithExtra } from './row-writer';
import { rawCells, writeCell } from './scan';
import { contextOf, keyOf, type TableSpec } from './spec';

/** Pieces that are encoded together. */
const BLOCK = 512;

/** A row's piece of the file: the blank lines before it, the row, and its line end. */
interface Piece {
	gap: string;
	/** Null once it is removed. */
	raw: string | null;
	end: string;
}

/**
 * A table's file being brought up to date with the store. Only cells whose value differs are rewritten; all else, refused
 * rows and unknown columns among it, stays byte for byte. `put`, `remove` and `append` may follow each other for as long
 * as the sheet lives; `align` and `bringTo` compare with the file as it was read, on a fresh sheet.
 */
export class CsvSheet<Row> {
	readonly #spec: TableSpec<Row>;
	readonly #file: CsvFile;
	readonly #shop: ShopCells;
	/** The header first. */
	readonly #pieces: Piece[];
	readonly #tail: string;
	/** Whether the last row has no line end. */
	readonly #open: boolean;
	/** The bytes of every so many pieces, null where one of them changed. */
	readonly #blocks: (Uint8Array | null)[] = [];
	#writer: RowWriter<Row>;
	#table: TableRows<Row> | undefined;
	#places: Map<string, number> | undefined;

	constructor(file: CsvFile, spec: TableSpec<Row>, shop: ShopCells) {
		this.#spec = spec;
		this.#shop = shop;
		const headed = file.headerRow ? file : withHeader(file, spec);
		this.#file = { ...headed, header: [...headed.header] };
		this.#writer = new RowWriter(this.#file, spec, contextOf(this.#file, spec, shop));
		const { text, headerRow, rows } = headed;
		let from = 0;
		this.#pieces = [headerRow!, ...rows].map((row) => {
			const gap = text.slice(from, row.start);
			from = row.after;
			return { gap, raw: row.raw, end: text.slice(row.end, row.after) };
		});
		this.#tail = text.slice(from);
		this.#open = this.#pieces.at(-1)!.end === '';
	}

	/** What the file said when it was read. */
	get table(): TableRows<Row> {
		return (this.#table ??= readTable(this.#file, this.#spec, this.#shop));
	}

	/** Makes the file's accepted rows say what these do; refused rows stay, whatever the store has under their key. */
	bringTo(rows: readonly Row[]): void {
		if (this.#spec.key.length === 0) return this.align(rows);
		const wanted = new Set(rows.map((row) => keyOf(this.#spec, row)));
		const accepted = new Set(this.table.rows.map((row) => keyOf(this.#spec, row)));
		const refused = this.#keyPlaces();
		this.put(
			rows.filter((row) => accepted.has(keyOf(this.#spec, row)) || !refused.has(keyOf(this.#spec, row)))
		);
		this.remove([...accepted].filter((key) => !wanted.has(key)));
	}

	/** Writes rows under their keys: in their place where the file has them, else at the end. */
	put(rows: readonly Row[]): void {
		this.addColumns(this.#writer.lacking(rows));
		const places = this.#keyPlaces();
		for (const row of rows) {
			const place = places.get(keyOf(this.#spec, row));
			if (place === undefined) places.set(keyOf(this.#spec, row), this.#append(row));
			else this.#patch(place, row);
		}
	}

	/** Adds rows at the end of a file without keys. */
	append(rows: readonly Row[]): void {
		this.addColumns(this.#writer.lacking(rows));
		for (const row of rows) this.#append(row);
	}

	/** Takes out the rows of keys; a key that is not there is no matter. */
	remove(keys: readonly string[]): void {
		const places = this.#keyPlaces();
		for (const key of keys) {
			const place = places.get(key);
			if (place === undefined) continue;
			this.#set(place, null);
			places.delete(key);
		}
	}

	/** Makes the accepted rows of a file without keys exactly these, each in its place where the same row stands already. */
	align(rows: readonly Row[]): void {
		this.addColumns(this.#writer.lacking(rows));
		const standing = new Map<string, number[]>();
		this.table.rows.forEach((row, index) => {
			const line = this.#writer.line(row);
			const same = standing.get(line);
			if (same) same.push(index);
			else standing.set(line, [index]);
		});
		const placeOf = this.#placesOf(this.table.sources);
		const blank = Object.fromEntries(
			this.#writer.layout.columns.flatMap((column) =>
				column && 'extra' in column ? [[column.extra, '']] : []
			)
		);
		const matches = rows.map((row) => standing.get(this.#writer.line(row))?.shift());
		const taken = new Set(matches);
		let before = -1;
		rows.forEach((row, index) => {
			let match = matches[index];
			if (match === undefined && before + 1 < placeOf.length && !taken.has(before + 1)) {
				match = before + 1;
				taken.add(match);
				this.#patch(placeOf[match]!, { ...row, extra: { ...blank, ...(row as WithExtra).extra } });
			}
			if (match === undefined) this.#append(row);
			else before = match;
		});
		placeOf.forEach((place, index) => {
			if (!taken.has(index)) this.#set(place, null);
		});
	}

	/** Adds columns at the right end, those of some names that the file does not have. */
	addColumns(columns: readonly string[]): void {
		const known = new Set(
			this.#writer.layout.columns.flatMap((column) =>
				column ? ['extra' in column ? column.extra : column.name] : []
			)
		);
		const wanted = columns.filter((name) => !known.has(name));
		if (wanted.length === 0) return;
		const { delimiter, header } = this.#file;
		const refused = new Set(this.#placesOf(this.table.rejected.map(({ row }) => row)));
		const names = wanted.map((name) => writeCell(name, delimiter));
		this.#pieces.forEach((piece, place) => {
			if (piece.raw === null || refused.has(place)) return;
			const added = place === 0 ? names : names.map(() => '');
			const cells = rawCells(piece.raw, delimiter);
			while (cells.length < header.length) cells.push('');
			cells.splice(header.length, place === 0 ? 0 : wanted.length, ...added);
			this.#set(place, cells.join(delimiter));
		});
		header.push(...wanted);
		this.#writer = new RowWriter(this.#file, this.#spec, this.#writer.context);
	}

	/** The file's text as it should be now. */
	text(): string {
		return this.#textOf(0, this.#pieces.length) + this.#tail;
	}

	/**
	 * The file's bytes as they should be now; UTF-8 with a mark where its own encoding lacks a character. Only what changed
	 * since the last call is encoded anew: a long file is written for one changed row again and again.
	 */
	bytes(): Uint8Array {
		const { encoding, bom } = this.#file;
		const parts: Uint8Array[] = [encode({ text: '', encoding, bom })!];
		for (let from = 0; from < this.#pieces.length; from += BLOCK) {
			const to = Math.min(from + BLOCK, this.#pieces.length);
			const block = (this.#blocks[from / BLOCK] ??= encode({
				text: this.#textOf(from, to),
				encoding,
				bom: false
			}));
			if (!block) return encode({ text: this.text(), encoding: 'utf-8', bom: true })!;
			parts.push(block);
		}
		parts.push(encode({ text: this.#tail, encoding, bom: false })!);
		return joined(parts);
	}

	#textOf(from: number, to: number): string {
		const { newline } = this.#file;
		const last = this.#open ? this.#pieces.findLastIndex(({ raw }) => raw !== null) : -1;
		const parts: string[] = [];
		for (let place = from; place < to; place++) {
			const { gap, raw, end } = this.#pieces[place]!;
			if (raw === null) parts.push(gap);
			else parts.push(gap, raw, place === last ? '' : end || newline);
		}
		return parts.join('');
	}

	/** Writes the row of a place; null takes it out. */
	#set(place: number, raw: string | null): void {
		this.#pieces[place]!.raw = raw;
		this.#blocks[Math.floor(place / BLOCK)] = null;
		// Which row is the last, without a line end, may be another one now.
		if (this.#open) this.#blocks.length = 0;
	}

	#append(row: Row): number {
		const place = this.#pieces.push({ gap: '', raw: null, end: this.#file.newline }) - 1;
		this.#set(place, this.#writer.line(row));
		return place;
	}

	#patch(place: number, row: Row): void {
		this.#set(place, this.#writer.patch(this.#pieces[place]!.raw ?? '', row));
	}

	#placesOf(rows: readonly CsvRow[]): number[] {
		const places = new Map(this.#file.rows.map((row, index) => [row, index + 1]));
		return rows.map((row) => places.get(row)!);
	}

	/**
	 * Where the rows of each key stand, refused ones too: if the store has something newer to say of such a row, it says
	 * it there. Read from the cells alone, since keys are text: reading all rows would take many times as long.
	 */
	#keyPlaces(): Map<string, number> {
		if (this.#places) return this.#places;
		const { columns } = this.#writer.layout;
		const at = this.#spec.key.map((field) =>
			columns.findIndex((column) => column && 'field' in column && column.field === field)
		);
		this.#places = new Map();
		for (const [index, row] of this.#file.rows.entries()) {
			const cells = row.cells;
			const key = at.map((place) => cells[place] ?? '').join('|');
			if (!this.#places.has(key)) this.#places.set(key, index + 1);
		}
		return this.#places;
	}
}

function joined(parts: readonly Uint8Array[]): Uint8Array {
	const bytes = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
	let at = 0;
	for (const part of parts) {
		bytes.set(part, at);
		at += part.length;
	}
	return bytes;
}

/** The text of a whole new file of rows in POP's own style: every column, then those POP does not know; commas, LF. */
export function writeTable<Row>(spec: TableSpec<Row>, rows: readonly Row[], shop: ShopCells): string {
	const extras = new Set(rows.flatMap((row) => Object.keys((row as { extra?: object }).extra ?? {})));
	const file = readCsvText({ text: headerLine(spec.columns.map(({ name }) => name).concat(...extras)) });
	const writer = new RowWriter(file, spec, contextOf(file, spec, shop));
	return file.text + rows.map((row) => writer.line(row) + '\n').join('');
}

const headerLine = (names: string[]) => names.map((name) => writeCell(name, ',')).join(',') + '\n';

/** An empty file gets the header that it lacks; what it has of blank lines stays above. */
function withHeader<Row>({ text, encoding, bom }: CsvFile, spec: TableSpec<Row>): CsvFile {
	return readCsvText({ text: text + headerLine(spec.columns.map(({ name }) => name)), encoding, bom });
}

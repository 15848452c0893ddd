import { encode } from './encoding';
import { readCsvText, type CsvFile } from './read';
import { readTable, type ShopCells, type TableRows } from './read-table';
import { RowWriter, type WithExtra } from './row-writer';
import { rawCells, writeCell } from './scan';
import { keyOf, type Column, type TableSpec } from './spec';

/** A row's piece of the file: the blank lines before it, the row, and its line end. */
interface Piece {
	gap: string;
	/** Null once it is removed. */
	raw: string | null;
	end: string;
	/** Refused rows stay as they are. */
	accepted: boolean;
}

/**
 * A table's file being brought up to date with the store. Only cells whose value differs are rewritten; all else, refused
 * rows and unknown columns among it, stays byte for byte.
 */
export class CsvSheet<Row> {
	readonly table: TableRows<Row>;
	readonly #spec: TableSpec<Row>;
	readonly #file: CsvFile;
	/** The header first. */
	readonly #pieces: Piece[];
	readonly #places = new Map<string, number>();
	readonly #tail: string;
	/** Whether the last row has no line end. */
	readonly #open: boolean;
	#writer: RowWriter<Row>;

	constructor(file: CsvFile, spec: TableSpec<Row>, shop: ShopCells) {
		this.#spec = spec;
		const headed = file.headerRow ? file : withHeader(file, spec);
		this.#file = { ...headed, header: [...headed.header] };
		const { text, headerRow, rows } = headed;
		this.table = readTable(this.#file, spec, shop);
		this.#writer = new RowWriter(this.#file, spec, this.table.context);
		let from = 0;
		this.#pieces = [headerRow!, ...rows].map((row) => {
			const gap = text.slice(from, row.start);
			from = row.after;
			return { gap, raw: row.raw, end: text.slice(row.end, row.after), accepted: false };
		});
		this.#tail = text.slice(from);
		this.#open = this.#pieces.at(-1)!.end === '';
		const places = new Map(rows.map((row, index) => [row, index + 1]));
		this.table.sources.forEach((source, index) => {
			const place = places.get(source)!;
			this.#pieces[place]!.accepted = true;
			if (spec.key.length > 0) this.#places.set(keyOf(spec, this.table.rows[index]!), place);
		});
		if (spec.key.length > 0) this.#findRefusedKeys(places);
	}

	/** Writes rows under their keys: in their place where the file has them, else at the end. */
	put(rows: readonly Row[]): void {
		this.addColumns(this.#writer.lacking(rows));
		for (const row of rows) {
			const place = this.#places.get(keyOf(this.#spec, row));
			if (place === undefined) this.#places.set(keyOf(this.#spec, row), this.#append(row));
			else this.#patch(place, row);
		}
	}

	/** Takes out the rows of keys; a key that is not there is no matter. */
	remove(keys: readonly string[]): void {
		for (const key of keys) {
			const place = this.#places.get(key);
			if (place === undefined) continue;
			this.#pieces[place]!.raw = null;
			this.#places.delete(key);
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
		const placeOf = this.#acceptedPlaces();
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
			if (!taken.has(index)) this.#pieces[place]!.raw = null;
		});
	}

	/** Brings the file's own accepted rows, in their order, up to date: what a take-over read and completed. */
	update(rows: readonly Row[]): void {
		const places = this.#acceptedPlaces();
		this.addColumns(this.#writer.lacking(rows));
		rows.forEach((row, index) => this.#patch(places[index]!, row));
	}

	/** Adds columns at the right end that the file does not have. */
	addColumns(columns: readonly Column<Row>[]): void {
		const wanted = columns.filter((column) => this.#writer.layout.missing.includes(column));
		if (wanted.length === 0) return;
		const { delimiter, header } = this.#file;
		const names = wanted.map(({ name }) => writeCell(name, delimiter));
		this.#pieces.forEach((piece, place) => {
			if (piece.raw === null || (place > 0 && !piece.accepted)) return;
			const added = place === 0 ? names : names.map(() => '');
			const cells = rawCells(piece.raw, delimiter);
			while (cells.length < header.length) cells.push('');
			cells.splice(header.length, place === 0 ? 0 : wanted.length, ...added);
			piece.raw = cells.join(delimiter);
		});
		header.push(...wanted.map(({ name }) => name));
		this.#writer = new RowWriter(this.#file, this.#spec, this.table.context);
	}

	/** The file's text as it should be now. */
	text(): string {
		const { newline } = this.#file;
		const last = this.#pieces.findLastIndex(({ raw }) => raw !== null);
		const parts = this.#pieces.flatMap(({ gap, raw, end }, place) =>
			raw === null ? [gap] : [gap, raw, place === last && this.#open ? '' : end || newline]
		);
		return parts.join('') + this.#tail;
	}

	/** The file's bytes as they should be now; UTF-8 with a mark where its own encoding lacks a character. */
	bytes(): Uint8Array {
		const { encoding, bom } = this.#file;
		const text = this.text();
		return encode({ text, encoding, bom }) ?? encode({ text, encoding: 'utf-8', bom: true })!;
	}

	#append(row: Row): number {
		this.#pieces.push({ gap: '', raw: this.#writer.line(row), end: this.#file.newline, accepted: true });
		return this.#pieces.length - 1;
	}

	#patch(place: number, row: Row): void {
		const piece = this.#pieces[place]!;
		piece.raw = this.#writer.patch(piece.raw ?? '', row);
		piece.accepted = true;
	}

	#acceptedPlaces(): number[] {
		return this.#pieces.flatMap((piece, place) => (place > 0 && piece.accepted ? [place] : []));
	}

	/** A refused row keeps its key's place: if the store has something newer to say of it, it says it there. */
	#findRefusedKeys(places: Map<unknown, number>): void {
		const { columns } = this.#writer.layout;
		const at = this.#spec.key.map((field) =>
			columns.findIndex((column) => column && 'field' in column && column.field === field)
		);
		for (const { row } of this.table.rejected) {
			const cells = row.cells;
			const key = at.map((place) => cells[place] ?? '').join('|');
			if (!this.#places.has(key)) this.#places.set(key, places.get(row)!);
		}
	}
}

/** The text of a whole new file of rows in POP's own style: every column, then those POP does not know; commas, LF. */
export function writeTable<Row>(spec: TableSpec<Row>, rows: readonly Row[], shop: ShopCells): string {
	const extras = new Set(rows.flatMap((row) => Object.keys((row as { extra?: object }).extra ?? {})));
	const file = readCsvText({ text: headerLine(spec.columns.map(({ name }) => name).concat(...extras)) });
	const writer = new RowWriter(file, spec, readTable(file, spec, shop).context);
	return file.text + rows.map((row) => writer.line(row) + '\n').join('');
}

const headerLine = (names: string[]) => names.map((name) => writeCell(name, ',')).join(',') + '\n';

/** An empty file gets the header that it lacks; what it has of blank lines stays above. */
function withHeader<Row>({ text, encoding, bom }: CsvFile, spec: TableSpec<Row>): CsvFile {
	return readCsvText({ text: text + headerLine(spec.columns.map(({ name }) => name)), encoding, bom });
}

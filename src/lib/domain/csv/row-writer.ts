import type { CsvFile } from './read';
import { cellText, rawCells, writeCell } from './scan';
import { cellOf, cellValue, layoutOf, type Layout, type TableSpec } from './spec';
import { Refusal, type CellContext } from './values';

/** A row with the cells of columns that POP does not know. */
export interface WithExtra {
	extra?: Record<string, string>;
}

/** Writes rows in the style of a file: its columns in its order, its delimiter, its numbers, its quotes. */
export class RowWriter<Row> {
	readonly layout: Layout<Row>;
	readonly #spec: TableSpec<Row>;
	/** By place: what a row has there; null where it has no say. */
	readonly #writers: ((row: Row) => string | null)[];
	/** By place: whether the file quotes cells there that don't need it. */
	readonly #quoted: boolean[];

	constructor(
		readonly file: Pick<CsvFile, 'delimiter' | 'header' | 'headerRow' | 'rows'>,
		spec: TableSpec<Row>,
		readonly context: CellContext
	) {
		this.#spec = spec;
		this.layout = layoutOf(spec, file.header);
		this.#writers = this.layout.columns.map((column) => this.#writerOf(column));
		const sample = file.rows.findLast((row) => !row.problem) ?? file.headerRow;
		this.#quoted = (sample?.rawCells ?? []).map(
			(raw) => raw.startsWith('"') && writeCell(cellText(raw), file.delimiter) !== raw
		);
	}

	/** The columns, by name, that some row says something in and the file does not have. */
	lacking(rows: readonly Row[]): string[] {
		const missing = this.layout.missing.filter((column) => {
			const silent = new Set(['', cellOf(column, column.empty, this.context)]);
			return rows.some((row) => !silent.has(cellOf(column, row[column.field], this.context)));
		});
		return [...missing.map(({ name }) => name), ...this.#lackingExtras(rows)];
	}

	/** Columns that POP does not know, but for a name that the file would give to one that it knows. */
	#lackingExtras(rows: readonly Row[]): string[] {
		const said = new Set<string>();
		for (const row of rows) {
			const { extra } = row as WithExtra;
			if (!extra) continue;
			for (const [name, cell] of Object.entries(extra)) if (cell !== '') said.add(name);
		}
		for (const column of this.layout.columns) if (column && 'extra' in column) said.delete(column.extra);
		return [...said].filter((name) => {
			const column = layoutOf(this.#spec, [...this.file.header, name]).columns.at(-1);
			return column && 'extra' in column;
		});
	}

	/** A new row, without its line end. */
	line(row: Row): string {
		const { delimiter } = this.file;
		let line = '';
		for (let place = 0; place < this.#writers.length; place++) {
			const cell = writeCell(this.#writers[place]!(row) ?? '', delimiter, this.#quoted[place]);
			line = place === 0 ? cell : line + delimiter + cell;
		}
		return line;
	}

	/** A row of the file with only those cells rewritten that mean something else than the row does. */
	patch(raw: string, row: Row): string {
		const { delimiter } = this.file;
		const cells = rawCells(raw, delimiter);
		let changed = false;
		this.layout.columns.forEach((column, place) => {
			const wanted = this.#writers[place]!(row);
			const had = cells[place] ?? '';
			if (wanted === null || this.#means(column, cellText(had), wanted)) return;
			while (cells.length < place) cells.push('');
			cells[place] = writeCell(wanted, delimiter, had.startsWith('"'));
			changed = true;
		});
		return changed ? cells.join(delimiter) : raw;
	}

	/** Tells what a row has for a column; null where it has no say. */
	#writerOf(column: Layout<Row>['columns'][number]): (row: Row) => string | null {
		if (!column) return () => null;
		const { context } = this;
		if ('field' in column) {
			const { field, type } = column;
			return (row) => {
				const value = row[field];
				return value === undefined ? '' : type.write(value, context);
			};
		}
		return (row) => {
			const { extra = {} } = row as WithExtra;
			return Object.hasOwn(extra, column.extra) ? extra[column.extra]! : null;
		};
	}

	#means(column: Layout<Row>['columns'][number], text: string, wanted: string): boolean {
		if (text === wanted) return true;
		if (!column || !('field' in column)) return false;
		const value = cellValue(column, text, this.context);
		return !(value instanceof Refusal) && cellOf(column, value, this.context) === wanted;
	}
}

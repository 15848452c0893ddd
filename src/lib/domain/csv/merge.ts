/**
 * Takes a person's edit of a file into the store, row by row, three ways: `base` is the version of the file that the
 * person had, `theirs` what they saved, `current` what the store has by now. Only what differs between base and theirs is
 * the person's own; a stale sheet that was not edited changes nothing (which version that is: `server/csv/history.ts`).
 *
 *  - a number that counts pieces moves by the difference they made, so that sales meanwhile stay;
 *  - any other field is set if the store still has what they saw, else it clashes;
 *  - a new row is added, a row that they took out is removed if nobody changed it meanwhile.
 */

import type { ShopCells } from './read-table';
import type { WithExtra } from './row-writer';
import { cellOf, keyOf, layoutOf, type TableSpec } from './spec';
import type { CellContext } from './values';

/** Rows by key, as some version of a table had them. */
export type Rows<Row> = ReadonlyMap<string, Row>;

export interface Clash<Row = unknown> {
	key: string;
	/** The file's column; '' where the whole row is at stake. */
	column: string;
	/** As cells: what the person saw, what they saved, what the store has. Null for a row that is not there. */
	base: string | null;
	theirs: string | null;
	current: string | null;
	/** Where the whole row is at stake and they kept it: the row that they saved. */
	row?: Row;
}

export interface Merge<Row> {
	/** Rows as they should be now. */
	save: Row[];
	/** Keys of rows to delete. */
	remove: string[];
	clashes: Clash<Row>[];
}

/** A part of a row that is compared and set by itself. */
interface Field<Row> {
	column: string;
	/** The cell that says it. */
	read(row: Row): string;
	/** A row with this part of another. */
	take(row: Row, from: Row): Row;
	/** The field that holds pieces, if this one does. */
	count?: keyof Row;
}

export interface MergeInput<Row> {
	base: Rows<Row>;
	theirs: Rows<Row>;
	current: Rows<Row>;
	/** Keys of rows that the saved file has and that were refused: what they were to say is not known. */
	refused: ReadonlySet<string>;
	/** The header of the saved file: a column that is not there says nothing. */
	header: readonly string[];
}

/** How the rows of a table with keys are compared and merged. */
export class Merger<Row> {
	readonly #spec: TableSpec<Row>;
	readonly #own: Field<Row>[];

	/** @param counts the fields that hold pieces */
	constructor(spec: TableSpec<Row>, shop: ShopCells, counts: readonly (keyof Row)[] = []) {
		const context: CellContext = { ...shop, commaDelimited: true, decimalComma: false };
		this.#spec = spec;
		this.#own = spec.columns.map((column) => ({
			column: column.name,
			read: (row) => cellOf(column, row[column.field], context),
			take: (row, from) => withField(row, column.field, from[column.field]),
			...(counts.includes(column.field) && { count: column.field })
		}));
	}

	byKey(rows: Iterable<Row>): Map<string, Row> {
		return new Map(Array.from(rows, (row) => [keyOf(this.#spec, row), row]));
	}

	/** In how many cells two versions of a row differ; a row that is only in one differs in all. */
	difference(a: Row | undefined, b: Row | undefined): number {
		if (a === b) return 0;
		if (!a || !b) return this.#own.length;
		return this.#fields(null, a, b).filter(({ read }) => read(a) !== read(b)).length;
	}

	merge({ base, theirs, current, refused, header }: MergeInput<Row>): Merge<Row> {
		const merge: Merge<Row> = { save: [], remove: [], clashes: [] };
		const { columns } = layoutOf(this.#spec, header);
		const named = new Set(
			columns.flatMap((column) => (column ? ['field' in column ? column.name : column.extra] : []))
		);
		for (const [key, row] of theirs) {
			const was = base.get(key);
			const now = current.get(key);
			if (was === row) continue;
			if (was && this.#fields(named, was, row).every(({ read }) => read(was) === read(row))) continue;
			if (now) this.#mergeRow(key, was, row, now, named, merge);
			else if (!was) merge.save.push(row);
			else
				merge.clashes.push({
					key,
					column: '',
					base: this.#line(was),
					theirs: this.#line(row),
					current: null,
					row
				});
		}
		for (const [key, was] of base) {
			const now = current.get(key);
			if (theirs.has(key) || refused.has(key) || !now) continue;
			const touched = this.#fields(null, was, now).some(
				({ read, count }) => count === undefined && read(was) !== read(now)
			);
			if (!touched) merge.remove.push(key);
			else
				merge.clashes.push({
					key,
					column: '',
					base: this.#line(was),
					theirs: null,
					current: this.#line(now)
				});
		}
		return merge;
	}

	/** Rows with what turned `before` into `after` done to them too, where nothing speaks against it. */
	redo(rows: Rows<Row>, before: Rows<Row>, after: Rows<Row>, header: readonly string[]): Map<string, Row> {
		const refused = new Set<string>();
		const { save, remove } = this.merge({ base: before, theirs: after, current: rows, refused, header });
		const gone = new Set(remove);
		return new Map([...Array.from(rows).filter(([key]) => !gone.has(key)), ...this.byKey(save)]);
	}

	#mergeRow(
		key: string,
		was: Row | undefined,
		row: Row,
		now: Row,
		named: ReadonlySet<string>,
		{ save, clashes }: Merge<Row>
	): void {
		let merged = now;
		for (const { column, read, take, count } of this.#fields(named, was ?? now, row, now)) {
			const [before, wanted, present] = [was && read(was), read(row), read(now)];
			if (wanted === before) continue;
			const clash = { key, column, base: before ?? null, theirs: wanted, current: present };
			if (count !== undefined && was) {
				const pieces = Number(now[count]) + Number(row[count]) - Number(was[count]);
				if (pieces >= 0) merged = { ...merged, [count]: pieces };
				else clashes.push(clash);
			} else if (present === before) merged = take(merged, row);
			else if (present !== wanted) clashes.push(clash);
		}
		if (merged !== now) save.push(merged);
	}

	/** The parts that some of the rows have: the table's columns and what POP does not know, of those that are named. */
	#fields(named: ReadonlySet<string> | null, ...rows: Row[]): Field<Row>[] {
		const extras = new Set(rows.flatMap((row) => Object.keys((row as WithExtra).extra ?? {})));
		const all = extras.size === 0 ? this.#own : [...this.#own, ...[...extras].map(extraField<Row>)];
		return named ? all.filter(({ column }) => named.has(column)) : all;
	}

	#line(row: Row): string {
		return this.#own.map(({ read }) => read(row)).join(' · ');
	}
}

function extraField<Row>(name: string): Field<Row> {
	const read = (row: Row) => {
		const { extra = {} } = row as WithExtra;
		return Object.hasOwn(extra, name) ? extra[name]! : '';
	};
	return {
		column: name,
		read,
		take: (row, from) => ({ ...row, extra: { ...(row as WithExtra).extra, [name]: read(from) } })
	};
}

/** Fields without a value are absent. */
function withField<Row>(row: Row, field: keyof Row, value: Row[keyof Row] | undefined): Row {
	if (value !== undefined) return { ...row, [field]: value };
	const { [field]: _, ...rest } = row;
	return rest as Row;
}

/**
 * What a person changed in a file whose rows have no key: rows of theirs that the base does not have, and the other way
 * round. Rows are the same where all their cells are; a changed row is one removed and one added.
 */
export function mergeLines<Row>(
	line: (row: Row) => string,
	base: readonly Row[],
	theirs: readonly Row[]
): { added: Row[]; removed: Row[] } {
	const left = new Map<string, Row[]>();
	for (const row of base) {
		const same = left.get(line(row));
		if (same) same.push(row);
		else left.set(line(row), [row]);
	}
	const added = theirs.filter((row) => left.get(line(row))?.shift() === undefined);
	return { added, removed: [...left.values()].flat() };
}

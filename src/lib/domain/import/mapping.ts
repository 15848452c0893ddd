import { folded, layoutOf, type TableSpec } from '../csv/spec';
import { specs } from '../csv/tables';
import { tableNames, type TableName } from '../tables';

/** Which column of the table a column of the file is, where its own name does not say: `{"Part no.": "product_id"}`. '' leaves it out. */
export type Mapping = Readonly<Record<string, string>>;

/** A file's header with the names that the table has for its columns. */
export function renamed(header: readonly string[], mapping: Mapping = {}): string[] {
	return header.map((name) => (Object.hasOwn(mapping, name) ? mapping[name]! : name));
}

/** The table's column that each column of a file is taken for; null for one that POP does not know. */
export function guessColumns(table: TableName, header: readonly string[]): (string | null)[] {
	const { columns } = layoutOf(specs[table] as TableSpec<never>, header);
	return columns.map((column) => (column && 'field' in column ? column.name : null));
}

/**
 * The table that a header belongs to: of those whose required columns are there, the one that knows the most columns, of
 * equals by the most names that are its own.
 */
export function guessTable(header: readonly string[]): TableName | null {
	let best: { table: TableName | null; known: number; named: number } = { table: null, known: 1, named: 0 };
	for (const table of tableNames) {
		const { columns, missing } = layoutOf(specs[table] as TableSpec<never>, header);
		if (missing.some(({ required }) => required)) continue;
		const found = columns.flatMap((column, place) =>
			column && 'field' in column ? [{ column, place }] : []
		);
		const known = found.length;
		const named = found.filter(({ column, place }) => folded(column.name) === folded(header[place]!)).length;
		if (known > best.known || (best.table && known === best.known && named > best.named))
			best = { table, known, named };
	}
	return best.table;
}

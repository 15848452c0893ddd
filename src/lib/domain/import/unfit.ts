import { layoutOf, type Column, type Layout, type TableSpec } from '../csv/spec';
import { specs } from '../csv/tables';
import type { TableName } from '../tables';
import { guessTable } from './mapping';
import type { ImportMode } from './report';

type Row = Record<string, unknown>;
const specOf = (table: TableName) => specs[table] as unknown as TableSpec<Row>;
const knownIn = ({ columns }: Layout<Row>) =>
	columns.flatMap((column) => (column && 'field' in column ? [column] : []));

/**
 * Why a file can't be a table's at all, for people; null where it can. A table with a key takes files that lack columns,
 * which known rows keep: not those that lack the key, nor those of another table, nor to replace all rows.
 * @param header the file's, with the names that a mapping gives
 */
export function unfitFor(table: TableName, header: readonly string[], mode: ImportMode): string | null {
	if (header.length === 0) return 'The file is empty.';
	const { key } = specOf(table);
	const layout = layoutOf(specOf(table), header);
	const required = layout.missing.filter((column) => column.required);
	const partial = mode === 'merge' && key.length > 0;
	const needed = partial ? required.filter(({ field }) => key.includes(field)) : required;

	const looks = guessTable(header);
	const other = looks === table ? null : looks;
	const foreign = other !== null && hasNothingOfItsOwn(layout, other, header);
	if (needed.length === 0 && !foreign) return null;
	const lacks = required.length > 0 ? ` It lacks ${names(required)}.` : '';
	if (other) return `This file looks like ${other}.csv, not like ${table}.csv.${lacks}`;
	if (knownIn(layout).length === 0) return `No column of this file belongs to ${table}.csv.${lacks}`;
	const why = mode === 'replace' && key.length > 0 ? 'can’t replace all rows of' : 'can’t be imported as';
	return `This file ${why} ${table}.csv.${lacks}`;
}

/** Whether all that a table finds in a header, but for its key, is another table's as well. */
function hasNothingOfItsOwn(layout: Layout<Row>, other: TableName, header: readonly string[]): boolean {
	const theirs = layoutOf(specOf(other), header).columns;
	return layout.columns.every(
		(column, place) => !column || 'extra' in column || 'field' in (theirs[place] ?? {})
	);
}

function names(columns: readonly Column<Row>[]): string {
	const all = columns.map(({ name }) => name);
	return all.length < 2 ? all.join('') : `${all.slice(0, -1).join(', ')} and ${all.at(-1)}`;
}

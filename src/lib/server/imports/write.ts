import type { Kysely } from 'kysely';
import type { ImportRow, ReadRow } from '../../domain/import/import';
import type { TableSpec } from '../../domain/csv/spec';
import { keyOf } from '../../domain/csv/spec';
import type { TableName } from '../../domain/tables';
import type { Repository } from '../store/rows';
import { movements } from '../store/stock';
import type { ReadTx, WriteTx } from '../store/store';
import { tables } from '../store/tables';

/** Tables are data here: the repositories' own types can't follow. */
export const repositoryOf = (table: TableName) => tables[table] as unknown as Repository<ImportRow>;
// eslint-disable-next-line @typescript-eslint/no-explicit-any
const anyDb = (tx: ReadTx) => tx.db as unknown as Kysely<any>;

/** The stored rows of the keys of some rows. */
export async function storedByKey(
	tx: ReadTx,
	table: TableName,
	spec: TableSpec<ImportRow>,
	rows: readonly Pick<ReadRow, 'row'>[]
): Promise<Map<string, ImportRow>> {
	if (rows.length === 0) return new Map();
	let query = anyDb(tx).selectFrom(table).selectAll();
	for (const field of spec.key)
		query = query.where(field, 'in', [...new Set(rows.map(({ row }) => row[field]))]);
	const found = (await query.execute()).map(repositoryOf(table).fromRow);
	return new Map(found.map((row) => [keyOf(spec, row), row]));
}

/** The stored rows, up to a number, that have a field's values in common with some rows. */
export async function storedLike(
	tx: ReadTx,
	table: TableName,
	field: string,
	rows: readonly Pick<ReadRow, 'row'>[],
	upto: number
): Promise<ImportRow[]> {
	if (rows.length === 0 || upto === 0) return [];
	const found = await anyDb(tx)
		.selectFrom(table)
		.selectAll()
		.where(field, 'in', [...new Set(rows.map(({ row }) => row[field]))])
		.where('position', '<=', upto)
		.orderBy('position')
		.execute();
	return found.map(repositoryOf(table).fromRow);
}

const MOST_VALUES = 200_000;

/** The values of a field in the rows up to a place; null where they are too many to be kept in mind. */
export async function valuesOf(
	tx: ReadTx,
	table: TableName,
	field: string,
	upto: number
): Promise<ReadonlySet<unknown> | null> {
	const found = await anyDb(tx)
		.selectFrom(table)
		.select(field)
		.distinct()
		.where('position', '<=', upto)
		.limit(MOST_VALUES + 1)
		.execute();
	return found.length > MOST_VALUES ? null : new Set(found.map((row) => row[field]));
}

/** Stored rows behind a place and up to another, in order, with the place of the last. */
export async function storedBehind(
	tx: ReadTx,
	table: TableName,
	after: number,
	upto: number,
	limit: number
): Promise<{ rows: ImportRow[]; last: number | null }> {
	const found = await anyDb(tx)
		.selectFrom(table)
		.selectAll()
		.where('position', '>', after)
		.where('position', '<=', upto)
		.orderBy('position')
		.limit(limit)
		.execute();
	return { rows: found.map(repositoryOf(table).fromRow), last: found.at(-1)?.position ?? null };
}

/** Adds rows without a key; they have the numbers between `from` and `to`. */
export async function insertLines(
	tx: WriteTx,
	table: TableName,
	rows: readonly ImportRow[]
): Promise<{ from: number; to: number }> {
	const from = tx.nextPosition();
	await repositoryOf(table).insertAll(tx, rows);
	return { from, to: tx.nextPosition() };
}

/** Removes the rows with the numbers between two. */
export async function removeLines(tx: WriteTx, table: TableName, from: number, to: number): Promise<void> {
	const removed = await anyDb(tx)
		.deleteFrom(table)
		.where('position', '>', from)
		.where('position', '<', to)
		.returning('position')
		.execute();
	if (removed.length === 0) return;
	tx.touched.add(table);
	const rows = removed.map(({ position }) => ({
		tbl: table,
		key: String(position),
		owner: '',
		version: tx.version
	}));
	await tx.db.insertInto('tombstones').values(rows).execute();
}

/** What is written into every movement of an import. */
export interface Cause {
	date: string;
	/** The import's id. */
	reference: string;
	username: string;
	note: string;
}

/** Writes down changes of shelf stock by product; changes by 0 are none. A new product's first stock is its opening. */
export async function moveStock(
	tx: WriteTx,
	changes: readonly { productId: string; delta: number; opening?: boolean }[],
	cause: Cause
): Promise<void> {
	const rows = changes
		.filter(({ delta }) => delta !== 0)
		.map(({ productId, delta, opening }) => ({
			movementId: '',
			productId,
			delta,
			reason: opening ? 'opening' : 'import',
			...cause
		}));
	await movements.insertAll(tx, rows);
}

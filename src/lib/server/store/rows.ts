import { CompiledQuery, type Kysely } from 'kysely';
import { buried, bury, firstBuried, unbury } from './tombstones';
import type { Stored, VersionedTable } from './schema';
import { statement } from './statement';
import { addTo, type ReadTx, type WriteTx } from './store';

/** The tables whose rows stand in a file, in an order. */
export type PlacedTable = Exclude<VersionedTable, 'shop' | 'records'>;

/** How a domain row is kept. */
export interface Shape<T> {
	table: PlacedTable;
	/** Every field of the row but `number`. */
	fields: readonly (keyof T & string)[];
	/** The fields that make its key, for rows that have one. */
	key?: readonly (keyof T & string)[];
	/** The field that shows the row's number, for rows without a key of their own. */
	number?: keyof T & string;
	json?: readonly (keyof T & string)[];
	booleans?: readonly (keyof T & string)[];
}

export interface Changes<T> {
	rows: T[];
	/** Keys of rows that were deleted. */
	deleted: string[];
}

/** A part of a pull: rows written after `since` and not after `upto`, from behind `after` on, oldest first. */
export interface Page {
	since: number;
	upto: number;
	after: { version: number; position: number } | null;
	limit: number;
	/** Rows of this account only. */
	owner?: string;
}

export interface Repository<T> {
	/** All rows, in the order of their file. */
	all(tx: ReadTx): Promise<T[]>;
	/** The rows behind a position, in the order of their file. */
	tail(tx: ReadTx, position: number): Promise<T[]>;
	byKey(tx: ReadTx, ...key: unknown[]): Promise<T | undefined>;
	/** What was written or deleted after a version, in the order of the file. */
	changedSince(tx: ReadTx, version: number): Promise<Changes<T>>;
	/** The least number of a row that was written or deleted after a version; Infinity where there is none. */
	firstChanged(tx: ReadTx, version: number): Promise<number>;
	/** Adds rows at the end; a row's number is given here. A key that is there already throws. */
	insertAll(tx: WriteTx, rows: readonly T[]): Promise<void>;
	/** Writes the whole row under its key: in its place if it has one, else at the end. */
	save(tx: WriteTx, row: T): Promise<void>;
	/** Writes the whole row under a key that is there. */
	update(tx: WriteTx, row: T): Promise<void>;
	/** Deletes the row of a key; false if there was none. `owner` alone learns of it, where one is given. */
	remove(tx: WriteTx, key: string[], owner?: string): Promise<boolean>;
	page(tx: ReadTx, page: Page): Promise<{ row: T; version: number; position: number }[]>;
	fromRow(row: object): T;
	toRow(row: T): Stored<T>;
}

/** Rows in one statement: with more, SQLite takes longer for each. */
const ROWS_AT_ONCE = 200;

// Table and columns are data here, so Kysely's types can't follow them; the signatures above hold the line.
// eslint-disable-next-line @typescript-eslint/no-explicit-any
type AnyDatabase = Kysely<any>;

/** The functions that every table of rows has. */
export function repository<T extends object>(shape: Shape<T>): Repository<T> {
	const { table, fields, key = [], number } = shape;
	const json = new Set<string>(shape.json);
	const booleans = new Set<string>(shape.booleans);

	function fromRow(stored: object): T {
		const source = stored as Record<string, unknown>;
		const row: Record<string, unknown> = number ? { [number]: String(source.position) } : {};
		for (const field of fields) {
			const value = source[field];
			if (value === null || value === undefined) continue;
			row[field] = json.has(field) ? JSON.parse(value as string) : booleans.has(field) ? value === 1 : value;
		}
		return row as T;
	}

	const writers = fields.map((field) =>
		json.has(field) ? JSON.stringify : booleans.has(field) ? Number : undefined
	);
	function storedValue(row: T, place: number): unknown {
		const value = row[fields[place]!];
		if (value === undefined) return null;
		const write = writers[place];
		return write ? write(value) : value;
	}

	const toRow = (row: T) =>
		Object.fromEntries(fields.map((field, place) => [field, storedValue(row, place)])) as Stored<T>;

	const keyFields: readonly string[] = number ? ['position'] : key;
	const keyOf = (row: T) => key.map((field) => row[field]).join('|');
	const db = (tx: ReadTx) => tx.db as AnyDatabase;

	/** By engine, the statement that inserts so many rows: making it takes longer than running it. */
	const insertions = new WeakMap<object, string[]>();
	function insertion(tx: ReadTx, count: number): string {
		const { adapter } = tx.db.getExecutor();
		const known = insertions.get(adapter) ?? [];
		insertions.set(adapter, known);
		const blank = Object.fromEntries([...fields, 'position', 'version'].map((field) => [field, 0]));
		return (known[count] ??= db(tx)
			.insertInto(table)
			.values(Array.from({ length: count }, () => blank))
			.compile().sql);
	}

	type Values = Record<string, unknown>;
	const byKeyStatement = statement((db: AnyDatabase, values: Values) =>
		keyFields.reduce(
			(query, field) => query.where(field, '=', values[field]),
			db.selectFrom(table).selectAll()
		)
	);
	const saveStatement = statement((db: AnyDatabase, { position, ...stored }: Values) =>
		db
			.insertInto(table)
			.values({ ...stored, position })
			.onConflict((conflict) => conflict.columns([...key]).doUpdateSet(stored))
	);
	const updateStatement = statement((db: AnyDatabase, values: Values) =>
		keyFields.reduce(
			(query, field) => query.where(field, '=', values[field]),
			db.updateTable(table).set(values)
		)
	);

	const repo: Repository<T> = {
		fromRow,
		toRow,
		async all(tx) {
			return (await db(tx).selectFrom(table).selectAll().orderBy('position').execute()).map(fromRow);
		},
		async tail(tx, position) {
			const rows = await db(tx)
				.selectFrom(table)
				.selectAll()
				.where('position', '>', position)
				.orderBy('position')
				.execute();
			return rows.map(fromRow);
		},
		async byKey(tx, ...values) {
			// PostgreSQL refuses the question.
			if (values.some((value) => typeof value === 'string' && value.includes('\0'))) return undefined;
			const { rows } = await byKeyStatement(
				tx,
				Object.fromEntries(keyFields.map((field, i) => [field, values[i]]))
			);
			return rows[0] && fromRow(rows[0]);
		},
		async changedSince(tx, version) {
			const rows = await db(tx)
				.selectFrom(table)
				.selectAll()
				.where('version', '>', version)
				.orderBy('position')
				.execute();
			return { rows: rows.map(fromRow), deleted: await buried(tx, table, version) };
		},
		async firstChanged(tx, version) {
			const { least } = await db(tx)
				.selectFrom(table)
				.select(({ fn }) => fn.min('position').as('least'))
				.where('version', '>', version)
				.executeTakeFirstOrThrow();
			return Math.min(least === null ? Infinity : Number(least), await firstBuried(tx, table, version));
		},
		async insertAll(tx, rows) {
			if (rows.length === 0) return;
			let position = 0;
			for (let start = 0; start < rows.length; start += ROWS_AT_ONCE) {
				const part = rows.slice(start, start + ROWS_AT_ONCE);
				const values: unknown[] = [];
				for (const row of part) {
					for (let place = 0; place < fields.length; place++) values.push(storedValue(row, place));
					values.push((position = tx.nextPosition()), tx.version);
				}
				await tx.db.executeQuery(CompiledQuery.raw(insertion(tx, part.length), values));
			}
			if (number) return addTo(tx.added, table, { rows: [...rows], last: position });
			tx.touched.add(table);
			await unbury(tx, table, rows.map(keyOf));
		},
		async save(tx, row) {
			tx.touched.add(table);
			await saveStatement(tx, { ...toRow(row), version: tx.version, position: tx.nextPosition() });
			await unbury(tx, table, [keyOf(row)]);
		},
		async update(tx, row) {
			tx.touched.add(table);
			await updateStatement(tx, { ...toRow(row), version: tx.version });
		},
		async remove(tx, values, owner = '') {
			let query = db(tx).deleteFrom(table);
			keyFields.forEach((field, i) => (query = query.where(field, '=', values[i])));
			const { numDeletedRows } = await query.executeTakeFirstOrThrow();
			if (numDeletedRows === 0n) return false;
			tx.touched.add(table);
			await bury(tx, table, values.join('|'), owner);
			return true;
		},
		async page(tx, { since, upto, after, limit, owner }) {
			let query = db(tx)
				.selectFrom(table)
				.selectAll()
				.where('version', '>', since)
				.where('version', '<=', upto)
				.orderBy('version')
				.orderBy('position')
				.limit(limit);
			if (owner !== undefined) query = query.where('username', '=', owner);
			if (after)
				query = query.where((eb) =>
					eb.or([
						eb('version', '>', after.version),
						eb.and([eb('version', '=', after.version), eb('position', '>', after.position)])
					])
				);
			const rows = await query.execute();
			return rows.map((row) => ({ row: fromRow(row), version: row.version, position: row.position }));
		}
	};
	return repo;
}

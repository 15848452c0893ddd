/**
 * Takes the rows of a file into a table, piece by piece: `read` a piece, find the stored rows that it may be about, and
 * `decide` what is new, changed and the same. Nothing is written here, so that a dry run, the check on a device and the
 * import itself are one code.
 */

import type { DeskProduct } from '../catalogue/product';
import type { CsvRow } from '../csv/read';
import { productFinder, type ShopCells } from '../csv/read-table';
import {
	cellOf,
	keyCells,
	keyOf,
	layoutOf,
	rowReader,
	type Column,
	type Fault,
	type Layout,
	type Rejection,
	type TableSpec
} from '../csv/spec';
import { specs } from '../csv/tables';
import type { CellContext } from '../csv/values';
import type { Result } from '../result';
import { oddSale } from '../sales/odd';
import type { Sale } from '../sales/sale';
import type { TableName } from '../tables';
import { eatenFinder } from './eaten-ids';
import { renamed, type Mapping } from './mapping';
import { emptyReport, type ImportMode, type ImportReport } from './report';
import type { ImportSource } from './source';

/** A row of any table, by field. */
export type ImportRow = Record<string, unknown> & { extra?: Record<string, string> };

export interface ImportOptions {
	table: TableName;
	mode: ImportMode;
	mapping?: Mapping;
	shop: ShopCells;
	products: readonly Pick<DeskProduct, 'productId' | 'name' | 'formerNames'>[];
	/** The account that imports: it can't shut itself out. */
	username?: string;
	/** What `source.decimalComma` says, where it was asked; else it is, all at once. */
	decimalComma?: boolean;
}

/** A row that was read, and where. */
export interface ReadRow {
	row: ImportRow;
	source: CsvRow;
	key: string;
}

export interface Decision {
	insert: ImportRow[];
	update: { before: ImportRow; after: ImportRow }[];
}

/** The field by which the stored rows that a file's row may repeat are found, in tables without a key. */
const lookups: { [Name in TableName]?: string } = {
	sales: 'orderId',
	fitment: 'productId',
	movements: 'productId'
};

const WARNINGS = 100;

export class TableImport {
	readonly spec: TableSpec<ImportRow>;
	readonly mode: ImportMode;
	readonly report: ImportReport = emptyReport();
	/** For tables without a key: find stored rows by this field of the rows that were read. */
	readonly lookup: string | undefined;

	readonly #table: TableName;
	readonly #header: string[];
	readonly #layout: Layout<ImportRow>;
	readonly #context: CellContext;
	readonly #readRow: (row: CsvRow) => Result<ImportRow, Rejection>;
	readonly #username: string | undefined;
	readonly #find: (name: string) => string | undefined;
	readonly #productIds: ReadonlySet<string>;
	readonly #eaten: (id: string) => string | undefined;
	/** Line of each key of the file, refused rows too. */
	readonly #lines = new Map<string, number>();
	/** What is wrong with each new row, where the file lacks columns that every row needs. */
	readonly #absent: Fault[];
	/** Numbers of stored rows that the file has, in tables without a key. */
	readonly #matched = new Set<string>();

	constructor(
		source: ImportSource,
		{ table, mode, mapping, shop, products, username, decimalComma }: ImportOptions
	) {
		this.spec = specs[table] as unknown as TableSpec<ImportRow>;
		this.mode = mode;
		this.#table = table;
		this.#username = username;
		this.lookup = lookups[table];
		this.#header = renamed(source.header, mapping);
		this.#layout = layoutOf(this.spec, this.#header);
		this.#absent = this.#layout.missing
			.filter(({ required }) => required)
			.map(({ name: column }) => ({ column, value: '', reason: 'is missing from the header' }));
		this.#context = {
			...shop,
			commaDelimited: source.delimiter === ',',
			decimalComma: decimalComma ?? atOnce(source.decimalComma(this.spec, mapping))
		};
		// What a file does not have, rows with a key may have already.
		const missing = new Set(this.#layout.missing);
		const partial = this.spec.key.length > 0 && {
			columns: this.spec.columns.map((column) =>
				missing.has(column) && !this.spec.key.includes(column.field)
					? { ...column, required: false, empty: undefined }
					: column
			)
		};
		this.#readRow = rowReader({ ...this.spec, ...partial }, this.#header, this.#context);
		const byName = productFinder(products);
		this.#productIds = new Set(products.map(({ productId }) => productId));
		this.#find = (name) => byName(name) ?? (this.#productIds.has(name) ? name : undefined);
		this.#eaten = eatenFinder(this.#productIds);
	}

	/** Required columns that the file does not have. */
	get lacks(): string[] {
		return this.#layout.missing.filter((column) => column.required).map(({ name }) => name);
	}

	/** The columns of the file that the table has none for: they are kept with their rows. */
	get unknownColumns(): string[] {
		return this.#layout.columns.flatMap((column) => (column && 'extra' in column ? [column.extra] : []));
	}

	/** Reads rows; what is refused goes to the report. */
	read(rows: readonly CsvRow[]): ReadRow[] {
		const found: ReadRow[] = [];
		for (const source of rows) {
			this.report.rows++;
			const result = this.#readRow(source);
			const keyed = this.spec.key.length > 0;
			const key = !keyed
				? ''
				: result.ok
					? keyOf(this.spec, result.value)
					: keyCells(this.spec, this.#header, source.cells);
			const earlier = keyed ? this.#lines.get(key) : undefined;
			if (keyed && earlier === undefined) this.#lines.set(key, source.line);
			const again =
				earlier !== undefined && this.#fault(this.spec.key[0]!, key, `stands in line ${earlier} already`);
			if (!result.ok) {
				const { also = [], ...rejection } = result.error;
				// Of rows without a key, none is another one.
				const all = again && /[^|]/.test(key) ? [...also, again] : also;
				this.report.rejected.push({ ...rejection, ...(all.length > 0 && { also: all }) });
				continue;
			}
			if (again) {
				this.report.rejected.push({ line: source.line, ...again });
				continue;
			}
			this.#look(source.line, result.value);
			found.push({ row: result.value, source, key });
		}
		return found;
	}

	/** Rows of a table with keys beside the stored rows of those keys. */
	decide(rows: readonly ReadRow[], stored: ReadonlyMap<string, ImportRow>): Decision {
		const decision: Decision = { insert: [], update: [] };
		for (const { row, source, key } of rows) {
			const before = stored.get(key);
			if (!before) {
				const [absent, ...others] = this.#absent;
				if (absent)
					this.report.rejected.push({
						line: source.line,
						...absent,
						...(others.length > 0 && { also: others })
					});
				else {
					this.#join(row);
					for (const { field, empty } of this.#layout.missing) if (empty !== undefined) row[field] = empty;
					decision.insert.push(row);
					this.report.inserted++;
				}
				continue;
			}
			const after = this.#merged(before, row);
			if (after === before) {
				this.report.unchanged++;
				this.#countUnmatched(before);
				continue;
			}
			const own = this.#ownAccount(before, after);
			if (own) {
				const reason = 'is your own account: you would shut yourself out';
				this.report.rejected.push({ line: source.line, ...this.#fault(own, String(row[own]), reason) });
				continue;
			}
			this.#join(after);
			decision.update.push({ before, after });
			this.report.updated++;
		}
		return decision;
	}

	/** Rows of a table without a key beside the stored rows that they may repeat: each stored row is one of them once. */
	decideLines(rows: readonly ReadRow[], stored: readonly ImportRow[]): ImportRow[] {
		const number = this.spec.number!;
		const known = new Map<string, ImportRow[]>();
		for (const row of stored) {
			if (this.#matched.has(String(row[number]))) continue;
			const line = this.#lineOf(row);
			const same = known.get(line);
			if (same) same.push(row);
			else known.set(line, [row]);
		}
		const insert: ImportRow[] = [];
		for (const { row } of rows) {
			const same = known.size > 0 ? known.get(this.#lineOf(row)) : undefined;
			const { productId } = row;
			const at = same?.findIndex((other) => productId === undefined || other.productId === productId) ?? -1;
			if (at !== -1) {
				const [match] = same!.splice(at, 1);
				this.#matched.add(String(match![number]));
				this.report.unchanged++;
				this.#countUnmatched(match!);
				continue;
			}
			this.#join(row);
			insert.push(row);
		}
		this.report.inserted += insert.length;
		return insert;
	}

	/** Whether the file has a stored row, once all of it was read: `replace` deletes the others. */
	has(row: ImportRow): boolean {
		if (this.spec.number) return this.#matched.has(String(row[this.spec.number]));
		return (
			this.#lines.has(keyOf(this.spec, row)) || (this.#table === 'users' && row.username === this.#username)
		);
	}

	/** The report, once all rows were read. */
	done(): ImportReport {
		this.report.rejected.sort((a, b) => a.line - b.line);
		return this.report;
	}

	#fault(field: string, value: string, reason: string): Fault {
		return { column: this.spec.columns.find((known) => known.field === field)!.name, value, reason };
	}

	/** The stored row with what the file's columns say; itself where they say the same. */
	#merged(before: ImportRow, row: ImportRow): ImportRow {
		let after = before;
		const set = (field: string, value: unknown) => {
			after = { ...after, [field]: value };
			if (value === undefined) delete after[field];
		};
		for (const column of this.#layout.columns) {
			if (!column) continue;
			if ('extra' in column) {
				const name = column.extra;
				const value = own(row.extra, name);
				if (own(after.extra, name) === value) continue;
				// An emptied cell is kept as one: of a column that a row says nothing of, its file stays as it is.
				set('extra', { ...after.extra, [name]: value });
			} else if (this.#differs(column, before, row)) set(column.field, row[column.field]);
		}
		return this.#table === 'products' ? withFormerNames(before, after) : after;
	}

	#differs(column: Column<ImportRow>, before: ImportRow, row: ImportRow): boolean {
		const { field } = column;
		const [had, wanted] = [before[field], row[field]];
		// An export without hashes leaves the column empty: nobody loses a password by it.
		if (had === wanted || (field === 'passwordHash' && wanted === '')) return false;
		// An empty cell takes no product away from a row that was joined by its name.
		if (field === 'productId' && wanted === undefined) return false;
		return cellOf(column, had, this.#context) !== cellOf(column, wanted, this.#context);
	}

	/** By what rows without a key are the same: all that the file's columns say, but for the product that a name was joined to. */
	#lineOf(row: ImportRow): string {
		let line = '';
		for (const column of this.#layout.columns) {
			if (!column) continue;
			if ('extra' in column) line += own(row.extra, column.extra) + '\n';
			else if (column.field !== 'productId' || this.#table !== 'sales')
				line += `${row[column.field] ?? ''}\n`;
		}
		return line;
	}

	#join(row: ImportRow): void {
		if (this.#table !== 'sales' && this.#table !== 'stocks') return;
		if (row.productId === undefined) {
			const productId = this.#find(String(row.item));
			if (productId !== undefined) row.productId = productId;
		}
		this.#countUnmatched(row);
	}

	#countUnmatched(row: ImportRow): void {
		if ((this.#table === 'sales' || this.#table === 'stocks') && row.productId === undefined)
			this.report.unmatched++;
	}

	#ownAccount(before: ImportRow, after: ImportRow): 'role' | 'status' | undefined {
		if (this.#table !== 'users' || before.username !== this.#username) return undefined;
		return (['role', 'status'] as const).find((field) => before[field] !== after[field]);
	}

	/** Warns of what is taken as it stands, but looks wrong. */
	#look(line: number, row: ImportRow): void {
		const { productId } = row;
		const known = typeof productId === 'string' && this.#eaten(productId);
		if (known)
			this.#warn(
				line,
				`${productId} looks like ${known} after a spreadsheet took it for a number or a date. Format the column as text, and export again.`
			);
		if (this.#table !== 'sales') return;
		const odd = oddSale(row as unknown as Sale, this.#context.digits);
		if (odd) this.#warn(line, odd);
	}

	#warn(line: number, text: string): void {
		this.report.warned++;
		if (this.report.warnings.length < WARNINGS) this.report.warnings.push(`line ${line}: ${text}`);
	}
}

function atOnce<T>(work: Generator<unknown, T>): T {
	let step = work.next();
	while (!step.done) step = work.next();
	return step.value;
}

const own = (extra: Record<string, string> | undefined, name: string): string =>
	extra && Object.hasOwn(extra, name) ? extra[name]! : '';

/** A product goes by its former names too: an import adds the name that it replaces, and takes none away. */
function withFormerNames(before: ImportRow, after: ImportRow): ImportRow {
	if (after === before) return before;
	const names = [...((before.formerNames as string[]) ?? []), ...((after.formerNames as string[]) ?? [])];
	if (before.name !== after.name) names.push(String(before.name));
	const formerNames = [...new Set(names)].filter((name) => name !== after.name);
	const result = { ...after, formerNames };
	if (formerNames.length === 0) delete (result as ImportRow).formerNames;
	const same = Object.keys({ ...before, ...result }).every(
		(field) => JSON.stringify(before[field]) === JSON.stringify((result as ImportRow)[field])
	);
	return same ? before : result;
}

import type { DeskProduct } from '../catalogue/product';
import { ok, type Result } from '../result';
import type { CsvFile, CsvRow } from './read';
import { contextOf, keyOf, rowReader, type Rejection, type TableSpec } from './spec';
import type { CellContext } from './values';

/** What the shop's settings say about cells. */
export interface ShopCells {
	digits: number;
	timeZone: string;
}

export interface TableRows<Row> {
	rows: Row[];
	/** The file's row behind each of `rows`. */
	sources: CsvRow[];
	rejected: (Rejection & { row: CsvRow })[];
	context: CellContext;
}

/** Rows as they were read, by what stands in the file: versions of one file share most of theirs. */
export class KnownRows<Row> {
	readonly #byStyle = new Map<string, Map<string, Row>>();

	/** Those of files that are read in the same way. */
	of({ header, delimiter }: CsvFile, { decimalComma }: CellContext): Map<string, Row> {
		const style = JSON.stringify([header, delimiter, decimalComma]);
		const rows = this.#byStyle.get(style) ?? new Map<string, Row>();
		this.#byStyle.set(style, rows);
		return rows;
	}
}

/**
 * All rows of a canonical table's file; what is refused, also for a key that an earlier row has, is listed.
 * @param known rows of other versions: one that stands there unchanged is the same object
 */
export function readTable<Row>(
	file: CsvFile,
	spec: TableSpec<Row>,
	shop: ShopCells,
	known?: KnownRows<Row>
): TableRows<Row> {
	const context = contextOf(file, spec, shop);
	const readRow = rowReader(spec, file.header, context);
	const before = known?.of(file, context);
	const read = (source: CsvRow): Result<Row, Rejection> => {
		const same = before?.get(source.raw);
		if (same !== undefined) return ok(same);
		const result = readRow(source);
		if (result.ok) before?.set(source.raw, result.value);
		return result;
	};
	const table: TableRows<Row> = { rows: [], sources: [], rejected: [], context };
	const lines = new Map<string, number>();
	for (const source of file.rows) {
		const result = read(source);
		if (!result.ok) {
			table.rejected.push({ ...result.error, row: source });
			continue;
		}
		if (spec.key.length > 0) {
			const key = keyOf(spec, result.value);
			const earlier = lines.get(key);
			if (earlier !== undefined) {
				const column = spec.columns.find(({ field }) => field === spec.key[0])!.name;
				const reason = `stands in line ${earlier} already`;
				table.rejected.push({ line: source.line, column, value: key, reason, row: source });
				continue;
			}
			lines.set(key, source.line);
		}
		table.rows.push(result.value);
		table.sources.push(source);
	}
	return table;
}

/**
 * Finds products by a name that a row of an old file has: exactly a product's, else exactly a former one; never a
 * similar one. A name that several products share finds none.
 */
export function productFinder(
	products: readonly Pick<DeskProduct, 'productId' | 'name' | 'formerNames'>[]
): (name: string) => string | undefined {
	const current = new Map<string, string | undefined>();
	const former = new Map<string, string | undefined>();
	const add = (names: Map<string, string | undefined>, name: string, productId: string) =>
		names.set(name, names.has(name) && names.get(name) !== productId ? undefined : productId);
	for (const { productId, name, formerNames = [] } of products) {
		add(current, name, productId);
		for (const old of formerNames) add(former, old, productId);
	}
	return (name) => current.get(name) ?? (current.has(name) ? undefined : former.get(name));
}

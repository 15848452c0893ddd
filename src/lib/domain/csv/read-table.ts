import type { DeskProduct } from '../catalogue/product';
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

/** All rows of a canonical table's file; what is refused, also for a key that an earlier row has, is listed. */
export function readTable<Row>(file: CsvFile, spec: TableSpec<Row>, shop: ShopCells): TableRows<Row> {
	const context = contextOf(file, spec, shop);
	const read = rowReader(spec, file.header, context);
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
	return (name) => (current.has(name) ? current.get(name) : former.get(name));
}

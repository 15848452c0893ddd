import type { CsvRow } from '../csv/read';
import type { ShopCells } from '../csv/read-table';
import { keyOf } from '../csv/spec';
import type { DeskProduct } from '../catalogue/product';
import type { TableName } from '../tables';
import { TableImport, type ImportRow } from './import';
import type { Mapping } from './mapping';
import type { ImportMode, ImportReport } from './report';
import { ImportSource } from './source';

/** What a device can say of a file without the shop. */
export interface CheckRequest {
	table: TableName;
	mode: ImportMode;
	mapping: Mapping;
	shop: ShopCells;
	products: readonly DeskProduct[];
}

export interface Check {
	header: string[];
	/** The cells of the first rows. */
	preview: string[][];
	report: ImportReport;
	/** Whether what is new, changed and the same was told apart: a device knows all products, but not all of the rest. */
	compared: boolean;
	/** Required columns that the file does not have. */
	lacks: string[];
}

export const PREVIEW_ROWS = 20;
const PIECE = 1000;

/** Checks a file as the import itself would read it. Yields how much of it is done, from 0 to 1. */
export function* checkFile(bytes: Uint8Array, request: CheckRequest): Generator<number, Check> {
	const { table, mode, products } = request;
	const source = new ImportSource(bytes);
	const work = new TableImport(source, request);
	const compared = table === 'products';
	const stored = new Map<string, ImportRow>();
	if (compared)
		for (const product of products) {
			const row = { ...product } as unknown as ImportRow;
			stored.set(keyOf(work.spec, row), row);
		}
	const preview: string[][] = [];

	function take(rows: readonly CsvRow[]): void {
		for (const row of rows) if (preview.length < PREVIEW_ROWS) preview.push(row.cells);
		const read = work.read(rows);
		if (compared) work.decide(read, stored);
		else if (work.lookup) work.decideLines(read, []);
	}
	let piece: CsvRow[] = [];
	for (const row of source.rows()) {
		piece.push(row);
		if (piece.length < PIECE) continue;
		take(piece);
		piece = [];
		yield source.share;
	}
	take(piece);
	const { report } = work;
	if (compared && mode === 'replace')
		report.deleted = [...stored.values()].filter((row) => !work.has(row)).length;
	return { header: source.header, preview, report: work.done(), compared, lacks: work.lacks };
}

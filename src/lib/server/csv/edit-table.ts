import { join } from 'node:path';
import type { DeskProduct } from '../../domain/catalogue/product';
import { mergeLines, Merger } from '../../domain/csv/merge';
import { readCsv } from '../../domain/csv/read';
import { KnownRows, productFinder, readTable, type ShopCells } from '../../domain/csv/read-table';
import { RowWriter } from '../../domain/csv/row-writer';
import { contextOf, keyCells, keyOf, layoutOf, type TableSpec } from '../../domain/csv/spec';
import { specs } from '../../domain/csv/tables';
import type { TableName } from '../../domain/tables';
import { products } from '../store/products';
import type { Repository } from '../store/rows';
import { tables } from '../store/tables';
import { holdDeletion, isTooMuch, noteClash, noteEdit } from './edit-notes';
import { EditedRows, type Row } from './edited-rows';
import type { KeptKind } from './history';
import type { EditContext } from './edits';
import type { ForeignEdit } from './file-on-disk';
import { keepRejected, writeRejected } from './rejected';

/** Fields that hold pieces: there an edit counts as the difference that the person made. */
const counts: { [Name in TableName]?: string[] } = {
	products: ['stock'],
	stocks: ['stock'],
	purchases: ['received']
};

/** Takes an edit of a table's file into the store. Refused rows are listed, and change nothing. */
export async function editTable(
	context: EditContext,
	name: TableName,
	edit: ForeignEdit,
	cells: ShopCells
): Promise<void> {
	const spec = specs[name] as unknown as TableSpec<Row>;
	const repository = tables[name] as unknown as Repository<Row>;
	const file = readCsv(edit.bytes);
	const read = new KnownRows<Row>();
	const { rows, rejected } = readTable(file, spec, cells, read);
	if (layoutOf(spec, file.header).missing.some(({ required }) => required) && file.headerRow)
		return setAside(context, edit);
	await writeRejected(context.disk, context.folder, edit.name, file.header, rejected);
	if (spec.key.length === 0) return editLines(context, name, edit, rows, cells);

	const merger = new Merger<Row>(spec, cells, counts[name]);
	const theirs = merger.byKey(rows);
	const refused = new Set(rejected.map(({ row }) => keyCells(spec, file.header, row.cells)));
	const kind: KeptKind<Row> = {
		name: edit.name,
		read: (bytes) => merger.byKey(readTable(readCsv(bytes), spec, cells, read).rows),
		byKey: (rows) => merger.byKey(rows),
		difference: (a, b) => merger.difference(a, b),
		redo: (rows, before, after) => merger.redo(rows, before, after, file.header)
	};
	const known = await context.history.baseOf(kind, theirs, refused);
	const { heldBack, base } = await context.store.write(async (tx) => {
		const now = context.now();
		const current = merger.byKey(await repository.all(tx));
		const base = known ?? current;
		const { save, remove, clashes } = merger.merge({ base, theirs, current, refused, header: file.header });
		const edited = new EditedRows(tx, name, { now, cells });
		// Who becomes an admin before who no longer is one: the last one stays.
		if (name === 'users') save.sort((a, b) => Number(b.role === 'admin') - Number(a.role === 'admin'));
		for (const row of save) await edited.save(current.get(keyOf(spec, row)), row);
		const held = isTooMuch(remove.length, base.size);
		if (held) await holdDeletion(tx, edit.name, remove, now);
		else for (const key of remove) await edited.remove(current.get(key)!);
		for (const clash of clashes) await noteClash(tx, edit.name, clash, now);
		await noteEdit(tx, edit.name, edited.changed, now, cells);
		await edit.taken(tx);
		return { heldBack: held || edited.refused, base };
	});
	// Rows that stay may be missing in what they saved: nobody goes on from that.
	if (!heldBack) await context.history.save(kind, edit.bytes, base, theirs);
}

/** A file without a column that every row must have is no such table any more: it is kept aside and written anew. */
async function setAside({ disk, folder, store }: EditContext, edit: ForeignEdit): Promise<void> {
	await keepRejected(disk, folder, edit.name, edit.bytes);
	await store.write((tx) => edit.taken(tx));
	await disk.remove(join(folder, edit.name));
}

/** The same for a table whose rows have no key. */
async function editLines(
	context: EditContext,
	name: TableName,
	edit: ForeignEdit,
	theirs: Row[],
	cells: ShopCells
): Promise<void> {
	const spec = specs[name] as unknown as TableSpec<Row>;
	const repository = tables[name] as unknown as Repository<Row>;
	const line = lineOf(spec, cells);
	const numberOf = (row: Row) => String(row[spec.number!]);
	await context.store.write(async (tx) => {
		const now = context.now();
		if (name === 'sales') joinToProducts(theirs, await products.all(tx));
		const current = await repository.all(tx);
		const { added, removed } = mergeLines(line, current, theirs);
		// Rows at the end that the saved file does not have may have come after it was opened, unless it has none at all.
		const missing = new Set(removed);
		const seen = theirs.length === 0 ? current.length : current.findLastIndex((row) => !missing.has(row)) + 1;
		const gone = current.slice(0, seen).filter((row) => missing.has(row));
		const atEnd = current.slice(seen).filter((row) => Number(numberOf(row)) <= edit.last);
		const tooMuch = isTooMuch(gone.length, current.length);
		const edited = new EditedRows(tx, name, { now, cells });
		if (!tooMuch) for (const row of gone) await edited.remove(row);
		const held = tooMuch ? [...gone, ...atEnd] : atEnd;
		if (held.length > 0)
			await holdDeletion(tx, edit.name, held.map(numberOf), now, {
				shown: held.map(wordsOf(spec)),
				atEnd: !tooMuch
			});
		await edited.add(added);
		await edited.finish();
		await noteEdit(tx, edit.name, edited.changed, now, cells);
		await edit.taken(tx);
	});
}

/** What people know a row without a key by: what every row has to say, but for numbers. */
function wordsOf({ columns }: TableSpec<Row>): (row: Row) => string {
	const said = columns.filter(({ required, type }) => required && !type.numeric);
	return (row) => said.map(({ field }) => row[field]).join(' ');
}

/** By what two rows without a key are the same: all that they say. */
function lineOf(spec: TableSpec<Row>, cells: ShopCells): (row: Row) => string {
	const style = readCsv(new TextEncoder().encode(spec.columns.map(({ name }) => name).join(',')));
	const writer = new RowWriter(style, spec, contextOf(style, spec, cells));
	return (row) =>
		writer.line(row) +
		JSON.stringify(
			Object.entries(row.extra ?? {})
				.filter(([, cell]) => cell !== '')
				.sort()
		);
}

function joinToProducts(sales: Row[], all: DeskProduct[]): void {
	const find = productFinder(all);
	for (const sale of sales) {
		const productId = sale.productId ?? find(String(sale.item));
		if (productId !== undefined) sale.productId = productId;
	}
}

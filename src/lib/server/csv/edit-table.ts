import { join } from 'node:path';
import type { DeskProduct } from '../../domain/catalogue/product';
import { mergeLines, Merger } from '../../domain/csv/merge';
import { readCsv } from '../../domain/csv/read';
import { productFinder, readTable, type ShopCells } from '../../domain/csv/read-table';
import { RowWriter } from '../../domain/csv/row-writer';
import { contextOf, keyCells, keyOf, layoutOf, type TableSpec } from '../../domain/csv/spec';
import { specs } from '../../domain/csv/tables';
import type { TableName } from '../../domain/tables';
import { products } from '../store/products';
import type { Repository } from '../store/rows';
import type { WriteTx } from '../store/store';
import { tables } from '../store/tables';
import { holdDeletion, noteClash, noteEdit, noteMovement } from './edit-notes';
import type { EditContext } from './edits';
import type { ForeignEdit } from './mirror';
import { keepRejected, writeRejected } from './rejected';

/** Rows of any table, by field. */
type Row = Record<string, unknown> & { extra?: Record<string, string> };

/** Fields that hold pieces: there an edit counts as the difference that the person made. */
const counts: { [Name in TableName]?: string[] } = {
	products: ['stock'],
	stocks: ['stock'],
	purchases: ['received']
};

/** Whether an edit would empty a table, or delete more than half of one that is not tiny: then the admin is asked. */
const isTooMuch = (removed: number, of: number) =>
	removed > 0 && (removed === of || (of > 4 && removed > of / 2));

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
	const { rows, rejected } = readTable(file, spec, cells);
	if (layoutOf(spec, file.header).missing.some(({ required }) => required) && file.headerRow)
		return setAside(context, edit);
	await writeRejected(context.disk, context.folder, edit.name, file.header, rejected);
	if (spec.key.length === 0) return editLines(context, spec, repository, edit, rows, cells);

	const merger = new Merger<Row>(spec, cells, counts[name]);
	const theirs = merger.byKey(rows);
	const refused = new Set(rejected.map(({ row }) => keyCells(spec, file.header, row.cells)));
	const known = await context.history.baseOf(spec, cells, merger, theirs, refused);
	const heldBack = await context.store.write(async (tx) => {
		const current = merger.byKey(await repository.all(tx));
		const base = known ?? current;
		const { save, remove, clashes } = merger.merge({ base, theirs, current, refused, header: file.header });
		const held = isTooMuch(remove.length, base.size);
		for (const row of save) {
			const saved = name === 'products' ? await saveProduct(tx, row, current.get(keyOf(spec, row))) : row;
			await repository.save(tx, saved);
		}
		if (held) await holdDeletion(tx, edit.name, remove, context.now());
		else
			for (const key of remove) {
				const row = current.get(key)!;
				if (name === 'products') await emptyShelf(tx, row);
				await repository.remove(
					tx,
					spec.key.map((field) => String(row[field]))
				);
			}
		for (const clash of clashes) await noteClash(tx, edit.name, clash, context.now());
		await noteEdit(tx, edit.name, save.length + (held ? 0 : remove.length), context.now(), cells);
		await edit.taken(tx);
		return held;
	});
	// Whoever saved it may go on from what they saved, unless most of it is missing there.
	if (!heldBack) await context.history.start(edit.name, edit.bytes);

	/** A product with what an edit of its row brings with it: its former name, and the movement of its shelf. */
	async function saveProduct(tx: WriteTx, row: Row, before: Row | undefined): Promise<Row> {
		const { productId, name, stock, formerNames = [] } = row as unknown as DeskProduct;
		const old = before as DeskProduct | undefined;
		const reason = old ? 'edit' : 'opening';
		await noteMovement(
			tx,
			{ productId, delta: stock - (old?.stock ?? 0), reason, note: '' },
			context.now(),
			cells
		);
		if (!old || old.name === name) return row;
		return {
			...row,
			formerNames: [...new Set([...formerNames, old.name])].filter((former) => former !== name)
		};
	}

	async function emptyShelf(tx: WriteTx, row: Row): Promise<void> {
		const { productId, name, stock } = row as unknown as DeskProduct;
		await noteMovement(tx, { productId, delta: -stock, reason: 'deleted', note: name }, context.now(), cells);
	}
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
	spec: TableSpec<Row>,
	repository: Repository<Row>,
	edit: ForeignEdit,
	theirs: Row[],
	cells: ShopCells
): Promise<void> {
	const line = lineOf(spec, cells);
	const numberOf = (row: Row) => String(row[spec.number!]);
	await context.store.write(async (tx) => {
		if (spec.name === 'sales') joinToProducts(theirs, await products.all(tx));
		const current = await repository.all(tx);
		const { added, removed } = mergeLines(line, current, theirs);
		// Rows at the end that the saved file does not have came after it was opened.
		const missing = new Set(removed);
		const seen = current.findLastIndex((row) => !missing.has(row)) + 1;
		const gone = current.slice(0, seen).filter((row) => missing.has(row));
		const held = isTooMuch(gone.length, current.length);
		if (held) await holdDeletion(tx, edit.name, gone.map(numberOf), context.now());
		else for (const row of gone) await repository.remove(tx, [numberOf(row)]);
		await repository.insertAll(tx, added);
		await noteEdit(tx, edit.name, added.length + (held ? 0 : gone.length), context.now(), cells);
		await edit.taken(tx);
	});
}

/** By what two rows without a key are the same: all that they say. */
function lineOf(spec: TableSpec<Row>, cells: ShopCells): (row: Row) => string {
	const style = readCsv(new TextEncoder().encode(spec.columns.map(({ name }) => name).join(',')));
	const writer = new RowWriter(style, spec, contextOf(style, spec, cells));
	return (row) => writer.line(row) + JSON.stringify(Object.entries(row.extra ?? {}).sort());
}

function joinToProducts(sales: Row[], all: DeskProduct[]): void {
	const find = productFinder(all);
	for (const sale of sales) {
		const productId = sale.productId ?? find(String(sale.item));
		if (productId !== undefined) sale.productId = productId;
	}
}

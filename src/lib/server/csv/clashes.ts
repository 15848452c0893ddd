import { cellValue, type TableSpec } from '../../domain/csv/spec';
import type { ShopCells } from '../../domain/csv/read-table';
import { specs } from '../../domain/csv/tables';
import { Refusal } from '../../domain/csv/values';
import { tableNames } from '../../domain/tables';
import { records } from '../store/records';
import type { Repository } from '../store/rows';
import type { WriteTx } from '../store/store';
import { tables } from '../store/tables';
import { noteMovement } from './edit-notes';

/** Rows of any table, by field. */
type Row = Record<string, unknown> & { extra?: Record<string, string> };

/** What the admin chooses for a clash: what the person saved in the file, or what the shop has. */
export type Choice = 'file' | 'shop';

/**
 * Settles a clash of the desk's list by the admin's choice, and takes it off the list; false if it is not there any more.
 * Rows that were meant to go, go; a value that was saved is set, whatever the shop has by now.
 */
export async function settleClash(
	tx: WriteTx,
	clashId: string,
	choice: Choice,
	now: number,
	cells: ShopCells
): Promise<boolean> {
	const clash = (await records.all(tx, 'clashes')).find((known) => known.clashId === clashId);
	if (!clash) return false;
	await records.remove(tx, 'clashes', clashId);
	const name = tableNames.find((table) => `${table}.csv` === clash.file);
	if (choice === 'shop' || !name) return true;
	const spec = specs[name] as unknown as TableSpec<Row>;
	const repository = tables[name] as unknown as Repository<Row>;

	if (clash.kind === 'deleted') for (const key of clash.keys as string[]) await remove(key);
	else if (clash.row) await save(undefined, clash.row as Row);
	else if (clash.column === '' && clash.theirs === null) await remove(clash.key as string);
	else if (typeof clash.theirs === 'string')
		await setCell(clash.key as string, clash.column as string, clash.theirs);
	return true;

	async function remove(key: string): Promise<void> {
		const parts = spec.key.length > 1 ? key.split('|') : [key];
		const row = await repository.byKey(tx, ...parts);
		if (!row) return;
		await move(row, -Number(row.stock), 'deleted');
		await repository.remove(tx, parts);
	}

	async function setCell(key: string, named: string, cell: string): Promise<void> {
		const row = await repository.byKey(tx, ...(spec.key.length > 1 ? key.split('|') : [key]));
		if (!row) return;
		const column = spec.columns.find((known) => known.name === named);
		if (!column) return save(row, { ...row, extra: { ...row.extra, [named]: cell } });
		const value = cellValue(column, cell, { ...cells, commaDelimited: true, decimalComma: false });
		if (value instanceof Refusal) return;
		const { [column.field]: _, ...rest } = row;
		await save(row, value === undefined ? rest : { ...rest, [column.field]: value });
	}

	async function save(before: Row | undefined, row: Row): Promise<void> {
		await move(row, Number(row.stock) - Number(before?.stock ?? 0), before ? 'edit' : 'opening');
		await repository.save(tx, row);
	}

	/** Every change of a shelf is a movement. */
	async function move(row: Row, delta: number, reason: string): Promise<void> {
		if (name !== 'products') return;
		await noteMovement(
			tx,
			{ productId: String(row.productId), delta, reason, note: String(row.name) },
			now,
			cells
		);
	}
}

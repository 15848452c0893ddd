import { canTakeFile, type Choice, type FileClash } from '../../domain/csv/clash';
import type { ShopCells } from '../../domain/csv/read-table';
import { withSetting } from '../../domain/csv/shop-file';
import { cellValue, type TableSpec } from '../../domain/csv/spec';
import { specs } from '../../domain/csv/tables';
import { Refusal } from '../../domain/csv/values';
import { ok, refuse, type Refusal as Refused, type Result } from '../../domain/result';
import { tableNames, type TableName } from '../../domain/tables';
import { records } from '../store/records';
import type { Repository } from '../store/rows';
import { sales } from '../store/sales';
import { shops } from '../store/shop';
import type { WriteTx } from '../store/store';
import { tables } from '../store/tables';
import { removeCartLines } from './edit-carts';
import { EditedRows, type Row } from './edited-rows';

type Outcome = Result<null, Refused>;

/** Who settles a clash, and when. */
export interface Settling {
	choice: Choice;
	username: string;
	/** ms since 1970. */
	now: number;
	cells: ShopCells;
}

/**
 * Settles a clash of the desk's list by the admin's choice, and takes it off the list. With `file`, rows that were meant
 * to go, go; a value that was saved is set, whatever the shop has by now.
 */
export async function settleClash(tx: WriteTx, clash: FileClash, settling: Settling): Promise<Outcome> {
	const taken = settling.choice === 'file' ? await takeFile(tx, clash, settling) : ok(null);
	if (!taken.ok) return taken;
	await records.remove(tx, 'clashes', clash.clashId);
	if (clash.kind === 'deleted') await records.remove(tx, 'held', clash.clashId);
	return taken;
}

async function takeFile(tx: WriteTx, clash: FileClash, settling: Settling): Promise<Outcome> {
	if (!canTakeFile(clash))
		return refuse('invalid', 'What the file had is not kept here. Set it on its own page.');
	if (clash.file === 'shop.json') return takeSetting(tx, clash);
	if (clash.file === 'carts.json') return takeCarts(tx, clash);
	const name = tableNames.find((table) => `${table}.csv` === clash.file);
	if (!name) return refuse('invalid', `There is no file ${clash.file}.`);
	return takeRows(tx, name, clash, settling);
}

async function takeSetting(tx: WriteTx, clash: FileClash): Promise<Outcome> {
	if (clash.kind !== 'value' || typeof clash.theirs !== 'string') return ok(null);
	if (clash.key === 'currency' && (await sales.any(tx)))
		return refuse('conflict', 'There are sales in the shop’s currency: it stays.');
	const changed = withSetting(await shops.get(tx), clash.key, clash.theirs);
	if (!changed) return refuse('invalid', `The setting ${clash.key} can’t be ${clash.theirs}.`);
	await shops.save(tx, changed);
	return ok(null);
}

async function takeCarts(tx: WriteTx, { clashId }: FileClash): Promise<Outcome> {
	const held = await records.byKey(tx, 'held', clashId);
	await removeCartLines(tx, held?.keys ?? []);
	return ok(null);
}

async function takeRows(
	tx: WriteTx,
	name: TableName,
	clash: FileClash,
	{ username, now, cells }: Settling
): Promise<Outcome> {
	const spec = specs[name] as unknown as TableSpec<Row>;
	const repository = tables[name] as unknown as Repository<Row>;
	const edited = new EditedRows(tx, name, { now, cells, username });
	const byKey = (key: string) => repository.byKey(tx, ...(spec.key.length > 1 ? key.split('|') : [key]));

	if (clash.kind === 'deleted') {
		const held = await records.byKey(tx, 'held', clash.clashId);
		for (const key of held?.keys ?? []) {
			const row = await byKey(key);
			if (row) await edited.remove(row);
		}
		await edited.finish();
		return ok(null);
	}
	if (clash.kind === 'refused') return ok(null);
	const row = await byKey(clash.key);
	if (clash.theirs === null && row) await edited.remove(row);
	else if (clash.row) await edited.save(row, clash.row as Row);
	else if (typeof clash.theirs === 'string') {
		if (!row) return refuse('not_found', `${clash.key} is gone meanwhile: keep the shop’s.`);
		const changed = withCell(spec, row, clash.column, clash.theirs, cells);
		if (!changed) return refuse('invalid', `${clash.column} can’t be ${clash.theirs}.`);
		await edited.save(row, changed);
	}
	await edited.finish();
	return ok(null);
}

/** A row with one cell of its file; null where the cell says nothing that the column holds. */
function withCell(spec: TableSpec<Row>, row: Row, name: string, cell: string, cells: ShopCells): Row | null {
	const column = spec.columns.find((known) => known.name === name);
	if (!column) return { ...row, extra: { ...row.extra, [name]: cell } };
	const value = cellValue(column, cell, { ...cells, commaDelimited: true, decimalComma: false });
	if (value instanceof Refusal) return null;
	const { [column.field]: _, ...rest } = row;
	return value === undefined ? rest : { ...rest, [column.field]: value };
}

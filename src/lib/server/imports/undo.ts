import type { ImportRow } from '../../domain/import/import';
import { keyOf, type TableSpec } from '../../domain/csv/spec';
import { specs } from '../../domain/csv/tables';
import type { TableName } from '../../domain/tables';
import { toLocal } from '../../domain/time';
import { ProblemError } from '../problem';
import { EditedRows, type EditOf } from '../csv/edited-rows';
import { cellsOf } from '../csv/cells';
import { log } from '../store/log';
import type { Store, WriteTx } from '../store/store';
import { users } from '../store/users';
import { journal, type Change, type ImportEntry } from './journal';
import { moveStock, removeLines, repositoryOf, storedByKey, type Cause } from './write';

export interface By {
	username: string;
	now(): number;
}

/** Steps undone in one transaction. */
const PIECE = 500;
/** Imports up to so many rows are undone in one transaction. */
const ATOMIC = 5000;

/**
 * Undoes the last import, unless something was imported since.
 * @throws ProblemError not_found, conflict
 */
export async function undoLast(store: Store, importId: string, by: By): Promise<ImportEntry> {
	const last = await store.read((tx) => journal.last(tx));
	if (!last) throw new ProblemError('not_found', { detail: 'There is no import to undo.' });
	if (last.importId !== importId)
		throw new ProblemError('conflict', {
			detail: 'Something else was imported since: only the last import can be undone.'
		});
	await undo(store, importId, by, last.counts.inserted + last.counts.updated + last.counts.deleted <= ATOMIC);
	return { ...last, state: 'undone' };
}

/** Undoes imports that a process left when it ended. */
export async function undoInterrupted(store: Store, now: () => number): Promise<void> {
	const left = await store.read((tx) => journal.unfinished(tx, now()));
	for (const { entry, alive } of left)
		if (!alive) await undo(store, entry.importId, { username: entry.username, now });
}

/** Takes back what an import did, the last step first. Can be broken off and taken up again at any step. */
export async function undo(
	store: Store,
	importId: string,
	{ username, now }: By,
	atOnce = false
): Promise<void> {
	async function step(tx: WriteTx): Promise<boolean> {
		const cells = await cellsOf(tx);
		const date = toLocal(now(), cells.timeZone);
		const changes = await journal.lastChanges(tx, importId, PIECE);
		const cause: Cause = { date, reference: importId, username, note: 'undone' };
		const edit: EditOf = { now: now(), cells, username };
		const range = changes.findIndex(({ change }) => change.kind === 'range');
		const taken = range === -1 ? changes : changes.slice(0, range + 1);
		const accounts = taken.filter(({ tbl }) => tbl === 'users').sort(adminsFirst);
		for (const { change } of accounts) await takeBackAccount(tx, change, edit);
		for (const { tbl, change } of taken)
			if (tbl !== 'users') await takeBack(tx, tbl as TableName, change, cause);
		if (taken.length > 0) await journal.forgetFrom(tx, importId, taken.at(-1)!.number);
		if (taken.length < changes.length || changes.length === PIECE) return true;
		await journal.undone(tx, importId);
		await log.append(tx, { at: date, username, action: 'UNDO_IMPORT', target: importId });
		return false;
	}
	if (atOnce)
		await store.write(async (tx) => {
			while (await step(tx));
		});
	else while (await store.write(step));
}

async function takeBack(tx: WriteTx, table: TableName, change: Change, cause: Cause): Promise<void> {
	const repository = repositoryOf(table);
	if (change.kind === 'range') return removeLines(tx, table, change.from, change.to);
	const spec = specs[table] as unknown as TableSpec<ImportRow>;
	const row = change.kind === 'update' ? change.after : change.row;
	const current = spec.number
		? undefined
		: (await storedByKey(tx, table, spec, [{ row }])).get(keyOf(spec, row));
	const shelf = (delta: number) =>
		table === 'products' ? moveStock(tx, [{ productId: String(row.productId), delta }], cause) : undefined;

	if (change.kind === 'delete') {
		if (current) return;
		await repository.insertAll(tx, [row]);
		await shelf(Number(row.stock));
	} else if (!current) return;
	else if (change.kind === 'insert') {
		await repository.remove(
			tx,
			spec.key.map((field) => String(row[field]))
		);
		await shelf(-Number(current.stock));
	} else {
		const restored = restore(current, change);
		await repository.update(tx, restored);
		await shelf(Number(restored.stock) - Number(current.stock));
	}
}

/** Accounts that the import took the rights of an admin from come first: so the last one goes only where another is there. */
const adminsFirst = (a: { change: Change }, b: { change: Change }) =>
	Number(wasAdmin(b.change)) - Number(wasAdmin(a.change));
const wasAdmin = (change: Change): boolean =>
	change.kind === 'delete'
		? change.row.role === 'admin'
		: change.kind === 'update' && change.before.role === 'admin';

/** An account as it was before, as an edit of users.csv would have it: the last admin stays one, and is listed. */
async function takeBackAccount(tx: WriteTx, change: Change, edit: EditOf): Promise<void> {
	if (change.kind === 'range') return;
	const row = change.kind === 'update' ? change.after : change.row;
	const current = (await users.byName(tx, String(row.username))) as ImportRow | undefined;
	const edited = new EditedRows(tx, 'users', edit);
	if (change.kind === 'delete') return current ? undefined : edited.save(undefined, row);
	if (!current) return;
	if (change.kind === 'insert') await edited.remove(current);
	else await edited.save(current, restore(current, change));
}

/** What the import set and nobody changed since gets its value before; pieces move back by the import's difference. */
function restore(current: ImportRow, { before, after }: Extract<Change, { kind: 'update' }>): ImportRow {
	const restored: ImportRow = { ...current };
	for (const field of new Set([...Object.keys(before), ...Object.keys(after)])) {
		if (same(before[field], after[field])) continue;
		if (field === 'stock')
			restored.stock = Math.max(0, Number(current.stock) - Number(after.stock) + Number(before.stock));
		else if (!same(current[field], after[field])) continue;
		else if (before[field] === undefined) delete restored[field];
		else restored[field] = before[field];
	}
	return restored;
}

const same = (a: unknown, b: unknown) => JSON.stringify(a) === JSON.stringify(b);

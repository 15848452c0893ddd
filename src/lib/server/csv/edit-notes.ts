import { createHash } from 'node:crypto';
import type { Clash } from '../../domain/csv/merge';
import { PIN } from '../../domain/csv/shop-file';
import type { ShopCells } from '../../domain/csv/read-table';
import { toLocal } from '../../domain/time';
import { log } from '../store/log';
import { records } from '../store/records';
import { movements } from '../store/stock';
import type { WriteTx } from '../store/store';

/** Who an edit of a file counts as, in the log and in movements. */
const EDITOR = 'file';

/** Writes down that a file was edited, unless nothing came of it. */
export async function noteEdit(
	tx: WriteTx,
	file: string,
	changed: number,
	now: number,
	{ timeZone }: ShopCells
): Promise<void> {
	if (changed === 0) return;
	const target = `${file} ${changed} ${changed === 1 ? 'row' : 'rows'}`;
	await log.append(tx, { at: toLocal(now, timeZone), username: EDITOR, action: 'EDIT_FILE', target });
}

/** Writes down a change of shelf stock that an edit of a file makes; `username`: who said so, if not the file alone. */
export async function noteMovement(
	tx: WriteTx,
	change: { productId: string; delta: number; reason: string; note: string },
	now: number,
	{ timeZone }: ShopCells,
	{ file = 'products.csv', username = EDITOR } = {}
): Promise<void> {
	if (change.delta === 0) return;
	const date = toLocal(now, timeZone);
	await movements.insertAll(tx, [{ movementId: '', date, reference: file, username, ...change }]);
}

/** Puts a field that the person and somebody else changed on the desk's list, with both values. */
export async function noteClash(tx: WriteTx, file: string, clash: Clash, now: number): Promise<void> {
	const { key, column } = clash;
	const clashId = idOf(`${file}|${key}|${column}`);
	// The list goes to the admins' devices, and accounts and the PIN never do.
	const said = file === 'users.csv' || key === PIN ? { key, column } : clash;
	await records.save(tx, 'clashes', clashId, { clashId, kind: 'value', file, at: now, ...said });
}

/** Puts a change that can't be on the desk's list. */
export async function noteRefused(
	tx: WriteTx,
	file: string,
	key: string,
	reason: string,
	now: number
): Promise<void> {
	const clashId = idOf(`${file}|${key}|refused`);
	await records.save(tx, 'clashes', clashId, { clashId, kind: 'refused', file, at: now, key, reason });
}

/** Puts what a file names and the shop does not have on the desk's list, all of a kind as one: a file may name many. */
export async function noteUnknown(
	tx: WriteTx,
	file: string,
	names: ReadonlySet<string>,
	reason: string,
	now: number
): Promise<void> {
	if (names.size === 0) return;
	const clashId = idOf(`${file}|${reason}`);
	const shown = [...names].slice(0, KEYS_SHOWN).join(', ');
	const key = names.size > KEYS_SHOWN ? `${shown} and ${names.size - KEYS_SHOWN} more` : shown;
	await records.save(tx, 'clashes', clashId, { clashId, kind: 'refused', file, at: now, key, reason });
}

/** Whether an edit would empty a table, or delete more than half of one that is not tiny: then the admin is asked. */
export const isTooMuch = (removed: number, of: number): boolean =>
	removed > 0 && (removed === of || (of > 4 && removed > of / 2));

/**
 * Puts rows that an edit would delete on the desk's list: they stay until the admin says otherwise. `shown`: what people
 * know them by, where that is not their key; `atEnd`: they may have come after the file was opened.
 */
export async function holdDeletion(
	tx: WriteTx,
	file: string,
	keys: string[],
	now: number,
	{ shown = keys, atEnd = false } = {}
): Promise<void> {
	const clashId = idOf(`${file}|deleted`);
	const clash = { clashId, kind: 'deleted', file, at: now, count: keys.length } as const;
	await records.save(tx, 'held', clashId, { clashId, keys });
	await records.save(tx, 'clashes', clashId, {
		...clash,
		keys: shown.slice(0, KEYS_SHOWN),
		...(atEnd && { atEnd })
	});
}

const KEYS_SHOWN = 20;
const idOf = (text: string) => createHash('sha256').update(text).digest('hex').slice(0, 16);

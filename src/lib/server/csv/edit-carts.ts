import { readCarts } from '../../domain/csv/carts';
import { decode } from '../../domain/csv/encoding';
import type { ShopCells } from '../../domain/csv/read-table';
import type { Carts } from '../../domain/tables';
import { carts, type StoredCartLine } from '../store/carts';
import type { WriteTx } from '../store/store';
import { products } from '../store/products';
import { users } from '../store/users';
import { holdDeletion, isTooMuch, noteEdit, noteUnknown } from './edit-notes';
import type { EditContext } from './edits';
import type { Delta, KeptKind } from './history';
import type { ForeignEdit } from './file-on-disk';
import { keepRejected } from './rejected';

/** What follows the names of accounts and products, for people. */
const NO_ACCOUNT = '(no such account): their lines are left out';
const NO_PRODUCT = '(no such product): their lines are left out';

/** By what the lines of carts are known, in held deletions too. */
const keyOf = ({ username, productId }: StoredCartLine) => JSON.stringify([username, productId]);
const byKey = (lines: readonly StoredCartLine[]) => new Map(lines.map((line) => [keyOf(line), line]));
const linesOf = (all: Carts) =>
	byKey(Array.from(all, ([username, lines]) => lines.map((line) => ({ username, ...line }))).flat());

/** What differs between two versions of the carts. */
export function cartsDelta(before: Carts, after: Carts): Delta {
	const [had, has] = [linesOf(before), linesOf(after)];
	return {
		rows: [...has].filter(([key, line]) => had.get(key)?.quantity !== line.quantity).map(([, line]) => line),
		deleted: [...had.keys()].filter((key) => !has.has(key))
	};
}

/**
 * Takes what a person changed in carts.json: a line that they took out goes unless its shopper changed it since, and one
 * that was ordered meanwhile does not come back. To empty most carts at once waits for the admin. A line that is added for
 * an account or a product that the shop does not have is left out, and on the desk's list.
 */
export async function editCarts(context: EditContext, edit: ForeignEdit, cells: ShopCells): Promise<void> {
	const { store, disk, folder, history, now } = context;
	const file = readCarts(decode(edit.bytes).text, cells.digits);
	const refused = new Set(file?.refused);
	const theirs = linesOf(file?.carts ?? new Map());
	const kind: KeptKind<StoredCartLine> = {
		name: edit.name,
		read: (bytes) => linesOf(readCarts(decode(bytes).text, cells.digits)?.carts ?? new Map()),
		byKey,
		difference: (a, b) => Number(a?.quantity !== b?.quantity),
		redo: (rows, before, after) =>
			new Map([...Array.from(rows).filter(([key]) => !before.has(key)), ...after])
	};
	const known = file && (await history.baseOf(kind, theirs));
	const { held, leftOut, base } = await store.write(async (tx) => {
		const current = linesOf(await carts.all(tx));
		const base = known ?? current;
		const strangers = new Set<string>();
		const unknown = new Set<string>();
		let changed = 0;
		for (const [key, line] of theirs) {
			const [was, is] = [base.get(key), current.get(key)];
			if (was?.quantity === line.quantity || is?.quantity === line.quantity || (was && !is)) continue;
			if (!(await users.byName(tx, line.username))) strangers.add(line.username);
			else if (!is && !(await products.byKey(tx, line.productId))) unknown.add(line.productId);
			else {
				await carts.setLine(tx, line);
				changed++;
			}
		}
		await noteUnknown(tx, edit.name, strangers, NO_ACCOUNT, now());
		await noteUnknown(tx, edit.name, unknown, NO_PRODUCT, now());
		const gone = Array.from(file ? base : []).filter(
			([key, { username, quantity }]) =>
				!theirs.has(key) && !refused.has(username) && current.get(key)?.quantity === quantity
		);
		const tooMuch = isTooMuch(gone.length, base.size);
		if (tooMuch)
			await holdDeletion(
				tx,
				edit.name,
				gone.map(([key]) => key),
				now()
			);
		else {
			for (const [, { username, productId }] of gone) await carts.removeLines(tx, username, [productId]);
			changed += gone.length;
		}
		await noteEdit(tx, edit.name, changed, now(), cells);
		await edit.taken(tx);
		return { held: tooMuch, leftOut: strangers.size + unknown.size, base };
	});
	if (!file || refused.size + leftOut > 0) await keepRejected(disk, folder, edit.name, edit.bytes);
	else if (!held) await history.save(kind, edit.bytes, base, theirs);
}

/** Takes lines out of the carts by their keys. */
export async function removeCartLines(tx: WriteTx, keys: readonly string[]): Promise<void> {
	for (const key of keys) {
		const [username, productId] = JSON.parse(key) as [string, string];
		await carts.removeLines(tx, username, [productId]);
	}
}

import { readCarts } from '../../domain/csv/carts';
import { decode } from '../../domain/csv/encoding';
import type { ShopCells } from '../../domain/csv/read-table';
import type { Carts } from '../../domain/tables';
import { carts, type StoredCartLine } from '../store/carts';
import { noteEdit } from './edit-notes';
import type { EditContext } from './edits';
import type { Delta, KeptKind } from './history';
import type { ForeignEdit } from './mirror';
import { keepRejected } from './rejected';

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
 * that was ordered meanwhile does not come back.
 */
export async function editCarts(context: EditContext, edit: ForeignEdit, cells: ShopCells): Promise<void> {
	const { store, disk, folder, history, now } = context;
	const file = readCarts(decode(edit.bytes).text, cells.digits);
	const refused = new Set(file?.refused);
	if (!file || refused.size > 0) await keepRejected(disk, folder, edit.name, edit.bytes);
	const theirs = linesOf(file?.carts ?? new Map());
	const kind: KeptKind<StoredCartLine> = {
		name: edit.name,
		read: (bytes) => linesOf(readCarts(decode(bytes).text, cells.digits)?.carts ?? new Map()),
		byKey,
		difference: (a, b) => Number(a?.quantity !== b?.quantity)
	};
	const known = file && (await history.baseOf(kind, theirs));
	await store.write(async (tx) => {
		const current = linesOf(await carts.all(tx));
		const base = known ?? current;
		let changed = 0;
		for (const [key, line] of theirs) {
			const [was, is] = [base.get(key), current.get(key)];
			if (was?.quantity === line.quantity || is?.quantity === line.quantity || (was && !is)) continue;
			await carts.setLine(tx, line);
			changed++;
		}
		for (const [key, was] of file ? base : []) {
			const { username, productId } = was;
			const kept = theirs.has(key) || refused.has(username) || current.get(key)?.quantity !== was.quantity;
			if (kept) continue;
			await carts.removeLines(tx, username, [productId]);
			changed++;
		}
		await noteEdit(tx, edit.name, changed, now(), cells);
		await edit.taken(tx);
	});
	if (file && refused.size === 0) await history.start(edit.name, edit.bytes);
}

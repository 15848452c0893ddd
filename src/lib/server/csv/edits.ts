import { join } from 'node:path';
import { decode } from '../../domain/csv/encoding';
import type { ShopCells } from '../../domain/csv/read-table';
import { mergeShop, readShop, shopDifference, type ShopFile } from '../../domain/csv/shop-file';
import { tableNames } from '../../domain/tables';
import { sales } from '../store/sales';
import { shops } from '../store/shop';
import type { Store } from '../store/store';
import { PRIVATE_FILE, PRIVATE_FOLDER, replaceFile, type Disk } from './disk';
import { noteClash, noteEdit } from './edit-notes';
import { editCarts } from './edit-carts';
import { editTable } from './edit-table';
import type { History } from './history';
import { cellsOf } from './cells';
import type { ForeignEdit } from './file-on-disk';
import { keepRejected } from './rejected';

const COPIES_KEPT = 50;

/** What taking an edit works with. */
export interface EditContext {
	store: Store;
	/** DATA_DIR. */
	folder: string;
	disk: Disk;
	history: History;
	now: () => number;
}

/**
 * Takes a file that somebody else saved into the store: what they changed in it, and nothing that they only had before
 * them. What they write into the log is not taken; its chain shows it.
 */
export function createEdits(context: EditContext): (edit: ForeignEdit) => Promise<void> {
	return async (edit) => {
		await keepCopy(context, edit);
		const cells = await context.store.read(cellsOf);
		const table = tableNames.find((name) => `${name}.csv` === edit.name);
		if (table) await editTable(context, table, edit, cells);
		else if (edit.name === 'carts.json') await editCarts(context, edit, cells);
		else if (edit.name === 'shop.json') await editShop(context, edit, cells);
	};
}

/** Settings that a person changed; one that can't be used stays, and the currency of a shop that has sold. */
async function editShop(context: EditContext, edit: ForeignEdit, cells: ShopCells): Promise<void> {
	const { store, disk, folder, history, now } = context;
	const theirs = readShop(decode(edit.bytes).text);
	if (!theirs || theirs.refused.length > 0) await keepRejected(disk, folder, edit.name, edit.bytes);
	const copies = (await history.copiesOf<ShopFile>(edit.name)).flatMap(({ bytes, saved }) => {
		const file = readShop(decode(bytes).text);
		return file ? [{ file, saved }] : [];
	});
	const changed = await store.write(async (tx) => {
		await edit.taken(tx);
		if (!theirs) return null;
		const current = await shops.get(tx);
		const far = copies.map(({ file }) => shopDifference(file, theirs));
		const place = far.lastIndexOf(Math.min(...far));
		let nearest: ShopFile = copies[place]?.file ?? current;
		// What says again what it said before does again what the shop undid, or takes back what people saved since.
		const newest = copies.at(-1)?.file ?? current;
		const isUndone = copies.some(
			({ saved }, at) => far[at] === 0 && saved && shopDifference(newest, saved.before) === 0
		);
		if (isUndone) nearest = newest;
		else if (far[place] === 0)
			for (const { saved } of copies.slice(place + 1))
				if (saved) nearest = mergeShop(saved.before, saved.after, nearest).merged;
		// What they left out or mistyped stays as they had it.
		const saved = readShop(decode(edit.bytes).text, nearest.shop)!;
		if (await sales.any(tx)) saved.shop.currency = nearest.shop.currency;
		const { merged, clashes } = mergeShop(nearest, saved, current);
		if (JSON.stringify(merged) !== JSON.stringify(current)) {
			await shops.save(tx, merged);
			await noteEdit(tx, edit.name, 1, now(), cells);
		}
		for (const clash of clashes) await noteClash(tx, edit.name, { ...clash, column: '' }, now());
		return theirs.refused.length > 0 ? null : { before: nearest, after: saved };
	});
	if (changed) await history.start(edit.name, edit.bytes, changed);
}

/** Keeps what somebody else wrote, the newest few of such versions. */
async function keepCopy({ disk, folder, now }: EditContext, { name, bytes }: ForeignEdit): Promise<void> {
	const copies = join(folder, '.pop', 'foreign');
	await disk.makeFolder(copies, PRIVATE_FOLDER);
	await replaceFile(disk, join(copies, `${now()}-${name}`), bytes, undefined, PRIVATE_FILE);
	const kept = (await disk.list(copies)).sort();
	for (const old of kept.slice(0, Math.max(0, kept.length - COPIES_KEPT)))
		await disk.remove(join(copies, old));
}

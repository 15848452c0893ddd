import { join } from 'node:path';
import { readCarts } from '../../domain/csv/carts';
import { decode } from '../../domain/csv/encoding';
import type { ShopCells } from '../../domain/csv/read-table';
import { readShop } from '../../domain/csv/shop-file';
import { tableNames } from '../../domain/tables';
import { carts } from '../store/carts';
import { shops } from '../store/shop';
import type { Store } from '../store/store';
import { replaceFile, type Disk } from './disk';
import { noteEdit } from './edit-notes';
import { editTable } from './edit-table';
import type { History } from './history';
import { cellsOf, type ForeignEdit } from './mirror';
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

/** Quantities and lines as they were saved; a line that is not there stays, since it may be new. */
async function editCarts(context: EditContext, edit: ForeignEdit, cells: ShopCells): Promise<void> {
	const file = readCarts(decode(edit.bytes).text, cells.digits);
	if (!file || file.refused.length > 0)
		await keepRejected(context.disk, context.folder, edit.name, edit.bytes);
	await context.store.write(async (tx) => {
		const current = await carts.all(tx);
		let changed = 0;
		for (const [username, lines] of file?.carts ?? []) {
			const had = new Map((current.get(username) ?? []).map((line) => [line.productId, line.quantity]));
			for (const line of lines) {
				if (had.get(line.productId) === line.quantity) continue;
				await carts.setLine(tx, { username, ...line });
				changed++;
			}
		}
		await noteEdit(tx, edit.name, changed, context.now(), cells);
		await edit.taken(tx);
	});
}

/** Settings as they were saved, but for those that can't be used, and for the currency of a shop that has sold. */
async function editShop(context: EditContext, edit: ForeignEdit, cells: ShopCells): Promise<void> {
	const file = readShop(decode(edit.bytes).text);
	if (!file || file.refused.length > 0)
		await keepRejected(context.disk, context.folder, edit.name, edit.bytes);
	await context.store.write(async (tx) => {
		if (file) {
			const { shop, pinHash } = await shops.get(tx);
			const sold = await tx.db.selectFrom('sales').select('position').limit(1).executeTakeFirst();
			const kept = sold ? { currency: shop.currency } : {};
			const hash = file.pinHash ?? pinHash;
			await shops.save(tx, {
				shop: { ...file.shop, ...kept },
				extra: file.extra,
				...(hash !== undefined && { pinHash: hash })
			});
			await noteEdit(tx, edit.name, 1, context.now(), cells);
		}
		await edit.taken(tx);
	});
}

/** Keeps what somebody else wrote, the newest few of such versions. */
async function keepCopy({ disk, folder, now }: EditContext, { name, bytes }: ForeignEdit): Promise<void> {
	const copies = join(folder, '.pop', 'foreign');
	await disk.makeFolder(copies);
	await replaceFile(disk, join(copies, `${now()}-${name}`), bytes);
	const kept = (await disk.list(copies)).sort();
	for (const old of kept.slice(0, Math.max(0, kept.length - COPIES_KEPT)))
		await disk.remove(join(copies, old));
}

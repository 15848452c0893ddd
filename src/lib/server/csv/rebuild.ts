import { join } from 'node:path';
import { parseEntry } from '../../domain/audit/log';
import { readCarts } from '../../domain/csv/carts';
import { decode } from '../../domain/csv/encoding';
import { readCsv } from '../../domain/csv/read';
import { productFinder, readTable, type ShopCells, type TableRows } from '../../domain/csv/read-table';
import { readShop } from '../../domain/csv/shop-file';
import type { Rejection, TableSpec } from '../../domain/csv/spec';
import { specs } from '../../domain/csv/tables';
import { currencyDigits } from '../../domain/money';
import { defaultShop } from '../../domain/shop/shop';
import { tableNames, type TableName, type Tables } from '../../domain/tables';
import { carts, type StoredCartLine } from '../store/carts';
import { log } from '../store/log';
import type { Repository } from '../store/rows';
import { shops } from '../store/shop';
import { state } from '../store/state';
import type { Store, WriteTx } from '../store/store';
import { tables } from '../store/tables';
import { nodeDisk, type Disk } from './disk';
import { fingerprintOf } from './fingerprint';
import { MIRROR_STATE, type MirrorState } from './versions';
import { keepRejected, writeRejected } from './rejected';

export interface RebuildReport {
	/** Rows by table. */
	rows: Record<TableName | 'carts' | 'log', number>;
	/** What was refused: it stays in its file, and is listed in `rejected/`. */
	rejected: (Rejection & { file: string })[];
	/** Sales whose item is no product's name: they are kept under that name. */
	unmatchedSales: number;
}

type Rows = { [Name in TableName]: TableRows<Tables[Name]> & { header: string[] } };

/**
 * Fills an empty store from the files of a folder, all in one transaction: afterwards the mirror knows the files as they
 * stand, and adds at its start what an old shop's files lack. Null where another node has filled it in the meantime.
 */
export async function rebuild(
	store: Store,
	folder: string,
	disk: Disk = nodeDisk
): Promise<RebuildReport | null> {
	const read = async (name: string) => {
		const bytes = await disk.read(join(folder, name));
		if (bytes) found.set(name, bytes);
		return bytes ?? new Uint8Array();
	};
	const found = new Map<string, Uint8Array>();
	const rejected: RebuildReport['rejected'] = [];
	const refuseFile = async (file: string, column: string, value: string, reason: string) => {
		rejected.push({ file, line: 1, column, value, reason });
		await keepRejected(disk, folder, file, found.get(file)!);
	};

	const shopFile = readShop(decode(await read('shop.json')).text);
	if (!shopFile && found.has('shop.json')) await refuseFile('shop.json', '', '', 'is not a JSON object');
	for (const { key, value } of shopFile?.refused ?? [])
		await refuseFile('shop.json', key, JSON.stringify(value), 'is no such setting');
	const { shop, pinHash, extra } = shopFile ?? { shop: defaultShop, extra: {} };
	const cells: ShopCells = { digits: currencyDigits(shop.currency), timeZone: shop.timeZone };

	const rows = {} as Rows;
	for (const name of tableNames) {
		const file = readCsv(await read(`${name}.csv`));
		const table = readTable(file, specs[name] as TableSpec<never>, cells);
		rows[name] = { ...table, header: file.header } as never;
		rejected.push(
			...table.rejected.map(({ row: _, ...rejection }) => ({ file: `${name}.csv`, ...rejection }))
		);
		await writeRejected(disk, folder, `${name}.csv`, file.header, table.rejected);
	}
	const unmatchedSales = joinToProducts(rows);

	const cartsFile = readCarts(decode(await read('carts.json')).text, cells.digits);
	if (!cartsFile && found.has('carts.json')) await refuseFile('carts.json', '', '', 'is not a JSON object');
	for (const username of cartsFile?.refused ?? [])
		await refuseFile('carts.json', username, '', 'has lines that are none');
	const accounts = new Set(rows.users.rows.map(({ username }) => username));
	const lines: StoredCartLine[] = [];
	for (const [username, own] of cartsFile?.carts ?? [])
		if (own.length === 0 || accounts.has(username)) lines.push(...own.map((line) => ({ username, ...line })));
		else await refuseFile('carts.json', username, '', 'has no account: the cart is left out');
	const entries = decode(await read('admin_log.txt'))
		.text.split(/\r\n|\n|\r/)
		.flatMap((line) => parseEntry(line) ?? []);

	const isFirst = await store.write(async (tx) => {
		if (await state.get(tx, MIRROR_STATE)) return false;
		await shops.save(tx, { shop, extra, ...(pinHash !== undefined && { pinHash }) });
		for (const name of tableNames) await insert(tx, name, rows);
		await carts.insertAll(tx, lines);
		await log.insertAll(
			tx,
			entries.map((entry) => ({ logId: '', ...entry }))
		);
		const adopted = { version: tx.version, last: tx.nextPosition(), adopted: 'takeOver' as const };
		const versions: MirrorState = Object.fromEntries(
			Array.from(found, ([name, bytes]) => [name, [{ ...adopted, ...fingerprintOf(bytes) }]])
		);
		await state.set(tx, MIRROR_STATE, versions);
		return true;
	});
	if (!isFirst) return null;

	const counts = tableNames.map((name) => [name, rows[name].rows.length]);
	return {
		rows: { ...Object.fromEntries(counts), carts: lines.length, log: entries.length },
		rejected,
		unmatchedSales
	};
}

function insert<Name extends TableName>(tx: WriteTx, name: Name, rows: Rows): Promise<void> {
	return (tables[name] as Repository<Tables[Name]>).insertAll(tx, rows[name].rows as Tables[Name][]);
}

/** Gives sales and reserve stock without a product id that of the product with exactly their name. */
function joinToProducts({ products, sales, stocks }: Rows): number {
	const find = productFinder(products.rows);
	let unmatched = 0;
	for (const row of [...sales.rows, ...stocks.rows]) {
		if (row.productId !== undefined) continue;
		const productId = find(row.item);
		if (productId !== undefined) row.productId = productId;
		else if ('orderId' in row) unmatched++;
	}
	return unmatched;
}

import { join } from 'node:path';
import { sql } from 'kysely';
import { brokenAt, formatEntry } from '../../domain/audit/log';
import { findTampering } from '../../domain/audit/verify';
import { readCarts } from '../../domain/csv/carts';
import { decode } from '../../domain/csv/encoding';
import { readCsv } from '../../domain/csv/read';
import { readTable, type ShopCells } from '../../domain/csv/read-table';
import { readShop } from '../../domain/csv/shop-file';
import { cellOf, keyCells, keyOf, type Column, type TableSpec } from '../../domain/csv/spec';
import { specs } from '../../domain/csv/tables';
import type { CellContext } from '../../domain/csv/values';
import type { ImportRow } from '../../domain/import/import';
import { tableNames } from '../../domain/tables';
import { nodeDisk } from '../csv/disk';
import { cellsOf } from '../csv/cells';
import { repositoryOf } from '../imports/write';
import { carts } from '../store/carts';
import { log, sha256 } from '../store/log';
import { shops } from '../store/shop';
import type { ReadTx, Store } from '../store/store';

/** Something that is not as it should be. */
export interface Difference {
	check: 'files' | 'stock' | 'log';
	/** The file, the product, or the purchase. */
	where: string;
	/** For people: what is there, and what should be. */
	what: string;
}

export interface Verification {
	differences: Difference[];
	/** Rows of the files that POP can't read: they stay there, and in no other place. */
	refused: number;
	/** Products whose opening stock nobody wrote down, so that their shelf can't be checked. */
	unknownOpenings: number;
	/** Sales of no pieces, or whose total is not quantity times price: taken as they stand. */
	oddSales: number;
}

/**
 * Looks whether the files say what the store says, whether each shelf holds what was put there less what was sold,
 * whether the pieces of each purchase stand in the movements, and whether the log's chain holds. Writes nothing.
 * @param rebuilt the store was just made from the files, so that there is nothing to compare
 */
export async function verify(store: Store, folder: string, rebuilt = false): Promise<Verification> {
	const read = async (name: string) => (await nodeDisk.read(join(folder, name))) ?? new Uint8Array();
	const files = new Map<string, Uint8Array>();
	for (const name of [
		...tableNames.map((table) => `${table}.csv`),
		'carts.json',
		'shop.json',
		'admin_log.txt'
	])
		files.set(name, await read(name));
	return store.read(async (tx) => {
		const shop = await cellsOf(tx);
		const differences: Difference[] = [];
		const differ = (where: string, what: string) => differences.push({ check: 'files', where, what });
		let refused = 0;
		for (const table of tableNames) {
			const name = `${table}.csv`;
			const spec = specs[table] as unknown as TableSpec<ImportRow>;
			const file = readCsv(files.get(name)!);
			const { rows, rejected, sources } = readTable(file, spec, shop);
			refused += rejected.length;
			if (rebuilt) continue;
			const stored = await repositoryOf(table).all(tx);
			if (spec.key.length > 0) {
				const unread = new Set(rejected.map(({ row }) => keyCells(spec, file.header, row.cells)));
				compareRows(spec, shop, rows, stored, unread, (what) => differ(name, what));
			} else
				compareLines(
					spec,
					shop,
					rows.map((row, index) => ({ row, line: sources[index]!.line })),
					stored,
					(what) => differ(name, what)
				);
		}
		if (!rebuilt) {
			await compareCarts(tx, files.get('carts.json')!, shop, (what) => differ('carts.json', what));
			await compareShop(tx, files.get('shop.json')!, (what) => differ('shop.json', what));
		}
		differences.push(...(await checkLog(tx, decode(files.get('admin_log.txt')!).text, rebuilt)));
		const shelves = await checkShelves(tx);
		return {
			differences: [...differences, ...shelves.differences, ...(await checkPurchases(tx))],
			refused,
			unknownOpenings: shelves.unknown,
			oddSales: await countOddSales(tx)
		};
	});
}

type Tell = (what: string) => void;

const plain = (shop: ShopCells): CellContext => ({ ...shop, commaDelimited: true, decimalComma: false });

function compareRows(
	spec: TableSpec<ImportRow>,
	shop: ShopCells,
	rows: readonly ImportRow[],
	stored: readonly ImportRow[],
	unread: ReadonlySet<string>,
	tell: Tell
): void {
	const context = plain(shop);
	const file = new Map(rows.map((row) => [keyOf(spec, row), row]));
	const known = new Set<string>();
	for (const row of stored) {
		const key = keyOf(spec, row);
		known.add(key);
		const standing = file.get(key);
		if (standing) {
			for (const [column, inFile, inStore] of cellsThatDiffer(spec, standing, row, context))
				tell(`${key}, ${column}: the file has ${quoted(inFile)}, the store ${quoted(inStore)}`);
		} else if (!unread.has(key)) tell(`${key} is only in the store`);
	}
	for (const key of file.keys()) if (!known.has(key)) tell(`${key} is only in the file`);
}

function cellsThatDiffer(
	spec: TableSpec<ImportRow>,
	file: ImportRow,
	store: ImportRow,
	context: CellContext
): [column: string, inFile: string, inStore: string][] {
	const cell = (column: Column<ImportRow>, row: ImportRow) =>
		cellOf(column, row[column.field] ?? column.empty, context);
	const extras = [...new Set([...Object.keys(file.extra ?? {}), ...Object.keys(store.extra ?? {})])];
	return [
		...spec.columns.map((column): [string, string, string] => [
			column.name,
			cell(column, file),
			cell(column, store)
		]),
		...extras.map((name): [string, string, string] => [
			name,
			file.extra?.[name] ?? '',
			store.extra?.[name] ?? ''
		])
	].filter(([, inFile, inStore]) => inFile !== inStore);
}

function compareLines(
	spec: TableSpec<ImportRow>,
	shop: ShopCells,
	rows: readonly { row: ImportRow; line: number }[],
	stored: readonly ImportRow[],
	tell: Tell
): void {
	const context = plain(shop);
	const lineOf = (row: ImportRow) =>
		[
			...spec.columns.map((column) => cellOf(column, row[column.field], context)),
			...Object.entries(row.extra ?? {})
				.sort()
				.flat()
		].join(',');
	const standing = new Map<string, number[]>();
	for (const { row, line } of rows) {
		const same = standing.get(lineOf(row));
		if (same) same.push(line);
		else standing.set(lineOf(row), [line]);
	}
	for (const row of stored)
		if (standing.get(lineOf(row))?.pop() === undefined) tell(`${lineOf(row)} is only in the store`);
	for (const [text, lines] of standing)
		for (const line of lines) tell(`line ${line}, ${text}, is only in the file`);
}

async function compareCarts(tx: ReadTx, bytes: Uint8Array, { digits }: ShopCells, tell: Tell): Promise<void> {
	const file = readCarts(decode(bytes).text, digits)?.carts ?? new Map();
	const stored = await carts.all(tx);
	for (const username of new Set([...file.keys(), ...stored.keys()])) {
		const told = (lines: readonly { productId: string; quantity: number }[] = []) =>
			lines
				.map(({ productId, quantity }) => `${quantity} × ${productId}`)
				.sort()
				.join(', ');
		const [inFile, inStore] = [told(file.get(username)), told(stored.get(username))];
		if (inFile !== inStore)
			tell(`the cart of ${username}: the file has ${quoted(inFile)}, the store ${quoted(inStore)}`);
	}
}

async function compareShop(tx: ReadTx, bytes: Uint8Array, tell: Tell): Promise<void> {
	const file = readShop(decode(bytes).text);
	if (!file) return tell('is not a JSON object');
	const stored = await shops.get(tx);
	const settings = (of: typeof stored) =>
		({ ...of.extra, ...of.shop, pin_hash: of.pinHash }) as Record<string, unknown>;
	const [inFile, inStore] = [settings(file), settings(stored)];
	for (const key of new Set([...Object.keys(inFile), ...Object.keys(inStore)]))
		if (JSON.stringify(inFile[key]) !== JSON.stringify(inStore[key]))
			tell(`${key} is not the same in the store`);
}

async function checkLog(tx: ReadTx, text: string, rebuilt: boolean): Promise<Difference[]> {
	const lines = text.split(/\r\n|\n|\r/);
	if (lines.at(-1) === '') lines.pop();
	const where = 'admin_log.txt';
	const found: Difference[] = [];
	const entries = rebuilt ? [] : await log.all(tx);
	const broken = brokenAt(lines, sha256);
	if (broken !== null) {
		const tampered = rebuilt ? null : findTampering(lines, entries, entries.length, sha256);
		const isInserted = tampered?.kind === 'inserted' && tampered.line === broken;
		const how = isInserted ? 'was inserted' : 'does not fit to what is before it';
		found.push({ check: 'log', where, what: `line ${broken} ${how}: ${quoted(lines[broken - 1]!)}` });
	}
	if (rebuilt) return found;
	const standing = new Map<string, number>();
	for (const line of lines) standing.set(line, (standing.get(line) ?? 0) + 1);
	for (const entry of entries) {
		const line = formatEntry(entry);
		const left = standing.get(line) ?? 0;
		if (left === 0) found.push({ check: 'files', where, what: `${quoted(line)} is only in the store` });
		else standing.set(line, left - 1);
	}
	for (const [line, left] of standing)
		// Lines without a hash that are no entries stand in old files, and in no other place.
		if (left > 0 && / #[0-9a-f]{64}$/.test(line))
			found.push({ check: 'files', where, what: `${quoted(line)} is only in the file` });
	return found;
}

/** As `oddSale` of the domain finds them. */
async function countOddSales(tx: ReadTx): Promise<number> {
	const { odd } = await tx.db
		.selectFrom('sales')
		.select(({ fn }) => fn.countAll().as('odd'))
		// As numeric: what is beyond the largest number of a column would be a fault.
		.where(sql<boolean>`quantity = 0 or total <> cast(quantity as numeric) * price`)
		.executeTakeFirstOrThrow();
	return Number(odd);
}

/** Opening and movements less sales must be on the shelf, for each product whose opening is written down. */
async function checkShelves(tx: ReadTx): Promise<{ differences: Difference[]; unknown: number }> {
	const moved = await tx.db
		.selectFrom('movements')
		.select(({ fn }) => ['productId', fn.sum('delta').as('pieces')])
		.groupBy('productId')
		.execute();
	const opened = await tx.db
		.selectFrom('movements')
		.select('productId')
		.where('reason', '=', 'opening')
		.distinct()
		.execute();
	const sold = await tx.db
		.selectFrom('sales')
		.select(({ fn }) => ['productId', fn.sum('quantity').as('pieces')])
		.where('productId', 'is not', null)
		.groupBy('productId')
		.execute();
	const pieces = (rows: { productId: string | null; pieces: unknown }[]) =>
		new Map(rows.map((row) => [row.productId, Number(row.pieces)]));
	const [movedBy, soldBy] = [pieces(moved), pieces(sold)];
	const openings = new Set(opened.map(({ productId }) => productId));
	const shelves = await tx.db.selectFrom('products').select(['productId', 'name', 'stock']).execute();
	const differences = shelves.flatMap(({ productId, name, stock }): Difference[] => {
		const [movements, sales] = [movedBy.get(productId) ?? 0, soldBy.get(productId) ?? 0];
		if (!openings.has(productId) || movements - sales === stock) return [];
		const what = `${stock} of ${name} are on the shelf, but opening and movements (${movements}) less sales (${sales}) are ${movements - sales}`;
		return [{ check: 'stock', where: productId, what }];
	});
	return { differences, unknown: shelves.filter(({ productId }) => !openings.has(productId)).length };
}

/** What came in of a purchase must be its receipts; purchases of before POP have none. */
async function checkPurchases(tx: ReadTx): Promise<Difference[]> {
	const rows = await tx.db
		.selectFrom('purchases')
		.innerJoin('movements', (join) =>
			join
				.onRef('movements.reference', '=', 'purchases.purchaseId')
				.onRef('movements.productId', '=', 'purchases.productId')
				.on('movements.reason', '=', 'receipt')
		)
		.select(({ fn }) => ['purchaseId', 'received', fn.sum('delta').as('pieces')])
		.groupBy(['purchaseId', 'received'])
		.execute();
	return rows
		.filter(({ received, pieces }) => Number(pieces) !== received)
		.map(({ purchaseId, received, pieces }) => ({
			check: 'stock',
			where: purchaseId,
			what: `${received} have come in, but the receipts of this purchase are ${Number(pieces)}`
		}));
}

const quoted = (text: string) => JSON.stringify(text.length > 200 ? `${text.slice(0, 200)}…` : text);

import { setImmediate as turn } from 'node:timers/promises';
import type { Bytes } from '../../domain/csv/encoding';
import type { CsvRow } from '../../domain/csv/read';
import type { TableSpec } from '../../domain/csv/spec';
import { specs } from '../../domain/csv/tables';
import { TableImport, type ImportRow } from '../../domain/import/import';
import { renamed, type Mapping } from '../../domain/import/mapping';
import type { ImportMode, ImportReport } from '../../domain/import/report';
import { ImportSource } from '../../domain/import/source';
import { unfitFor } from '../../domain/import/unfit';
import type { TableName } from '../../domain/tables';
import { toLocal } from '../../domain/time';
import { cellsOf } from '../csv/cells';
import { ProblemError } from '../problem';
import { log } from '../store/log';
import type { ReadTx, Store, WriteTx } from '../store/store';
import { AdminsLeft } from './admins-left';
import { countsOf, journal, type Change } from './journal';
import { undo } from './undo';
import {
	insertLines,
	moveStock,
	repositoryOf,
	storedBehind,
	storedByKey,
	storedLike,
	valuesOf,
	type Cause
} from './write';

export interface ImportRequest {
	importId: string;
	table: TableName;
	mode: ImportMode;
	dryRun: boolean;
	bytes: Bytes;
	mapping?: Mapping;
	username: string;
}

export interface ImportControl {
	now(): number;
	signal?: AbortSignal;
	/** Told after each piece: rows so far, and how much of the file they are, from 0 to 1. */
	onProgress?(rows: number, share: number): void;
}

/** Rows in a piece, some tens of milliseconds of the one writer: rows without a key are quicker. */
const PIECE = 500;
const LINES = 4000;
/** Files up to this length, in bytes, are one transaction; longer ones one a piece, so that orders go on meanwhile. */
const ATOMIC = 500_000;

/**
 * Takes a file into a table. What is refused is listed and left out; all the rest is taken, or nothing: a long import that
 * is cancelled, fails or is cut off by a crash is undone from its journal.
 * @throws ProblemError invalid for a file that can't be this table's, last_admin, conflict while another import runs
 */
export async function runImport(
	store: Store,
	request: ImportRequest,
	control: ImportControl
): Promise<ImportReport> {
	const source = new ImportSource(request.bytes);
	if (!request.dryRun && request.bytes.length <= ATOMIC)
		return store.write((tx) => importAtOnce(tx, request, control, source));
	const decimalComma = await usesDecimalComma(source, request, control);
	const run = await store.read((tx) => prepare(tx, request, control, source, { decimalComma }));
	if (request.dryRun)
		await run.all(async (step) => {
			await turn();
			return store.read((tx) => step(tx, null));
		});
	else {
		await store.write(run.begin);
		try {
			await run.all((step) => store.write((tx) => step(tx, tx)));
			await store.write(run.finish);
		} catch (error) {
			const { importId, username } = request;
			await undo(store, importId, { username, now: control.now });
			throw error;
		}
	}
	return run.report();
}

/**
 * Takes a file into a table within a transaction, all of it or, where that throws, nothing.
 * @throws ProblemError as runImport
 */
export async function importAtOnce(
	tx: WriteTx,
	request: ImportRequest,
	control: ImportControl,
	source = new ImportSource(request.bytes)
): Promise<ImportReport> {
	const run = await prepare(tx, request, control, source, { upto: tx.nextPosition() });
	await run.begin(tx);
	await run.all((step) => step(tx, tx));
	await run.finish(tx);
	return run.report();
}

/** Whether the numbers of a file have decimal commas; other work goes on while it is read for that. */
async function usesDecimalComma(
	source: ImportSource,
	{ table, mapping }: ImportRequest,
	{ signal }: ImportControl
): Promise<boolean> {
	const looking = source.decimalComma(specs[table] as TableSpec<unknown>, mapping);
	let look = looking.next();
	for (; !look.done; look = looking.next()) {
		signal?.throwIfAborted();
		await turn();
	}
	return look.value;
}

interface Known {
	/** The place of the last row that was there before; by default, the store's last. */
	upto?: number;
	/** As `ImportOptions` has it. */
	decimalComma?: boolean;
}

/** The steps of an import. */
async function prepare(
	reading: ReadTx,
	{ importId, table, mode, dryRun, bytes: _, mapping, username }: ImportRequest,
	{ now, signal, onProgress }: ImportControl,
	source: ImportSource,
	{ upto, decimalComma }: Known
) {
	const shop = await cellsOf(reading);
	const products = await productNames(reading);
	const position =
		upto ?? (await reading.db.selectFrom('meta').select('position').executeTakeFirstOrThrow()).position;
	if (!dryRun && (await journal.unfinished(reading, now())).some(({ alive }) => alive))
		throw new ProblemError('conflict', { detail: 'Another import is running. Wait for it, or cancel it.' });
	const work = new TableImport(source, { table, mode, mapping, shop, products, username, decimalComma });
	const unfit = source.otherKind ?? unfitFor(table, renamed(source.header, mapping), mode);
	if (unfit) throw new ProblemError('invalid', { detail: unfit, fields: { body: unfit } });

	const repository = repositoryOf(table);
	/** Most rows of a new history have nothing like them in the store: then they need no look. */
	const stored = work.lookup ? await valuesOf(reading, table, work.lookup, position) : null;
	const admins = table === 'users' ? await AdminsLeft.of(reading) : null;
	const at = now();
	const cause: Cause = { date: toLocal(at, shop.timeZone), reference: importId, username, note: '' };
	/** Rows that history gains or loses leave the shelf as it is: by product, what evens them out. */
	const balance = new Map<string, number>();
	const known = new Set(products.map(({ productId }) => productId));

	function weigh(row: ImportRow, sign: 1 | -1): void {
		const productId = String(row.productId);
		const pieces = table === 'sales' ? Number(row.quantity) : table === 'movements' ? -Number(row.delta) : 0;
		if (pieces !== 0 && known.has(productId))
			balance.set(productId, (balance.get(productId) ?? 0) + sign * pieces);
	}

	async function take(tx: ReadTx, rows: readonly CsvRow[], write: WriteTx | null): Promise<void> {
		const read = work.read(rows);
		const changes: Change[] = [];
		if (work.lookup) {
			const { lookup } = work;
			const asked = stored ? read.filter(({ row }) => stored.has(row[lookup])) : read;
			const like = await storedLike(tx, table, lookup, asked, position);
			const insert = work.decideLines(read, like);
			for (const row of insert) weigh(row, 1);
			if (write && insert.length > 0)
				changes.push({ kind: 'range', ...(await insertLines(write, table, insert)) });
		} else {
			const { insert, update } = work.decide(read, await storedByKey(tx, table, work.spec, read));
			for (const row of [...insert, ...update.map(({ after }) => after)]) admins?.saved(row);
			if (!write) return;
			await repository.insertAll(write, insert);
			for (const { after } of update) await repository.update(write, after);
			if (table === 'products')
				await moveStock(
					write,
					[...insert.map((row) => shelf(row)), ...update.map(({ before, after }) => shelf(after, before))],
					cause
				);
			changes.push(
				...insert.map((row) => ({ kind: 'insert' as const, row })),
				...update.map((both) => ({ kind: 'update' as const, ...both }))
			);
		}
		if (write) await journal.note(write, importId, table, changes, now());
	}

	/** Deletes what the file lacks, from behind a place on. Returns the next place; null at the end. */
	async function prune(tx: ReadTx, after: number, write: WriteTx | null): Promise<number | null> {
		const { rows, last } = await storedBehind(tx, table, after, position, PIECE);
		const gone = rows.filter((row) => !work.has(row));
		work.report.deleted += gone.length;
		for (const row of gone) {
			weigh(row, -1);
			admins?.removed(row);
		}
		if (write && gone.length > 0) {
			const key = work.spec.number ? [work.spec.number] : work.spec.key;
			for (const row of gone)
				await repository.remove(
					write,
					key.map((field) => String(row[field]))
				);
			if (table === 'products')
				await moveStock(
					write,
					gone.map((row) => ({ productId: String(row.productId), delta: -Number(row.stock) })),
					cause
				);
			await journal.note(
				write,
				importId,
				table,
				gone.map((row) => ({ kind: 'delete', row })),
				now()
			);
		}
		return last;
	}

	async function finish(tx: WriteTx): Promise<void> {
		signal?.throwIfAborted();
		const changes = Array.from(balance, ([productId, delta]) => ({ productId, delta }));
		const from = tx.nextPosition();
		await moveStock(tx, changes, { ...cause, note: `history of ${table}.csv` });
		if (changes.length > 0)
			await journal.note(tx, importId, 'movements', [{ kind: 'range', from, to: tx.nextPosition() }], now());
		const { inserted, updated, deleted } = work.report;
		const target = `${table}.csv ${mode} +${inserted} ~${updated} -${deleted}`;
		await log.append(tx, { at: cause.date, username, action: 'IMPORT', target });
		await journal.finish(tx, importId, countsOf(work.report));
	}

	/** All of it, each step by `step`, which reads, or writes too. */
	async function all(
		step: <T>(work: (tx: ReadTx, write: WriteTx | null) => Promise<T>) => Promise<T>
	): Promise<void> {
		for (const rows of pieces(source, work.lookup ? LINES : PIECE)) {
			signal?.throwIfAborted();
			await step((tx, write) => take(tx, rows, write));
			onProgress?.(work.report.rows, source.share);
		}
		for (let place: number | null = mode === 'replace' ? 0 : null; place !== null;) {
			signal?.throwIfAborted();
			const after: number = place;
			place = await step((tx, write) => prune(tx, after, write));
		}
		admins?.assertOne();
	}

	return {
		begin: (tx: WriteTx) => journal.begin(tx, { importId, table, mode, username, at }),
		all,
		finish,
		report: () => work.done()
	};
}

function* pieces(source: ImportSource, size: number): Generator<CsvRow[]> {
	let piece: CsvRow[] = [];
	for (const row of source.rows()) {
		piece.push(row);
		if (piece.length < size) continue;
		yield piece;
		piece = [];
	}
	if (piece.length > 0) yield piece;
}

/** How a product's shelf changes. */
const shelf = (after: ImportRow, before?: ImportRow) => ({
	productId: String(after.productId),
	delta: Number(after.stock) - Number(before?.stock ?? 0),
	opening: before === undefined
});

async function productNames(tx: ReadTx) {
	const rows = await tx.db.selectFrom('products').select(['productId', 'name', 'formerNames']).execute();
	return rows.map(({ productId, name, formerNames }) => ({
		productId,
		name,
		...(formerNames !== null && { formerNames: JSON.parse(formerNames) as string[] })
	}));
}

import type { ImportMode, ImportReport } from '../../domain/import/report';
import type { ImportRow } from '../../domain/import/import';
import type { TableName } from '../../domain/tables';
import { holder, isThere, type Holder } from '../holder';
import type { ReadTx, WriteTx } from '../store/store';

/** How many rows an import concerned. */
export type ImportCounts = Record<
	'rows' | 'inserted' | 'updated' | 'unchanged' | 'deleted' | 'rejected' | 'unmatched',
	number
>;

/** An import as the desk sees it. */
export interface ImportEntry {
	importId: string;
	table: TableName;
	mode: ImportMode;
	username: string;
	/** ms since 1970. */
	at: number;
	state: 'running' | 'done' | 'undone';
	counts: ImportCounts;
}

/** One step of an import. Rows without a key are known by their numbers: those between `from` and `to`. */
export type Change =
	| { kind: 'insert'; row: ImportRow }
	| { kind: 'update'; before: ImportRow; after: ImportRow }
	| { kind: 'delete'; row: ImportRow }
	| { kind: 'range'; from: number; to: number };

/** A process of another machine that gave no sign for so long is gone. */
const GONE_MS = 60_000;
/** Rows in one statement. */
const STATEMENT = 500;

export const countsOf = ({ rejected, warnings: _, warned: __, ...counts }: ImportReport): ImportCounts => ({
	...counts,
	rejected: rejected.length
});

/** What imports did, kept until the next one is complete. */
export const journal = {
	async begin(tx: WriteTx, entry: Omit<ImportEntry, 'state' | 'counts'>): Promise<void> {
		const { table: tbl, ...rest } = entry;
		const number = tx.nextPosition();
		const state = { state: 'running', owner: JSON.stringify(holder), seenAt: entry.at, counts: '{}' };
		await tx.db
			.insertInto('imports')
			.values({ ...rest, tbl, number, ...state })
			.execute();
	},

	/** Writes down steps, and that the import is alive. */
	async note(
		tx: WriteTx,
		importId: string,
		tbl: string,
		changes: readonly Change[],
		now: number
	): Promise<void> {
		for (let start = 0; start < changes.length; start += STATEMENT) {
			const rows = changes.slice(start, start + STATEMENT).map((change) => ({
				importId,
				number: tx.nextPosition(),
				tbl,
				change: JSON.stringify(change)
			}));
			await tx.db.insertInto('importChanges').values(rows).execute();
		}
		await tx.db.updateTable('imports').set({ seenAt: now }).where('importId', '=', importId).execute();
	},

	/** An import that changed nothing is none to undo: the one before it stays the last. */
	async finish(tx: WriteTx, importId: string, counts: ImportCounts): Promise<void> {
		if (counts.inserted + counts.updated + counts.deleted === 0) {
			await tx.db.deleteFrom('imports').where('importId', '=', importId).execute();
			return;
		}
		const stored = { state: 'done', counts: JSON.stringify(counts) };
		await tx.db.updateTable('imports').set(stored).where('importId', '=', importId).execute();
		await tx.db.deleteFrom('importChanges').where('importId', '!=', importId).execute();
	},

	async undone(tx: WriteTx, importId: string): Promise<void> {
		await tx.db.updateTable('imports').set({ state: 'undone' }).where('importId', '=', importId).execute();
	},

	/** The newest steps that are not undone yet, newest first. */
	async lastChanges(
		tx: ReadTx,
		importId: string,
		limit: number
	): Promise<{ number: number; tbl: string; change: Change }[]> {
		const rows = await tx.db
			.selectFrom('importChanges')
			.select(['number', 'tbl', 'change'])
			.where('importId', '=', importId)
			.orderBy('number', 'desc')
			.limit(limit)
			.execute();
		return rows.map(({ change, ...rest }) => ({ ...rest, change: JSON.parse(change) as Change }));
	},

	/** Forgets the steps from a number on: they are undone. */
	async forgetFrom(tx: WriteTx, importId: string, number: number): Promise<void> {
		await tx.db
			.deleteFrom('importChanges')
			.where('importId', '=', importId)
			.where('number', '>=', number)
			.execute();
	},

	/** The newest import that changed something for good, if it was not undone. */
	async last(tx: ReadTx): Promise<ImportEntry | null> {
		const row = await tx.db
			.selectFrom('imports')
			.selectAll()
			.where('state', '!=', 'running')
			.orderBy('number', 'desc')
			.limit(1)
			.executeTakeFirst();
		return row?.state === 'done' ? entryOf(row) : null;
	},

	/** Which import was the last to be complete, and whether it was undone: another text after each. '' before the first. */
	async mark(tx: ReadTx): Promise<string> {
		const row = await tx.db
			.selectFrom('imports')
			.select(['importId', 'state'])
			.where('state', '!=', 'running')
			.orderBy('number', 'desc')
			.limit(1)
			.executeTakeFirst();
		return row ? `${row.importId} ${row.state}` : '';
	},

	/** Imports that were begun and are not complete: still running, or left by a process that is gone. */
	async unfinished(tx: ReadTx, now: number): Promise<{ entry: ImportEntry; alive: boolean }[]> {
		const rows = await tx.db.selectFrom('imports').selectAll().where('state', '=', 'running').execute();
		return rows.map((row) => ({
			entry: entryOf(row),
			alive: isThere(JSON.parse(row.owner) as Holder, now - row.seenAt < GONE_MS)
		}));
	}
};

type Row = Omit<ImportEntry, 'table' | 'mode' | 'state' | 'counts'> &
	Record<'tbl' | 'mode' | 'state' | 'counts', string>;

function entryOf({ importId, tbl, mode, username, at, state, counts }: Row): ImportEntry {
	const entry = { importId, table: tbl, mode, username, at, state, counts: JSON.parse(counts) };
	return entry as ImportEntry;
}

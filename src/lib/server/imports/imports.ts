import { randomUUID } from 'node:crypto';
import type { ImportReport } from '../../domain/import/report';
import type { Actor } from '../auth/actor';
import { ProblemError } from '../problem';
import type { Store } from '../store/store';
import { runImport, type ImportRequest } from './import';
import { journal, type ImportEntry } from './journal';
import { undoInterrupted, undoLast } from './undo';

/** How far the running import is. */
export interface ImportProgress {
	importId: string;
	table: string;
	username: string;
	dryRun: boolean;
	rows: number;
	/** Of the file, from 0 to 1. */
	share: number;
}

/** The imports of this process: one at a time. */
export interface Imports {
	/** @throws ProblemError invalid, last_admin, conflict; also where it was cancelled: then nothing of it stays */
	run(request: Omit<ImportRequest, 'importId'>): Promise<ImportReport & { importId: string }>;
	/** The running import, if there is one, and the one that can be undone. */
	status(): Promise<{ running: ImportProgress | null; last: ImportEntry | null }>;
	/**
	 * Ends the running import. Whether nothing of it stays: false where it is not this one, or was through all the same.
	 * @throws what the import fails of instead
	 */
	cancel(importId: string): Promise<boolean>;
	/** @throws ProblemError pin_required, not_found, conflict */
	undo(importId: string, actor: Pick<Actor, 'username' | 'unlocked'>): Promise<ImportEntry>;
}

export function createImports(store: Store, now: () => number): Imports {
	let running: {
		progress: ImportProgress;
		controller: AbortController;
		/** Null where it was cancelled, and nothing of it stays. */
		outcome: Promise<ImportReport | null>;
	} | null = null;

	function assertIdle(): void {
		if (running)
			throw new ProblemError('conflict', { detail: 'Another import is running. Wait for it, or cancel it.' });
	}

	async function take(
		request: Omit<ImportRequest, 'importId'>,
		progress: ImportProgress,
		signal: AbortSignal
	): Promise<ImportReport | null> {
		try {
			await undoInterrupted(store, now);
			return await runImport(
				store,
				{ ...request, importId: progress.importId },
				{ now, signal, onProgress: (rows, share) => Object.assign(progress, { rows, share }) }
			);
		} catch (error) {
			if (error === signal.reason) return null;
			throw error;
		} finally {
			running = null;
		}
	}

	return {
		async run(request) {
			assertIdle();
			const importId = randomUUID();
			const { table, username, dryRun } = request;
			const controller = new AbortController();
			const progress: ImportProgress = { importId, table, username, dryRun, rows: 0, share: 0 };
			const outcome = take(request, progress, controller.signal);
			running = { progress, controller, outcome };
			const report = await outcome;
			if (!report)
				throw new ProblemError('conflict', { detail: 'The import was cancelled: nothing of it was kept.' });
			return { importId, ...report };
		},
		status: async () => ({
			running: running?.progress ?? null,
			last: await store.read((tx) => journal.last(tx))
		}),
		async cancel(importId) {
			if (running?.progress.importId !== importId) return false;
			const { progress, controller, outcome } = running;
			controller.abort();
			return (await outcome) === null || progress.dryRun;
		},
		async undo(importId, { username, unlocked }) {
			assertIdle();
			const last = await store.read((tx) => journal.last(tx));
			if (last?.importId === importId && (last.mode === 'replace' || last.table === 'users') && !unlocked)
				throw new ProblemError('pin_required', {
					detail: 'Give the admin PIN first: this import needed it too.'
				});
			return undoLast(store, importId, { username, now });
		}
	};
}

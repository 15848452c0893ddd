import { randomUUID } from 'node:crypto';
import type { ImportReport } from '../../domain/import/report';
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
	/** @throws ProblemError invalid, conflict; also where it was cancelled: then nothing of it stays */
	run(request: Omit<ImportRequest, 'importId'>): Promise<ImportReport & { importId: string }>;
	/** The running import, if there is one, and the one that can be undone. */
	status(): Promise<{ running: ImportProgress | null; last: ImportEntry | null }>;
	/** Ends the running import; what it did is undone. */
	cancel(importId: string): void;
	/** @throws ProblemError not_found, conflict */
	undo(importId: string, username: string): Promise<ImportEntry>;
}

export function createImports(store: Store, now: () => number): Imports {
	let running: { progress: ImportProgress; controller: AbortController } | null = null;

	function assertIdle(): void {
		if (running)
			throw new ProblemError('conflict', { detail: 'Another import is running. Wait for it, or cancel it.' });
	}

	return {
		async run(request) {
			assertIdle();
			const importId = randomUUID();
			const { table, username, dryRun } = request;
			const controller = new AbortController();
			const progress: ImportProgress = { importId, table, username, dryRun, rows: 0, share: 0 };
			running = { progress, controller };
			try {
				await undoInterrupted(store, now);
				const report = await runImport(
					store,
					{ ...request, importId },
					{
						now,
						signal: controller.signal,
						onProgress: (rows, share) => Object.assign(progress, { rows, share })
					}
				);
				return { importId, ...report };
			} catch (error) {
				if (!controller.signal.aborted) throw error;
				throw new ProblemError('conflict', { detail: 'The import was cancelled: nothing of it was kept.' });
			} finally {
				running = null;
			}
		},
		status: async () => ({
			running: running?.progress ?? null,
			last: await store.read((tx) => journal.last(tx))
		}),
		cancel(importId) {
			if (running?.progress.importId === importId) running.controller.abort();
		},
		async undo(importId, username) {
			assertIdle();
			return undoLast(store, importId, { username, now });
		}
	};
}

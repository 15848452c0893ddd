import type { Mapping } from '../../domain/import/mapping';
import type { ImportMode, ImportReport } from '../../domain/import/report';
import type { TableName } from '../../domain/tables';
import type { Problem } from '../../protocol/problems';
import { offline } from '../problem';
import { call, type Reply } from '../sync/transport';

export interface ImportAsked {
	table: TableName;
	mode: ImportMode;
	dryRun: boolean;
	mapping: Mapping;
}

/** An import as the shop lists it. */
export interface ImportListed {
	importId: string;
	table: TableName;
	mode: ImportMode;
	username: string;
	/** ms since 1970. */
	at: number;
	counts: Record<
		'rows' | 'inserted' | 'updated' | 'unchanged' | 'deleted' | 'rejected' | 'unmatched',
		number
	>;
}

export interface ImportStatus {
	running: { importId: string; rows: number; share: number } | null;
	/** The one that can be undone. */
	last: ImportListed | null;
}

export type Progress =
	{ step: 'sending'; share: number } | { step: 'importing'; share: number; rows: number };

const POLL_MS = 700;

export const importStatus = (): Promise<Reply<ImportStatus>> => call('GET', '/api/admin/imports');

export const undoImport = (importId: string): Promise<Reply<{ import: ImportListed }>> =>
	call('DELETE', `/api/admin/imports/${encodeURIComponent(importId)}`);

/**
 * Sends a file to the shop to be imported, or tried; `signal` ends it, and then nothing of it stays. Null where the file
 * never left this device whole: then the shop has nothing of it.
 */
export function sendImport(
	file: Blob,
	{ table, mode, dryRun, mapping }: ImportAsked,
	{ onProgress, signal }: { onProgress(progress: Progress): void; signal: AbortSignal }
): Promise<Reply<ImportReport & { importId: string }> | null> {
	const query = new URLSearchParams({ mode, dryRun: String(dryRun), map: JSON.stringify(mapping) });
	return new Promise((resolve) => {
		// Only XMLHttpRequest tells how much of a body is sent.
		const request = new XMLHttpRequest();
		let polling: ReturnType<typeof setInterval> | undefined;
		let sent = false;
		request.upload.onprogress = ({ loaded, total }) => onProgress({ step: 'sending', share: loaded / total });
		request.upload.onload = () => {
			sent = true;
			polling = setInterval(async () => {
				const status = await importStatus();
				if (status.ok && status.body.running) onProgress({ step: 'importing', ...status.body.running });
			}, POLL_MS);
		};
		signal.addEventListener('abort', async () => {
			if (!sent) return request.abort();
			// While the shop still takes in the last of the file there is nothing to end yet.
			while (request.readyState !== XMLHttpRequest.DONE) {
				const status = await importStatus();
				if (status.ok && status.body.running) return void undoImport(status.body.running.importId);
				await new Promise((resolve) => setTimeout(resolve, POLL_MS / 7));
			}
		});
		request.onloadend = () => {
			clearInterval(polling);
			resolve(sent || request.status !== 0 ? replyOf(request) : null);
		};
		request.open('POST', `/api/csv/${table}?${query}`);
		request.setRequestHeader('content-type', 'text/csv');
		request.send(file);
	});
}

function replyOf(request: XMLHttpRequest): Reply<ImportReport & { importId: string }> {
	try {
		const body: unknown = JSON.parse(request.responseText);
		if (request.status === 200) return { ok: true, body: body as ImportReport & { importId: string } };
		if (typeof (body as Problem).code === 'string') return { ok: false, problem: body as Problem };
	} catch {
		// Not the shop's own answer.
	}
	return offline('An import');
}

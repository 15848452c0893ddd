import type { Mapping } from '../../domain/import/mapping';
import type { ImportMode, ImportReport } from '../../domain/import/report';
import type { TableName } from '../../domain/tables';
import type { Problem } from '../../protocol/problems';
import { offline } from '../problem';
import { session } from '../state/session.svelte';
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
	running: {
		importId: string;
		table: TableName;
		username: string;
		dryRun: boolean;
		rows: number;
		share: number;
	} | null;
	/** The one that can be undone. */
	last: ImportListed | null;
}

export type Progress =
	{ step: 'sending'; share: number } | { step: 'importing'; share: number; rows: number };

const POLL_MS = 700;

export const importStatus = (): Promise<Reply<ImportStatus>> => call('GET', '/api/admin/imports');

/** Nothing in the answer: it ran, and was ended. */
export const undoImport = (importId: string): Promise<Reply<{ import: ImportListed } | undefined>> =>
	call('DELETE', `/api/admin/imports/${encodeURIComponent(importId)}`);

/**
 * Sends a file to the shop to be imported, or tried; `signal` ends it. Null where the shop has nothing of it: the file
 * never left this device whole, or was ended.
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
		let ending: ReturnType<typeof undoImport> | undefined;
		/** The import that runs, unless it is somebody else's: the shop takes one at a time, and refuses this one then. */
		const own = async () => {
			const status = await importStatus();
			const running = status.ok ? status.body.running : null;
			const isOwn = running?.username === session.user?.username && running?.table === table;
			return isOwn && running.dryRun === dryRun ? running : null;
		};
		request.upload.onprogress = ({ loaded, total }) => onProgress({ step: 'sending', share: loaded / total });
		request.upload.onload = () => {
			sent = true;
			polling = setInterval(async () => {
				const running = await own();
				if (running) onProgress({ step: 'importing', share: running.share, rows: running.rows });
			}, POLL_MS);
		};
		signal.addEventListener('abort', async () => {
			if (!sent) return request.abort();
			// While the shop still takes in the last of the file there is nothing to end yet.
			while (request.readyState !== XMLHttpRequest.DONE) {
				const running = await own();
				if (running) return void (ending = undoImport(running.importId));
				await new Promise((resolve) => setTimeout(resolve, POLL_MS / 7));
			}
		});
		request.onloadend = async () => {
			clearInterval(polling);
			const reply = sent || request.status !== 0 ? replyOf(request) : null;
			const end = await ending;
			// The shop takes long to end a long import: the answer to that may be lost, and the import's own still says so.
			const isGone = end && (end.ok || (reply && !reply.ok && reply.problem.code === 'conflict'));
			resolve(isGone ? null : reply);
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

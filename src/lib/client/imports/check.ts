import type { Check, CheckRequest } from '../../domain/import/check';
import { otherKind } from '../../domain/import/other-kind';
import { ImportSource } from '../../domain/import/source';

/** Enough of a file to tell its columns. */
const HEAD = 65_536;
const LF = 0x0a;
const CR = 0x0d;

/** The columns of a file, and what it is if it is no CSV, without reading all of it. */
export async function headOf(file: Blob): Promise<Pick<ImportSource, 'header' | 'otherKind'>> {
	const head = new Uint8Array(await file.slice(0, HEAD).arrayBuffer());
	// Behind the last line's end a character may be cut, which would make the file no UTF-8.
	const end = head.length < HEAD ? head.length : Math.max(head.lastIndexOf(LF), head.lastIndexOf(CR)) + 1;
	const { header } = new ImportSource(head.subarray(0, end || head.length));
	return { header, otherKind: otherKind(head) };
}

type Output = { share: number } | { check: Check } | { problem: string };

/** Checks a file in a worker, also without the connection. Rejects with AbortError once it is cancelled. */
export function checkInWorker(
	file: Blob,
	request: CheckRequest,
	{ onShare, signal }: { onShare(share: number): void; signal: AbortSignal }
): Promise<Check> {
	return new Promise((resolve, reject) => {
		const worker = new Worker(new URL('../../../workers/import.worker.ts', import.meta.url), {
			type: 'module'
		});
		const end = () => worker.terminate();
		signal.addEventListener('abort', () => {
			end();
			reject(signal.reason as Error);
		});
		worker.onerror = () => {
			end();
			reject(new Error('The check could not be started. Load the page again.'));
		};
		worker.onmessage = ({ data }: MessageEvent<Output>) => {
			if ('share' in data) return onShare(data.share);
			end();
			if ('check' in data) resolve(data.check);
			else reject(new Error(data.problem));
		};
		worker.postMessage({ file, request });
	});
}

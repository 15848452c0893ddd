import type { AnalysisInput, AnalysisName, AnalysisReply, AnalysisRequest, AnalysisResult } from './analyses';
import { device } from './device';

/**
 * Runs an analysis over the device's rows in a worker of its own, without the connection and without holding up the
 * page. Rejects with the signal's reason once it is aborted: the worker is ended at once, whatever it does.
 */
export async function analyse<N extends AnalysisName>(
	name: N,
	input: AnalysisInput<N>,
	{ onShare = () => {}, signal }: { onShare?: (share: number) => void; signal: AbortSignal }
): Promise<AnalysisResult<N>> {
	const { db, storage } = await device();
	signal.throwIfAborted();
	if (storage !== 'ok') {
		// A database in this tab's memory is out of a worker's reach.
		const { runAnalysis } = await import('./analyses');
		return (await runAnalysis(db, { name, input }, onShare)) as AnalysisResult<N>;
	}
	return new Promise((resolve, reject) => {
		const worker = new Worker(new URL('../../workers/analysis.worker.ts', import.meta.url), {
			type: 'module'
		});
		const end = () => {
			worker.terminate();
			signal.removeEventListener('abort', abort);
		};
		const abort = () => {
			end();
			reject(signal.reason as Error);
		};
		signal.addEventListener('abort', abort);
		worker.onerror = () => {
			end();
			reject(new Error('The analysis could not be started. Load the page again.'));
		};
		worker.onmessage = ({ data }: MessageEvent<AnalysisReply>) => {
			if ('share' in data) return onShare(data.share);
			end();
			if ('result' in data) resolve(data.result as AnalysisResult<N>);
			else reject(new Error(data.problem));
		};
		worker.postMessage({ name, input } satisfies AnalysisRequest);
	});
}

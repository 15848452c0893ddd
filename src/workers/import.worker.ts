import { checkFile, type Check, type CheckRequest } from '../lib/domain/import/check';

export interface ImportWorkerInput {
	file: Blob;
	request: CheckRequest;
}
export type ImportWorkerOutput = { share: number } | { check: Check } | { problem: string };

declare const self: DedicatedWorkerGlobalScope;
const tell = (output: ImportWorkerOutput) => self.postMessage(output);

self.onmessage = async ({ data }: MessageEvent<ImportWorkerInput>) => {
	try {
		const work = checkFile(new Uint8Array(await data.file.arrayBuffer()), data.request);
		let step = work.next();
		for (; !step.done; step = work.next()) tell({ share: step.value });
		tell({ check: step.value });
	} catch (error) {
		tell({ problem: (error as Error).message });
	}
};

import { runAnalysis, type AnalysisReply, type AnalysisRequest } from '../lib/client/analyses';
import { DeviceDb } from '../lib/client/db/schema';
import { blocksOf } from '../lib/domain/forecast/table';

declare const self: DedicatedWorkerGlobalScope;
const tell = (reply: AnalysisReply) => self.postMessage(reply);

self.onmessage = async ({ data }: MessageEvent<AnalysisRequest>) => {
	const db = new DeviceDb('pop');
	try {
		const result = await runAnalysis(db, data, (share) => tell({ share }));
		self.postMessage({ result }, [...blocksOf(result)] as ArrayBuffer[]);
	} catch (error) {
		tell({ problem: (error as Error).message });
	} finally {
		db.close();
	}
};

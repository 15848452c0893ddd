import type { DeviceDb } from '../db/schema';
import { demand, forecast, productForest } from './forecast';
import { insights } from './insights';
import { rules, rulesFile } from './rules';
import { keptForecasts } from './kept-forecasts';
import { replayPast } from './replay';
import { trends } from './trends';

/** Told the share of the work that is done, 0 to 1. */
export type Tell = (share: number) => void;

/**
 * What the analysis worker can do: each reads what it needs from the device's database and answers with plain data.
 * The work itself is the domain's; an entry here is a thin shell over it.
 */
export const analyses = {
	demand,
	forecast,
	productForest,
	insights,
	trends,
	rules,
	rulesFile,
	keptForecasts,
	replayPast
};

export type Analyses = typeof analyses;
export type AnalysisName = keyof Analyses;
export type AnalysisInput<N extends AnalysisName> = Parameters<Analyses[N]>[1];
export type AnalysisResult<N extends AnalysisName> = Awaited<ReturnType<Analyses[N]>>;

export interface AnalysisRequest {
	name: AnalysisName;
	input: unknown;
}
export type AnalysisReply = { share: number } | { result: unknown } | { problem: string };

/** Runs the analysis that a request names. */
export function runAnalysis(db: DeviceDb, { name, input }: AnalysisRequest, tell: Tell): Promise<unknown> {
	const run = analyses[name] as (db: DeviceDb, input: unknown, tell: Tell) => Promise<unknown>;
	return run(db, input, tell);
}

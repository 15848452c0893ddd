/** An npm package on the same baskets, itemsets alone for node-fpgrowth: FOLDER-OF-THE-PACKAGE FILE SUPPORT CONFIDENCE. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { basename } from 'node:path';
import { cpuSeconds, peakMb } from './usage';

interface FpGrowth {
	FPGrowth: new (support: number) => { exec(baskets: string[][]): Promise<unknown[]> };
}
interface Apriori {
	Algorithm: new (
		support: number,
		confidence: number,
		debug: boolean
	) => { analyze(baskets: string[][]): { frequentItemSets: Record<string, unknown[]> } };
}

const [folder = '', file = '', support, confidence] = process.argv.slice(2);
const library: unknown = createRequire(import.meta.url)(folder);
const baskets = readFileSync(file, 'utf8')
	.trimEnd()
	.split('\n')
	.map((line) => line.split(';'));
const { spent, value } = await cpuSeconds(async () => {
	if (basename(folder) === 'node-fpgrowth') {
		const { FPGrowth } = library as FpGrowth;
		return (await new FPGrowth(Number(support)).exec(baskets)).length;
	}
	const { Algorithm } = library as Apriori;
	const found = new Algorithm(Number(support), Number(confidence), false).analyze(baskets);
	return Object.values(found.frequentItemSets).flat().length;
});
console.log(JSON.stringify({ itemsets: value, seconds: [spent], peakMb: peakMb() }));

/** One setting in a process of its own, so that its peak memory is its own: FILE SUPPORT CONFIDENCE. */
import { readFileSync } from 'node:fs';
import { mine } from '../../src/lib/domain/basket/mine';
import { readTransactions } from '../../src/lib/domain/basket/read';
import { rulesOf } from '../../src/lib/domain/basket/rules';
import { cpuSeconds, peakMb } from './usage';

const [file = '', support, confidence] = process.argv.slice(2);
const baskets = readTransactions(readFileSync(file, 'utf8'));
/** Of itemsets and rules; of the itemsets alone. */
const seconds: number[] = [];
const miningSeconds: number[] = [];
let counts = {};
for (let run = 0; run < 5; run++) {
	const mining = await cpuSeconds(() => mine(baskets, { minSupport: Number(support) }));
	const { spent, value } = await cpuSeconds(() =>
		rulesOf(mining.value, { minConfidence: Number(confidence), singleConsequent: true })
	);
	miningSeconds.push(mining.spent);
	seconds.push(mining.spent + spent);
	counts = { itemsets: value.sets.size, rules: value.size };
}
console.log(JSON.stringify({ ...counts, seconds, miningSeconds, peakMb: peakMb() }));

/**
 * Frequent itemsets and rules with one consequent, without reading, in CPU seconds and peak memory of a process of its
 * own; beside them npm's packages in the same run, fetched for it, and what other programs were recorded to need on another
 * machine of two cores. Then the sample shop: from its sales to rules and bundles.
 */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from 'vite';
import { extraPackages } from '../scripts/extra-packages.mjs';
import { bundles } from '../src/lib/domain/basket/bundles';
import { mine } from '../src/lib/domain/basket/mine';
import { readSales } from '../src/lib/domain/basket/read';
import { reportOf } from '../src/lib/domain/basket/report';
import { rulesOf } from '../src/lib/domain/basket/rules';
import { readCsv } from '../src/lib/domain/csv/read';
import { transactionsOf } from './baskets/data';
import { cpuSeconds } from './baskets/usage';
import { quantile, round, type Emit } from './lib/bench';

export const name = 'baskets';

const PEERS = { 'node-fpgrowth': '1.2.1', apriori: '1.0.7' };

/** CPU seconds for itemsets and rules as recorded; Borgelt's program and SPMF with reading, node-fpgrowth without rules. */
const settings = [
	{
		set: 'groceries',
		support: 0.005,
		confidence: 0.3,
		arules: 0.09,
		borgelt: 0.01,
		pyfim: 0.02,
		spmf: 0.28,
		mlxtend: 0.3
	},
	{
		set: 'groceries',
		support: 0.001,
		confidence: 0.5,
		arules: 0.09,
		borgelt: 0.01,
		pyfim: 0.03,
		spmf: 0.56,
		mlxtend: 0.91
	},
	{
		set: 'online-retail',
		support: 0.01,
		confidence: 0.5,
		arules: 0.5,
		borgelt: 0.08,
		pyfim: 0.29,
		spmf: 3.3,
		mlxtend: 5.6
	},
	{
		set: 'online-retail',
		support: 0.005,
		confidence: 0.5,
		arules: 0.73,
		borgelt: 0.2,
		pyfim: 0.54,
		spmf: 5.1,
		mlxtend: 11.8
	},
	{
		set: 't10i4d100k',
		support: 0.01,
		confidence: 0.5,
		arules: 0.65,
		borgelt: 0.09,
		pyfim: 0.36,
		spmf: 2.4,
		mlxtend: 5.5
	},
	{
		set: 't10i4d100k',
		support: 0.002,
		confidence: 0.5,
		arules: 1.08,
		borgelt: 0.24,
		pyfim: 0.72,
		spmf: 4.6,
		mlxtend: 11.7
	}
] as const;

export async function run(emit: Emit): Promise<void> {
	const folder = mkdtempSync(join(tmpdir(), 'pop-baskets-'));
	try {
		await build({
			configFile: false,
			logLevel: 'error',
			build: {
				ssr: true,
				outDir: folder,
				target: 'node20',
				rollupOptions: {
					input: ['bench/baskets/ours.ts', 'bench/baskets/peer.ts'],
					output: { entryFileNames: '[name].mjs' }
				}
			}
		});
		const peers = extraPackages('peers', PEERS);
		if (!peers) console.error('npm’s packages could not be had: left out');
		for (const setting of settings) compare(setting, folder, peers, emit);
	} finally {
		rmSync(folder, { recursive: true, force: true });
	}
	await sampleShop(emit);
}

interface Outcome {
	itemsets: number;
	rules?: number;
	seconds: number[];
	/** Of ours. */
	miningSeconds?: number[];
	peakMb: number;
}

function compare(
	setting: (typeof settings)[number],
	folder: string,
	peerModules: string | null,
	emit: Emit
): void {
	const { set, support, confidence, ...recorded } = setting;
	const text = transactionsOf(set);
	if (text === undefined) {
		console.error(`${set} is not at hand: left out`);
		return;
	}
	const file = join(folder, `${set}.txt`);
	writeFileSync(file, text);
	const measure = (entry: string, ...before: string[]) => {
		const argv = [join(folder, `${entry}.mjs`), ...before, file, `${support}`, `${confidence}`];
		return JSON.parse(execFileSync(process.execPath, argv, { encoding: 'utf8' })) as Outcome;
	};

	const ours = measure('ours');
	const seconds = quantile(ours.seconds, 0.5);
	emit({
		case: `${set} ${support} ${confidence}`,
		itemsets: ours.itemsets,
		rules: ours.rules,
		cpuSeconds: round(seconds),
		firstRunCpuSeconds: round(ours.seconds[0]!),
		peakMb: round(ours.peakMb),
		reference: { what: 'arules, recorded', cpuSeconds: recorded.arules, alsoRecorded: recorded },
		ratio: round(recorded.arules / seconds)
	});
	// apriori needs half a minute for the smallest setting and minutes for the next.
	const peers = ['node-fpgrowth', ...(set === 'groceries' && support === 0.005 ? ['apriori'] : [])];
	for (const peer of peerModules ? peers : []) {
		const theirs = measure('peer', join(peerModules!, peer));
		// It finds itemsets alone.
		const [first = NaN] = peer === 'node-fpgrowth' ? ours.miningSeconds! : ours.seconds;
		emit({
			case: `${set} ${support} ${confidence}, first run beside ${peer}`,
			cpuSeconds: round(first),
			reference: {
				what: peer,
				itemsets: theirs.itemsets,
				cpuSeconds: round(theirs.seconds[0]!),
				peakMb: round(theirs.peakMb)
			},
			ratio: round(theirs.seconds[0]! / first)
		});
	}
}

async function sampleShop(emit: Emit): Promise<void> {
	const sales = readSales(readCsv(readFileSync('data/demo/sales.csv')));
	if (!sales.ok) throw new Error(sales.error);
	const orders = sales.value.baskets;
	for (const which of ['first run', 'second run']) {
		const found = await cpuSeconds(() => rulesOf(mine(orders, { minSupport: 3 }), { minConfidence: 0.1 }));
		const measured = await cpuSeconds(() => [...reportOf(found.value).rules()].length);
		const shown = await cpuSeconds(() => bundles(orders, (item) => item).length);
		emit({
			case: `the sample shop, ${which}`,
			orders: orders.offsets.length - 1,
			rules: measured.value,
			rulesCpuMs: round(1000 * found.spent),
			allMeasuresCpuMs: round(1000 * measured.spent),
			bundles: shown.value,
			bundlesCpuMs: round(1000 * shown.spent)
		});
	}
}

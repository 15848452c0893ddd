/**
 * Series a second of each method and of all classic methods and `auto` with their backtest, on a made-up shop of 730
 * days (`POP_BENCH_PRODUCTS=1000` for a smaller one), in Node, with CPU seconds of this process, and in a worker of the
 * browser; and the forest beside ml-random-forest on the same rows.
 */
import { RandomForestRegression } from 'ml-random-forest';
import { chromium } from '@playwright/test';
import { build, type Rollup } from 'vite';
import { chromiumArgs, provideChromium } from '../scripts/chromium.mjs';
import { seededRandom } from '../src/lib/domain/forecast/random';
import { predictForest, trainForest, type Tree } from '../src/lib/domain/forecast/trees';
import { casesOf, DAYS } from './forecast/cases';
import type { Timed } from './forecast/worker';
import { quantile, round, type Emit, type Figures } from './lib/bench';

export const name = 'forecast';

/** Seconds that passed, and CPU seconds of all the process's threads. */
function spent<T>(work: () => T): { seconds: number; cpuSeconds: number; value: T } {
	const from = performance.now();
	const before = process.cpuUsage();
	const value = work();
	const { user, system } = process.cpuUsage(before);
	return { seconds: (performance.now() - from) / 1000, cpuSeconds: (user + system) / 1e6, value };
}

export async function run(emit: Emit): Promise<void> {
	const sizes = process.env.POP_BENCH_PRODUCTS ? [Number(process.env.POP_BENCH_PRODUCTS)] : [1000, 10_000];
	const inBrowser = await timedInBrowser(sizes);
	for (const [at, products] of sizes.entries()) {
		const browser = new Map(inBrowser[at]!.map(({ label, seconds }) => [label, seconds]));
		const figures = (seconds: number[]) => ({
			seconds: round(quantile(seconds, 0.5)),
			...(seconds.length > 1 ? { worst: round(Math.max(...seconds)) } : {}),
			perSecond: round(products / quantile(seconds, 0.5))
		});
		for (const { label, work, times, aim } of casesOf(products)) {
			const runs = Array.from({ length: times }, () => spent(work));
			const cpu = runs.map(({ cpuSeconds }) => cpuSeconds);
			const cpuSeconds = quantile(cpu, 0.5);
			emit({
				case: label,
				products,
				days: DAYS,
				cpuSeconds: round(cpuSeconds),
				...(times > 1 ? { worstCpuSeconds: round(Math.max(...cpu)) } : {}),
				node: figures(runs.map(({ seconds }) => seconds)),
				browserWorker: figures(browser.get(label)!),
				...(aim && products === 10_000
					? { reference: { what: 'the aim', cpuSeconds: aim }, ratio: round(aim / cpuSeconds) }
					: {})
			});
		}
	}
	emit(besideMl());
}

/** The cases of each size in one worker of a browser, as the forecast page runs them. */
async function timedInBrowser(sizes: number[]): Promise<Timed[][]> {
	const built = (await build({
		configFile: false,
		logLevel: 'error',
		build: { write: false, lib: { entry: 'bench/forecast/worker.ts', formats: ['es'], fileName: 'worker' } }
	})) as Rollup.RollupOutput[];
	const { code } = built[0]!.output[0];
	const browser = await chromium.launch({
		executablePath: await provideChromium(console.error),
		args: chromiumArgs
	});
	try {
		const page = await browser.newPage();
		// A page without an origin may start no worker.
		await page.route('http://localhost/', (route) =>
			route.fulfill({ contentType: 'text/html', body: '<!doctype html><title>bench</title>' })
		);
		await page.goto('http://localhost/');
		return await page.evaluate(timeInWorker, { code, sizes });
	} finally {
		await browser.close();
	}
}

/** Runs in the page. */
async function timeInWorker({ code, sizes }: { code: string; sizes: number[] }): Promise<Timed[][]> {
	const script = URL.createObjectURL(new Blob([code], { type: 'text/javascript' }));
	const worker = new Worker(script, { type: 'module' });
	const found: Timed[][] = [];
	for (const size of sizes)
		found.push(
			await new Promise((resolve, reject) => {
				worker.onmessage = ({ data }) => resolve(data as Timed[]);
				worker.onerror = ({ message }) => reject(new Error(message));
				worker.postMessage(size);
			})
		);
	return found;
}

/** 700 rows of 25 features and 50 full trees, with all features at each split: as ml-random-forest was measured. */
function besideMl(): Figures {
	const [count, width, trees] = [700, 25, 50];
	const random = seededRandom(2);
	const features = Float32Array.from({ length: 2 * count * width }, () => random());
	const target = (row: number) =>
		10 * features[row * width]! + 5 * features[row * width + 1]! * features[row * width + 2]! + random();
	const targets = Float64Array.from({ length: 2 * count }, (_, row) => target(row));
	const rows = {
		width,
		features: features.subarray(0, count * width),
		targets: targets.subarray(0, count),
		weights: new Float64Array(count).fill(1)
	};
	const options = { trees, leaf: 1, depth: 100, featureShare: 1, rowShare: 1 };
	const own = spent(() => {
		const steps = trainForest(rows, options, seededRandom(1));
		let step = steps.next();
		while (!step.done) step = steps.next();
		return step.value;
	});
	const table = (from: number) =>
		Array.from({ length: count }, (_, row) =>
			Array.from(features.subarray((from + row) * width, (from + row + 1) * width))
		);
	const peer = spent(() => {
		const forest = new RandomForestRegression({
			nEstimators: trees,
			maxFeatures: 1,
			replacement: false,
			useSampleBagging: true,
			noOOB: true,
			seed: 1
		});
		forest.train(table(0), Array.from(rows.targets));
		return forest;
	});
	const error = (predict: (row: number) => number) =>
		round(rows.targets.reduce((sum, _, k) => sum + Math.abs(predict(k) - targets[count + k]!), 0) / count);
	const predicted = peer.value.predict(table(count));
	const forest: Tree[] = own.value;
	return {
		case: 'forest, 700 rows × 25 features × 50 trees',
		cpuSeconds: round(own.cpuSeconds),
		mae: error((k) => predictForest(forest, features, (count + k) * width)),
		reference: {
			what: 'ml-random-forest on the same rows; the aim is 20 times as fast',
			cpuSeconds: round(peer.cpuSeconds),
			mae: error((k) => predicted[k]!)
		},
		ratio: round(peer.cpuSeconds / own.cpuSeconds)
	};
}

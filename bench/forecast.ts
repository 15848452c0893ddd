/**
 * Series a second of each method and of all classic methods and `auto` with their backtest, on a made-up shop of 730
 * days (`POP_BENCH_PRODUCTS=1000` for a smaller one), in CPU seconds of this process; and the forest beside
 * ml-random-forest on the same rows.
 */
import { RandomForestRegression } from 'ml-random-forest';
import { advancePanel, applyLearned, forecastPanel } from '../src/lib/domain/forecast/forecast';
import { METHODS } from '../src/lib/domain/forecast/methods';
import { seededRandom } from '../src/lib/domain/forecast/random';
import { predictForest, trainForest, type Tree } from '../src/lib/domain/forecast/trees';
import { madeUpShop, panelBefore } from './forecast/sets';
import { quantile, round, type Emit, type Figures } from './lib/bench';

export const name = 'forecast';

const DAYS = 730;
/** Days that come one after the other, of which the middle one is named: one alone may clear up after all that was learnt. */
const MORE_DAYS = 5;
const OPTIONS = { horizon: 14, target: 'mean', level: 0.9, seed: 1 } as const;

/** CPU seconds of all the process's threads. */
function spent<T>(work: () => T): { seconds: number; value: T } {
	const before = process.cpuUsage();
	const value = work();
	const { user, system } = process.cpuUsage(before);
	return { seconds: (user + system) / 1e6, value };
}

export async function run(emit: Emit): Promise<void> {
	const sizes = process.env.POP_BENCH_PRODUCTS ? [Number(process.env.POP_BENCH_PRODUCTS)] : [1000, 10_000];
	for (const products of sizes) {
		const panel = panelBefore(madeUpShop(products, DAYS), 'day', DAYS);
		for (const { id, line } of METHODS) {
			const { seconds } = spent(() => panel.values.forEach((history) => line(history, 'day')));
			emit({
				case: `${id}, one pass`,
				products,
				days: DAYS,
				cpuSeconds: round(seconds),
				perSecond: round(products / seconds)
			});
		}
		for (const [label, method, aim] of [
			['classic methods with backtest', 'ema', 10],
			['auto with backtest and forest', 'auto', 60]
		] as const) {
			const { seconds, value } = spent(() => forecastPanel(panel, { ...OPTIONS, method })!);
			emit({
				case: label,
				products,
				days: DAYS,
				cpuSeconds: round(seconds),
				perSecond: round(products / seconds),
				...(products === 10_000
					? { reference: { what: 'the aim', cpuSeconds: aim }, ratio: round(aim / seconds) }
					: {})
			});
			if (method !== 'auto') continue;
			let later = panel;
			const days = Array.from({ length: MORE_DAYS }, () =>
				spent(() => applyLearned((later = advancePanel(later, new Map([[0, 3]]))), value.learned))
			);
			emit({
				case: 'auto, one more day',
				products,
				days: DAYS,
				cpuSeconds: round(
					quantile(
						days.map(({ seconds }) => seconds),
						0.5
					)
				),
				worst: round(Math.max(...days.map(({ seconds }) => seconds)))
			});
		}
	}
	emit(besideMl());
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
		cpuSeconds: round(own.seconds),
		mae: error((k) => predictForest(forest, features, (count + k) * width)),
		reference: {
			what: 'ml-random-forest on the same rows; the aim is 20 times as fast',
			cpuSeconds: round(peer.seconds),
			mae: error((k) => predicted[k]!)
		},
		ratio: round(peer.seconds / own.seconds)
	};
}

/** What is learnt from the past of all products: which methods to mix, the forest, how wide the intervals are. */
import { actualFrom, backtestOrigins, naiveScales, scoreMethods, testableHorizon } from './backtest';
import { chooseMixes, FALLBACK, type Mix } from './auto';
import { demandClass, type DemandClass } from './demand-class';
import { GLOBAL_FOREST } from './global-forest';
import { endsOf, Intervals, inWholeUnits, type IntervalWidths } from './intervals';
import { naiveScale, pinball, Scores, type Metrics, type NaiveScale } from './metrics';
import { demandScale, EMA_WEIGHT, METHODS, SLOW_WEIGHT } from './methods';
import { exponentialSmoothing, warmedSmoothing } from './smoothing';
import { historyBefore, known, type Panel } from './panel';
import { seasonProfile } from './profile';
import {
	seasonalNaive,
	seasonPath,
	snapshotSteps,
	trainForestAt,
	viewsOf,
	writePath,
	type Snapshot
} from './snapshot';
import type { Tree } from './trees';

export interface ForecastOptions {
	/** Periods to forecast, from 1 on. */
	horizon: number;
	/** Periods over which methods are tested and chosen, where that is more than the horizon: what is chosen alike begins alike. */
	span?: number;
	/** `auto`, or the id of a method. */
	method: string;
	/** What a forecast is: the mean of what may come, or its middle. */
	target: 'mean' | 'median';
	/** Share of new demand that the intervals hold. */
	level: number;
	seed: number;
}

/** Metrics of what was forecast, with those of its interval where there is one. */
export interface ItemMetrics extends Metrics {
	/** Mean quantile loss of the interval's two ends, on the latest origin with widths from the others. */
	pinball: number | null;
	/** Share of those periods that lay in the interval. */
	coverage: number | null;
}

/** Everything that a forecast needs besides the histories; plain data, to be kept and sent between threads. */
export interface Learned {
	version: 1;
	options: ForecastOptions;
	/** The panel's end when it was learnt. */
	end: number;
	/** Whether the season helps. */
	seasonal: boolean;
	/** The steps that could be tested; intervals reach no further. */
	tested: number;
	origins: number;
	trees: Tree[];
	classes: DemandClass[];
	mixes: Map<DemandClass, Mix>;
	widths: Map<DemandClass, IntervalWidths>;
	/** Of the forecasts, by item. */
	metrics: (ItemMetrics | null)[];
	/** Of every method, by item. */
	methods: Map<string, (Metrics | null)[]>;
}

/** Fewer trees are enough to rank the forest. */
const BACKTEST_FOREST = { ...GLOBAL_FOREST, trees: 20 };

/** Learns in steps, each yielding the share that is done. */
export function* learnSteps(panel: Panel, options: ForecastOptions): Generator<number, Learned> {
	const tested = testableHorizon(panel, Math.max(options.horizon, options.span ?? 1));
	/** Of these, the steps that errors are named of. */
	const shown = Math.min(options.horizon, tested);
	const every = backtestOrigins(panel, tested);
	const classes = panel.values.map(demandClass);
	const profiles = new Map([...every, panel.end].map((origin) => [origin, seasonProfile(panel, origin)]));
	// Where the history is short, the later origins alone have seen enough to tell the season.
	const later = every.filter((origin) => profiles.get(origin));
	const seasonal = asksForSeason(options.method) || seasonHelps(panel, later, profiles, tested);
	const origins = seasonal && later.length > 0 ? later : every;
	const profileAt = (origin: number) => (seasonal ? profiles.get(origin)! : null);
	const needsForest = options.method === 'auto' || options.method === 'forest';
	const jobs = origins.length + 1;
	const snapshotOptions = {
		horizon: tested,
		forest: needsForest ? BACKTEST_FOREST : null,
		productForests: options.method === 'rf',
		seed: options.seed
	};
	const snapshots: Snapshot[] = [];
	for (const origin of origins) {
		const steps = snapshotSteps(panel, origin, { ...snapshotOptions, profile: profileAt(origin) });
		let step = steps.next();
		for (; !step.done; step = steps.next()) yield (snapshots.length + step.value) / jobs;
		snapshots.push(step.value);
	}
	const scales = snapshots.map(({ origin }) => naiveScales(panel, origin));
	const scores = scoreMethods(panel, snapshots, tested, scales);
	const longest = panel.values.reduce((most, values) => Math.max(most, values.length), 0);
	const mixes = mixesFor(options.method, scores, classes, longest, tested, seasonal);

	let trees: Tree[] = [];
	if ([...mixes.values()].some((mix) => mix.some(({ method }) => method === 'forest'))) {
		const profile = profileAt(panel.end);
		const ordinary = panel.values.map((_, item) => viewsOf(panel, item, panel.end, profile).ordinary);
		const steps = trainForestAt(ordinary, panel.end, profile, tested, GLOBAL_FOREST, options.seed);
		let step = steps.next();
		for (; !step.done; step = steps.next()) yield (origins.length + step.value) / jobs;
		trees = step.value;
	}
	const { widths, metrics } = calibrate(panel, snapshots, scales, mixes, classes, { tested, shown }, options);
	const named = shown < tested ? scoreMethods(panel, snapshots, shown, scales) : scores;
	const methods = new Map([...named].map(([id, sums]) => [id, classes.map((_, item) => sums.of(item))]));
	return {
		version: 1,
		options,
		end: panel.end,
		seasonal,
		tested,
		origins: origins.length,
		trees,
		classes,
		mixes,
		widths,
		metrics,
		methods
	};
}

/**
 * What was learnt, for a later panel: by `items`, those that it was learnt of. An item that is new since has not been
 * tested, and gets the class that it has now.
 */
export function learnedFor(learned: Learned, items: readonly string[], panel: Panel): Learned {
	const places = new Map(items.map((item, place) => [item, place]));
	const found = panel.items.map((item) => places.get(item) ?? -1);
	const rows = <T>(all: readonly (T | null)[]) => found.map((place) => all[place] ?? null);
	return {
		...learned,
		classes: found.map((place, item) => learned.classes[place] ?? demandClass(panel.values[item]!)),
		metrics: rows(learned.metrics),
		methods: new Map([...learned.methods].map(([id, all]) => [id, rows(all)]))
	};
}

const asksForSeason = (id: string) => METHODS.some((method) => method.id === id && method.seasonal);

function mixesFor(
	method: string,
	scores: Map<string, Scores>,
	classes: DemandClass[],
	longest: number,
	horizon: number,
	seasonal: boolean
): Map<DemandClass, Mix> {
	if (method === 'auto') return chooseMixes(scores, classes, longest, horizon, seasonal);
	const mix = method === 'forest' && !scores.has('forest') ? FALLBACK : [{ method, share: 1 }];
	return new Map(classes.map((name) => [name, mix]));
}

/** How much better the season must make the forecasts: less may be chance, the more so where few were tried. */
const worthOf = (tries: number): number => 0.99 - 0.1 / tries;

/** Levels that the season is tried on: a slow one where demand stays as it is, and one that follows where it moves. */
const LEVELS = [
	(history: Float64Array) => warmedSmoothing(history, SLOW_WEIGHT),
	(history: Float64Array) => exponentialSmoothing(history, EMA_WEIGHT)
];

/**
 * Whether multiplying by the season made plain methods better at the origins, in RMSSE more than it may have made their
 * totals worse.
 */
function seasonHelps(
	panel: Panel,
	origins: number[],
	profiles: ReadonlyMap<number, Float64Array | null>,
	horizon: number
): boolean {
	if (origins.length === 0 || !profiles.get(panel.end)) return false;
	const all = panel.items.map((_, item) => item);
	const without = LEVELS.map(() => new Scores(all.length));
	const having = LEVELS.map(() => new Scores(all.length));
	const path = new Float64Array(horizon);
	let tries = 0;
	for (const origin of origins) {
		const profile = profiles.get(origin)!;
		const season = seasonPath(panel, { origin, profile }, horizon);
		for (const item of all) {
			const { plain, adjusted } = viewsOf(panel, item, origin, profile);
			if (plain.length === 0 || adjusted.length === 0) continue;
			tries++;
			const actual = actualFrom(panel, item, origin, horizon);
			const scale = naiveScale(historyBefore(panel, item, origin), 1);
			LEVELS.forEach((levelOf, l) => {
				without[l]!.add(item, path.fill(levelOf(plain)), actual, scale);
				const level = levelOf(adjusted);
				for (let step = 0; step < horizon; step++) path[step] = level * season[step]!;
				having[l]!.add(item, path, actual, scale);
			});
		}
	}
	const best = (scores: Scores[]) =>
		scores.map((one) => one.pooled(all)).reduce((a, b) => (b.rmsse < a.rmsse ? b : a));
	const [plain, seasonal] = [best(without), best(having)];
	const rmsse = seasonal.rmsse / plain.rmsse;
	const total = plain.total > 0 ? seasonal.total / plain.total : 1;
	const worth = worthOf(tries);
	return rmsse < worth && rmsse + total < 2 * worth;
}

/** What a residual weighs against one of the next newer origin. */
const DECAY = 0.5;

function calibrate(
	panel: Panel,
	snapshots: Snapshot[],
	scales: NaiveScale[][],
	mixes: Map<DemandClass, Mix>,
	classes: DemandClass[],
	{ tested, shown }: { tested: number; shown: number },
	{ level, target }: ForecastOptions
): Pick<Learned, 'widths' | 'metrics'> {
	const all = new Intervals(tested, shown);
	const older = new Intervals(tested, shown);
	const paths = snapshots.map((snapshot, s) => {
		const season = seasonPath(panel, snapshot, tested);
		return classes.map((name, item) => {
			const path = mixedPath(panel, snapshot, mixes.get(name)!, item, season);
			if (Number.isNaN(path[0])) return null;
			const history = known(historyBefore(panel, item, snapshot.origin));
			const scale = demandScale(history, panel.period, path[0]!);
			const actual = actualFrom(panel, item, snapshot.origin, tested);
			const whole = inWholeUnits(history);
			all.add(name, path, actual, scale, whole, DECAY ** s);
			if (s > 0) older.add(name, path, actual, scale, whole, DECAY ** (s - 1));
			return { path, scale, actual, whole };
		});
	});
	const names = [...new Set(classes)];
	const widths = new Map(names.map((name) => [name, all.of(name, level)]));
	const held = new Map(names.map((name) => [name, older.of(name, level)]));
	const scores = new Scores(classes.length);
	const interval = classes.map((): { loss: number; inside: number; periods: number } => ({
		loss: 0,
		inside: 0,
		periods: 0
	}));
	paths.forEach((tests, s) =>
		tests.forEach((test, item) => {
			if (!test) return;
			const { path, scale, actual, whole } = test;
			const width = widths.get(classes[item]!)!;
			const given = target === 'median' ? path.map((units, step) => units * width.medians[step]!) : path;
			scores.add(item, given, actual.subarray(0, shown), scales[s]![item]!);
			if (s > 0) return;
			const steps = held.get(classes[item]!)!.steps;
			for (let step = 0; step < shown; step++) {
				const units = actual[step]!;
				const sides = steps[step];
				if (!sides || Number.isNaN(units)) continue;
				const { lower, upper } = endsOf(path[step]!, scale, sides, whole);
				const sum = interval[item]!;
				sum.periods++;
				if (units >= lower && units <= upper) sum.inside++;
				sum.loss += (pinball((1 - level) / 2, lower, units) + pinball((1 + level) / 2, upper, units)) / 2;
			}
		})
	);
	const metrics = classes.map((_, item): ItemMetrics | null => {
		const own = scores.of(item);
		const { loss, inside, periods } = interval[item]!;
		return (
			own && { ...own, pinball: periods ? loss / periods : null, coverage: periods ? inside / periods : null }
		);
	});
	return { widths, metrics };
}

function mixedPath(
	panel: Panel,
	snapshot: Snapshot,
	mix: Mix,
	item: number,
	season: Float64Array
): Float64Array {
	const mixed = new Float64Array(season.length);
	const path = new Float64Array(season.length);
	for (const { method, share } of mix) {
		if (method === 'seasonal-naive') seasonalNaive(panel, item, snapshot.origin, path);
		else writePath(snapshot, method, item, season, path);
		for (let step = 0; step < path.length; step++) mixed[step]! += share * path[step]!;
	}
	return mixed;
}

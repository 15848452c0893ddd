import { SEASON } from './calendar';
import { FEATURE_COUNT } from './features';
import { globalLevel, trainGlobalForest } from './global-forest';
import { METHODS, type Line } from './methods';
import { historyBefore, known, phaseOf, type Panel } from './panel';
import { forestPath } from './product-forest';
import { CLOSED, cutBulk, withoutSeason } from './profile';
import { seededRandom } from './random';
import { trendReach } from './smoothing';
import type { ForestOptions, Tree } from './trees';

/** What every method says of every item at one moment, from nothing later than it. */
export interface Snapshot {
	origin: number;
	/** Null where the season does not help. */
	profile: Float64Array | null;
	/** The level of each item by method; NaN where the item had no history. */
	levels: Map<string, Float64Array>;
	/** The slopes of the methods that have one. */
	trends: Map<string, Float64Array>;
	/** The steps of the products' own forests, where they were asked for. */
	paths: Map<number, Float64Array>;
}

export interface SnapshotOptions {
	horizon: number;
	/** The season at the origin; null where it does not help. */
	profile: Float64Array | null;
	/** Null leaves the forest of all products out. */
	forest: ForestOptions | null;
	/** Whether each product gets a forest of its own as well, which takes long. */
	productForests: boolean;
	seed: number;
}

/** Items between two steps. */
const STRIDE = 250;

/** Takes a snapshot in steps, each yielding the share that is done; stopping early leaves nothing behind. */
export function* snapshotSteps(
	panel: Panel,
	origin: number,
	options: SnapshotOptions
): Generator<number, Snapshot> {
	const { horizon, forest, profile } = options;
	const count = panel.items.length;
	const methods = METHODS.filter((method) => !method.seasonal || profile);
	const levels = new Map(methods.map(({ id }) => [id, new Float64Array(count).fill(NaN)]));
	const trends = new Map<string, Float64Array>();
	const paths = new Map<number, Float64Array>();
	const ordinary: Float64Array[] = [];
	for (let item = 0; item < count; item++) {
		const views = viewsOf(panel, item, origin, profile);
		ordinary.push(views.ordinary);
		for (const method of methods) {
			const seen = method.seasonal ? views.adjusted : views.plain;
			if (seen.length === 0) continue;
			const line = method.line(seen, panel.period);
			levels.get(method.id)![item] = line.level;
			if (line.trend === 0) continue;
			let slopes = trends.get(method.id);
			if (!slopes) trends.set(method.id, (slopes = new Float64Array(count)));
			slopes[item] = line.trend;
		}
		if (options.productForests) {
			const path = forestPath(views.plain, SEASON[panel.period], horizon, options.seed);
			if (path) paths.set(item, path);
		}
		if (item % STRIDE === 0 || options.productForests) yield (forest ? 0.3 : 1) * (item / count);
	}
	if (forest) {
		const training = trainForestAt(ordinary, origin, profile, horizon, forest, options.seed);
		let step = training.next();
		for (; !step.done; step = training.next()) yield 0.3 + 0.7 * step.value;
		const row = new Float32Array(FEATURE_COUNT);
		const trees = step.value;
		if (trees.length > 0)
			levels.set(
				'forest',
				Float64Array.from(ordinary, (history) => globalLevel(trees, history, row))
			);
	}
	return { origin, profile, levels, trends, paths };
}

/** An item's history as the methods want it. */
export interface Views {
	/** What is known. */
	plain: Float64Array;
	/** The same without the season and without bulk orders. */
	adjusted: Float64Array;
	/** The same from the first sale on. */
	ordinary: Float64Array;
}

/** The views at `origin`; those that differ from the history are in `room` where it is given, until it is used again. */
export function viewsOf(
	panel: Panel,
	item: number,
	origin: number,
	profile: Float64Array | null,
	room = new Float64Array(panel.values[item]!.length)
): Views {
	const history = historyBefore(panel, item, origin);
	const plain = known(history);
	if (!profile) room.set(plain);
	const level = profile
		? withoutSeason(panel, history, origin, profile, room)
		: room.subarray(0, plain.length);
	const adjusted = cutBulk(level);
	return { plain, adjusted, ordinary: fromFirstSale(adjusted) };
}

/** Trains the forest of all products on what was known at `origin`. */
export function trainForestAt(
	ordinary: Float64Array[],
	origin: number,
	profile: Float64Array | null,
	horizon: number,
	options: ForestOptions,
	seed: number
): Generator<number, Tree[]> {
	const open = profile ? profile.filter((share) => share >= CLOSED).length / profile.length : 1;
	const random = seededRandom(seed ^ origin);
	return trainGlobalForest(ordinary, Math.max(1, Math.round(horizon * open)), options, random);
}

function fromFirstSale(history: Float64Array): Float64Array {
	let first = 0;
	while (first < history.length && !(history[first]! > 0)) first++;
	return history.subarray(first);
}

const SEASONAL = new Set([...METHODS.filter(({ seasonal }) => seasonal).map(({ id }) => id), 'forest']);

/** Whether a method's forecast is multiplied by the season. */
const isSeasonal = (method: string): boolean => SEASONAL.has(method);

/** The season's factor of each step from the snapshot on. */
export function seasonPath(
	panel: Panel,
	{ origin, profile }: Pick<Snapshot, 'origin' | 'profile'>,
	horizon: number
): Float64Array {
	return Float64Array.from({ length: horizon }, (_, step) =>
		profile ? profile[phaseOf(panel, origin + step)]! : 1
	);
}

/** Writes a method's forecast of an item for each step, never below 0. */
export function writePath(
	snapshot: Snapshot,
	method: string,
	item: number,
	season: Float64Array,
	path: Float64Array
): void {
	const own = method === 'rf' ? snapshot.paths.get(item) : undefined;
	if (own) {
		for (let step = 0; step < path.length; step++) path[step] = own[Math.min(step, own.length - 1)]!;
		return;
	}
	// Where a history is too short for a method, its mean has to do.
	const levels = snapshot.levels.get(method) ?? snapshot.levels.get('mean')!;
	const level = levels[item]!;
	const trend = snapshot.trends.get(method)?.[item] ?? 0;
	writeLine({ level, trend }, isSeasonal(method), season, path);
}

/** Writes the steps of a line, never below 0. */
export function writeLine(line: Line, seasonal: boolean, season: Float64Array, path: Float64Array): void {
	for (let step = 0; step < path.length; step++) {
		const units = line.trend === 0 ? line.level : line.level + line.trend * trendReach(step + 1);
		path[step] = Math.max(0, seasonal ? units * season[step]! : units);
	}
}

/** The same period of the season before, or the last value where that is not known. */
export function seasonalNaive(panel: Panel, item: number, origin: number, path: Float64Array): void {
	const history = historyBefore(panel, item, origin);
	const season = SEASON[panel.period];
	for (let step = 0; step < path.length; step++) {
		const value = history[history.length - season + (step % season)];
		path[step] = value === undefined || Number.isNaN(value) ? (known(history).at(-1) ?? 0) : value;
	}
}

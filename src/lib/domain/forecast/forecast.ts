import type { Mix } from './auto';
import type { DemandClass } from './demand-class';
import { FEATURE_COUNT } from './features';
import { globalLevel } from './global-forest';
import { endsOf, inWholeUnits } from './intervals';
import { learnSteps, type ForecastOptions, type ItemMetrics, type Learned } from './learn';
import { demandScale, METHODS } from './methods';
import { historyBefore, known, type Panel } from './panel';
import { SEASON } from './calendar';
import { forestPath } from './product-forest';
import { seasonProfile } from './profile';
import { seasonalNaive, seasonPath, viewsOf, writeLine, type Views } from './snapshot';
import type { TrendLabel } from '../insights/trend';
import { trendsOf } from './trend';

export interface ItemForecast {
	item: string;
	/** Ids of the methods that are mixed, joined by `+`. */
	method: string;
	/** Why this method, in a sentence. */
	reason: string;
	demandClass: DemandClass;
	/** Over the last twelve weeks, or periods that are longer. */
	trend: TrendLabel;
	/** Units of each period to come. */
	forecast: Float64Array;
	/** The interval of each period; NaN where there are too few residuals for one. */
	lower: Float64Array;
	upper: Float64Array;
	/** Over the whole horizon; the interval is null where the backtest did not reach that far. */
	total: { forecast: number; lower: number | null; upper: number | null };
	/** Of this forecast in the backtest; null where the history is too short for one. */
	metrics: ItemMetrics | null;
}

/** Forecasts every item by what was learnt, now or some periods ago: no backtest, no training. */
export function applyLearned(panel: Panel, learned: Learned): ItemForecast[] {
	const { options, tested } = learned;
	const profile = learned.seasonal ? seasonProfile(panel, panel.end) : null;
	const season = seasonPath(panel, { origin: panel.end, profile }, options.horizon);
	const trends = trendsOf(panel);
	const reasons = new Map([...learned.mixes].map(([name, mix]) => [name, reasonFor(mix, learned)]));
	const { horizon } = options;
	const steps = () => new Float64Array(panel.items.length * horizon);
	const blocks = { forecast: steps(), lower: steps().fill(NaN), upper: steps().fill(NaN) };
	// Used again for every product: making arrays anew takes as long as the forecasts.
	const mean = new Float64Array(horizon);
	const path = new Float64Array(horizon);
	const room = new Float64Array(panel.values.reduce((most, { length }) => Math.max(most, length), 0));
	return panel.items.map((item, i) => {
		const name = learned.classes[i] ?? 'none';
		const mix = learned.mixes.get(name) ?? [{ method: 'mean', share: 1 }];
		const views = viewsOf(panel, i, panel.end, profile, room);
		mean.fill(0);
		for (const { method, share } of mix) {
			methodPath(panel, i, method, views, season, learned, path);
			for (let step = 0; step < horizon; step++) mean[step]! += share * path[step]!;
		}
		const scale = demandScale(views.plain, panel.period, mean[0]!);
		const widths = learned.widths.get(name);
		const whole = inWholeUnits(views.plain);
		const ofItem = (block: Float64Array) => block.subarray(i * horizon, (i + 1) * horizon);
		const lower = ofItem(blocks.lower);
		const upper = ofItem(blocks.upper);
		const forecast = ofItem(blocks.forecast);
		forecast.set(mean);
		for (let step = 0; step < Math.min(tested, horizon); step++) {
			const sides = widths?.steps[step];
			if (options.target === 'median') forecast[step] = mean[step]! * (widths?.medians[step] ?? 1);
			if (!sides) continue;
			const ends = endsOf(mean[step]!, scale, sides, whole);
			// The middle of what may come is within it too.
			lower[step] = Math.min(ends.lower, forecast[step]!);
			upper[step] = Math.max(ends.upper, forecast[step]!);
		}
		const total = mean.reduce((sum, units) => sum + units, 0);
		const sides = horizon <= tested ? (widths?.total ?? null) : null;
		const ends = sides && endsOf(total, scale, sides, whole);
		return {
			item,
			method: mix.map(({ method }) => method).join('+'),
			reason: reasons.get(name) ?? '',
			demandClass: name,
			trend: trends[i]!.label,
			forecast,
			lower,
			upper,
			total: {
				forecast: total,
				lower: ends && ends.lower,
				upper: ends && ends.upper
			},
			metrics: learned.metrics[i] ?? null
		};
	});
}

const row = new Float32Array(FEATURE_COUNT);

const METHOD = new Map(METHODS.map((method) => [method.id, method]));

/** One method's forecast of an item, as the tables and charts of all methods show it, written into `path`. */
export function methodPath(
	panel: Panel,
	item: number,
	method: string,
	views: Views,
	season: Float64Array,
	learned: Pick<Learned, 'trees' | 'tested' | 'options'>,
	path = new Float64Array(season.length)
): Float64Array {
	if (method === 'seasonal-naive') {
		seasonalNaive(panel, item, panel.end, path);
		return path;
	}
	if (method === 'rf') {
		const own = forestPath(views.plain, SEASON[panel.period], learned.tested, learned.options.seed);
		if (own) {
			for (let step = 0; step < path.length; step++)
				path[step] = Math.max(0, own[Math.min(step, own.length - 1)]!);
			return path;
		}
	}
	if (method === 'forest') {
		const level = learned.trees.length > 0 ? globalLevel(learned.trees, views.ordinary, row) : 0;
		writeLine({ level, trend: 0 }, true, season, path);
		return path;
	}
	const found = METHOD.get(method) ?? METHOD.get('mean')!;
	const seen = found.seasonal ? views.adjusted : views.plain;
	if (seen.length > 0) writeLine(found.line(seen, panel.period), found.seasonal, season, path);
	else path.fill(0);
	return path;
}

const LABELS = new Map([
	...METHODS.map(({ id, label }) => [id, label] as const),
	['forest', 'Forest of all products'],
	['rf', 'Forest of the product'],
	['seasonal-naive', 'Season before']
]);

/** How people call a method, or a mix of some. */
export const methodLabel = (id: string): string =>
	id
		.split('+')
		.map((one) => LABELS.get(one) ?? one)
		.join(' + ');

function reasonFor(mix: Mix, { options, origins, metrics }: Learned): string {
	const [first, ...others] = mix.map(({ method }) => methodLabel(method));
	if (options.method !== 'auto') return `${first}, as asked for.`;
	if (others.length === 0) return `${first}: the histories are too short to test anything better.`;
	const rest = others.slice(0, -1).join(', ') + (others.length > 1 ? ' and ' : '') + others.at(-1);
	const what =
		mix[0]!.method === 'forest' ? `Half ${first}, half the mean of ${rest}` : `The mean of ${first}, ${rest}`;
	const tested = metrics.filter((item) => item !== null).length;
	return `${what}: tried on the past of ${tested} products from ${origins} moments, these were off least (RMSSE), over the whole span too, and leaned least to one side.`;
}

/** Learns and forecasts in steps, each yielding the share that is done, so that a caller can report and stop. */
export function* forecastSteps(
	panel: Panel,
	options: ForecastOptions
): Generator<number, { learned: Learned; items: ItemForecast[] }> {
	const learned = yield* learnSteps(panel, options);
	return { learned, items: applyLearned(panel, learned) };
}

export interface ForecastHooks {
	onProgress?(share: number): void;
	shouldStop?(): boolean;
}

/** All of it in one call; null where `shouldStop` said so. */
export function forecastPanel(
	panel: Panel,
	options: ForecastOptions,
	{ onProgress, shouldStop }: ForecastHooks = {}
): { learned: Learned; items: ItemForecast[] } | null {
	const steps = forecastSteps(panel, options);
	for (let step = steps.next(); ; step = steps.next()) {
		if (step.done) return step.value;
		onProgress?.(step.value);
		if (shouldStop?.()) return null;
	}
}

/** The panel with one more period: units of the items that sold, by place; all others sold nothing. */
export function advancePanel(panel: Panel, sold: ReadonlyMap<number, number>): Panel {
	const block = new Float64Array(panel.values.reduce((sum, history) => sum + history.length + 1, 0));
	let from = 0;
	const values = panel.values.map((history, item) => {
		const longer = block.subarray(from, (from += history.length + 1));
		longer.set(history);
		longer[history.length] = sold.get(item) ?? 0;
		return longer;
	});
	return { ...panel, end: panel.end + 1, values };
}

/**
 * What a line of a moving method was at each period of the past, from the `first` on, seeing only the periods before; NaN
 * where none of them is known.
 */
export function fittedLine(method: string, panel: Panel, item: number, first = 0): Float64Array {
	const line = METHODS.find(({ id }) => id === method)!;
	const history = historyBefore(panel, item, panel.end);
	return history.subarray(first).map((_, t) => {
		const seen = known(history.subarray(0, first + t));
		return seen.length === 0 ? NaN : line.line(seen, panel.period).level;
	});
}

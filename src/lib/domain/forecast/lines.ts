/** The methods beside each other, for one product or for several together: what tables and charts show. */
import { backtestOrigins, testableHorizon } from './backtest';
import { SEASON } from './calendar';
import { fittedLine, forecastPanel, methodLabel, methodPath } from './forecast';
import type { ForecastOptions } from './learn';
import { METHODS } from './methods';
import type { Metrics } from './metrics';
import { historyBefore, known, type Panel } from './panel';
import { enoughForForest } from './product-forest';
import { seasonPath, viewsOf } from './snapshot';
import { methodMetrics, metricsTogether, type ForecastTable } from './table';

export interface MethodLine {
	id: string;
	label: string;
	/** Units of each period to come; null where there is no such line. */
	path: Float64Array | null;
	/** In the backtest; null where nothing was tested. */
	metrics: Metrics | null;
}

/**
 * Every method on one product: the owner's lines first. The product's own forest, which is trained apart, is not among
 * them.
 */
export function productLines(panel: Panel, place: number, table: ForecastTable): MethodLine[] {
	const { profile, end, options } = table;
	const season = seasonPath(panel, { origin: end, profile }, options.horizon);
	const views = viewsOf(panel, place, end, profile);
	return methodIds(table).map((id) => ({
		id,
		label: methodLabel(id),
		path: id === 'forest' && !table.trees.length ? null : methodPath(panel, place, id, views, season, table),
		metrics: methodMetrics(table, id, place)
	}));
}

/** A product's own forest with its backtest; null where its history is too short for one at every origin. */
export function ownForestLine(
	history: Panel,
	options: Pick<ForecastOptions, 'horizon' | 'level' | 'seed'>
): MethodLine | null {
	const tested = testableHorizon(history, options.horizon);
	const first = backtestOrigins(history, tested).at(-1);
	if (first === undefined) return null;
	const least = known(historyBefore(history, 0, first)).length;
	if (!enoughForForest(least, SEASON[history.period], tested)) return null;
	const { items } = forecastPanel(history, { ...options, method: 'rf', target: 'mean' })!;
	const { forecast, metrics } = items[0]!;
	return { id: 'rf', label: methodLabel('rf'), path: forecast, metrics };
}

/** Every method's errors on several products together, `auto` first. */
export function pooledLines(places: readonly number[], table: ForecastTable): MethodLine[] {
	return ['auto', ...methodIds(table)].map((id) => ({
		id,
		label: methodLabel(id),
		path: null,
		metrics: metricsTogether(table, id, places)
	}));
}

const FIRST = ['ema', 'sma'];

function methodIds({ methods, profile }: ForecastTable): string[] {
	const others = METHODS.filter(({ id, seasonal }) => !FIRST.includes(id) && (!seasonal || profile));
	const forest = methods.has('forest') ? ['forest'] : [];
	return [...FIRST, ...forest, ...others.map(({ id }) => id), 'seasonal-naive'];
}

/** A moving line through the last `past` periods and on through the horizon. */
export function movingLine(
	panel: Panel,
	place: number,
	method: 'ema' | 'sma',
	past: number,
	horizon: number
): Float64Array {
	const history = panel.values[place]!;
	const from = Math.max(0, history.length - past);
	const fitted = fittedLine(method, panel, place, from);
	const next = METHODS.find(({ id }) => id === method)!;
	const seen = viewsOf(panel, place, panel.end, null).plain;
	const level = seen.length > 0 ? next.line(seen, panel.period).level : NaN;
	const line = new Float64Array(past + horizon).fill(NaN);
	line.set(fitted, past - fitted.length);
	line.fill(level, past);
	return line;
}

/** Several products as one: units of a period are unknown only where they are of all of them. */
export function sumOf(panel: Panel, places: readonly number[], item: string): Panel {
	const length = places.reduce((most, place) => Math.max(most, panel.values[place]!.length), 0);
	const sum = new Float64Array(length).fill(NaN);
	for (const place of places) {
		const history = panel.values[place]!;
		const shift = length - history.length;
		for (let t = 0; t < history.length; t++) {
			const units = history[t]!;
			if (units === units) sum[shift + t] = (Number.isNaN(sum[shift + t]) ? 0 : sum[shift + t]!) + units;
		}
	}
	return { ...panel, items: [item], values: [sum] };
}

export type MetricName = 'mae' | 'rmse' | 'mape' | 'mase' | 'rmsse' | 'wape' | 'bias' | 'totalError';

/** The least of a metric among lines, of its size where it has a sign; null where none has it. */
export function best(lines: readonly Pick<MethodLine, 'metrics'>[], metric: MetricName): number | null {
	const found = lines.flatMap(({ metrics }) => {
		const value = metrics?.[metric];
		return typeof value === 'number' ? [Math.abs(value)] : [];
	});
	return found.length > 0 ? Math.min(...found) : null;
}

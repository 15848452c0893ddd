import { SEASON } from './calendar';
import { naiveScale, Scores, type NaiveScale } from './metrics';
import { historyBefore, type Panel } from './panel';
import { seasonalNaive, seasonPath, writePath, type Snapshot } from './snapshot';

const ORIGINS = 4;

/**
 * Moments to forecast the past from (rolling origin, Tashman 2000), latest first: four, a horizon apart where the
 * history is long, closer where it is short, fewer where less than half of it would be left to learn from.
 */
export function backtestOrigins(panel: Panel, horizon: number): number[] {
	const length = panel.values.reduce((most, values) => Math.max(most, values.length), 0);
	const least = Math.max(2, Math.min(12 + 2 * horizon, Math.floor(length / 2)));
	const step = Math.min(horizon, Math.max(1, Math.floor((length - horizon - least) / (ORIGINS - 1))));
	const origins: number[] = [];
	for (let k = 0; k < ORIGINS; k++) {
		const before = length - horizon - k * step;
		if (before >= least) origins.push(panel.end - length + before);
	}
	return origins;
}

/** The longest horizon that a quarter of the longest history can test. */
export function testableHorizon(panel: Panel, horizon: number): number {
	const length = panel.values.reduce((most, values) => Math.max(most, values.length), 0);
	return Math.min(horizon, Math.max(1, Math.floor(length / 3)));
}

/** What happened from `origin` on. */
export function actualFrom(panel: Panel, item: number, origin: number, horizon: number): Float64Array {
	const values = panel.values[item]!;
	const from = values.length - (panel.end - origin);
	return values.subarray(Math.max(0, from), from + horizon);
}

/** What MASE and RMSSE of each item are measured in at an origin. */
export function naiveScales(panel: Panel, origin: number): NaiveScale[] {
	const lag = panel.period === 'day' ? SEASON.day : 1;
	return panel.items.map((_, item) => naiveScale(historyBefore(panel, item, origin), lag));
}

/** Scores every method that all snapshots have, and the seasonal naive, on every item that existed at the origin. */
export function scoreMethods(
	panel: Panel,
	snapshots: readonly Snapshot[],
	horizon: number,
	/** Of each snapshot, by item. */
	scales: readonly (readonly NaiveScale[])[]
): Map<string, Scores> {
	const count = panel.items.length;
	const methods = [...(snapshots[0]?.levels.keys() ?? [])].filter((id) =>
		snapshots.every(({ levels }) => levels.has(id))
	);
	const scores = new Map([...methods, 'seasonal-naive'].map((id) => [id, new Scores(count)]));
	const path = new Float64Array(horizon);
	for (const [s, snapshot] of snapshots.entries()) {
		const season = seasonPath(panel, snapshot, horizon);
		for (let item = 0; item < count; item++) {
			if (Number.isNaN(snapshot.levels.get('mean')![item]!)) continue;
			const actual = actualFrom(panel, item, snapshot.origin, horizon);
			const scale = scales[s]![item]!;
			for (const id of methods) {
				writePath(snapshot, id, item, season, path);
				scores.get(id)!.add(item, path, actual, scale);
			}
			seasonalNaive(panel, item, snapshot.origin, path);
			scores.get('seasonal-naive')!.add(item, path, actual, scale);
		}
	}
	return scores;
}

/** How `auto` puts its forecast together: from what won on all products alike, not on one by luck. */
import type { DemandClass } from './demand-class';
import type { Scores } from './metrics';
import { METHODS } from './methods';

/** A weighted mean of methods. */
export type Mix = { method: string; share: number }[];

/** Products of a class whose own scores count as much as everybody's. */
const BELIEF = 200;
/** Share of demand by which a method may be off on balance before it is marked down. */
const TOLERATED_BIAS = 0.05;
const CLASSICS = 3;
/** Histories shorter than this and two horizons get the mean: nothing beats it there. */
const SHORT = 12;

/** What `auto` uses where nothing could be learnt. */
export const FALLBACK: Mix = [{ method: 'mean', share: 1 }];

/**
 * One number for a method over some items, lower is better: RMSSE and the error of totals, each against those of the
 * plain mean, and what is left of the bias. Not MAE, which is least for forecasting nothing (Kolassa 2020).
 */
function scoreOf(scores: Scores, mean: Scores, items: readonly number[]): number {
	const own = scores.pooled(items);
	const reference = mean.pooled(items);
	const ratio = (value: number, of: number) => (of > 0 ? value / of : 1);
	const bias = own.demand > 0 ? Math.abs(own.signed) / own.demand : 0;
	return (
		ratio(own.rmsse, reference.rmsse) + ratio(own.total, reference.total) + Math.max(0, bias - TOLERATED_BIAS)
	);
}

/**
 * The mix of each demand class: half the forest of all products, half the three best classic methods (an equal
 * mean is hard to beat: Bates & Granger 1969); no forest where three classic ones beat it. Seasonal ones alone
 * where the season helps.
 */
export function chooseMixes(
	scores: ReadonlyMap<string, Scores>,
	classes: readonly DemandClass[],
	longest: number,
	horizon: number,
	seasonal: boolean
): Map<DemandClass, Mix> {
	const mean = scores.get('mean');
	const all = classes.map((_, item) => item);
	const groups = new Map<DemandClass, number[]>();
	for (const name of new Set(classes))
		groups.set(
			name,
			all.filter((item) => classes[item] === name)
		);
	if (!mean || longest < SHORT + 2 * horizon)
		return new Map([...groups.keys()].map((name) => [name, FALLBACK]));
	// ADIDA is left to the tables: IMAPA holds it.
	const classics = METHODS.filter((method) => method.seasonal === seasonal && method.id !== 'adida').map(
		({ id }) => id
	);
	const everybody = new Map(classics.map((id) => [id, scoreOf(scores.get(id)!, mean, all)]));
	const forestScore = scores.has('forest') ? scoreOf(scores.get('forest')!, mean, all) : Infinity;
	const forest = forestScore <= [...everybody.values()].sort((a, b) => a - b)[CLASSICS - 1]! ? 0.5 : 0;
	return new Map(
		[...groups].map(([name, items]) => {
			const rated = classics.map((method) => {
				const own = scoreOf(scores.get(method)!, mean, items);
				const score = (items.length * own + BELIEF * everybody.get(method)!) / (items.length + BELIEF);
				return { method, score };
			});
			const best = rated.sort((a, b) => a.score - b.score).slice(0, CLASSICS);
			const mix = best.map(({ method }) => ({ method, share: (1 - forest) / CLASSICS }));
			return [name, forest ? [{ method: 'forest', share: forest }, ...mix] : mix];
		})
	);
}

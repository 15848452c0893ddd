import { Residuals } from './conformal';
import type { DemandClass } from './demand-class';

export interface Widths {
	/** In units of the item's scale. */
	below: number;
	above: number;
}

/** Where demand comes in whole units, an interval that reaches down to one of them begins at 0; with what rounding takes. */
const NOTHING = 1 + 1e-9;

/** The ends of an interval, never below 0. */
export function endsOf(
	mean: number,
	scale: number,
	{ below, above }: Widths,
	whole: boolean
): { lower: number; upper: number } {
	const lower = mean - scale * below;
	return { lower: lower <= (whole ? NOTHING : 0) ? 0 : lower, upper: mean + scale * above };
}

/** How far an interval around `mean` has to reach to hold `actual`, by `endsOf`. */
const missOf = (mean: number, actual: number, whole: boolean): number =>
	whole && actual === 0 ? Math.min(0, 1 - mean) : actual - mean;

/** Whether demand comes in whole units. */
export function inWholeUnits(history: Float64Array): boolean {
	// Many times as fast as a remainder.
	for (let t = 0; t < history.length; t++) if (Math.trunc(history[t]!) !== history[t]) return false;
	return true;
}

export interface IntervalWidths {
	/** Of each step; null where there are too few residuals. */
	steps: (Widths | null)[];
	/** Of the total over the steps whose totals were asked for. */
	total: Widths | null;
	/** The middle of what comes as a share of the mean forecast, of each step; 1 where nothing is known of it. */
	medians: number[];
}

/** Fewest residuals for a class to have widths of its own. */
const ENOUGH = 200;

/** Steps on either side that are looked at with one. */
const NEAR = 3;

interface Pool {
	steps: Residuals[];
	/** Whether anything was sold at a step. */
	sold: boolean[];
	/** Of all steps together. */
	anyStep: Residuals;
	/** Actual demand over its forecast. */
	ratios: Residuals[];
	total: Residuals;
}

/** Residuals of the backtest by demand class and step, and of the totals. */
export class Intervals {
	private readonly pools = new Map<DemandClass | 'all', Pool>();

	/** `totalOf`: the first steps, of which the total is looked at. */
	constructor(
		private readonly horizon: number,
		private readonly totalOf: number
	) {}

	/**
	 * Adds one forecast of an item whose demand is measured in `scale`, in `whole` units or not; an item that never sold
	 * says nothing.
	 */
	add(
		name: DemandClass,
		path: Float64Array,
		actual: Float64Array,
		scale: number,
		whole: boolean,
		weight: number
	): void {
		if (!(scale > 0)) return;
		let expected = 0;
		let total = 0;
		for (let step = 0; step < this.horizon; step++) {
			const residual = missOf(path[step]!, actual[step]!, whole) / scale;
			if (step < this.totalOf) {
				expected += path[step]!;
				total += actual[step]!;
			}
			if (Number.isNaN(residual)) continue;
			for (const pool of [this.pool(name), this.pool('all')]) {
				pool.steps[step]!.add(residual, weight);
				pool.anyStep.add(residual, weight);
				pool.sold[step] ||= actual[step]! > 0;
				if (path[step]! > 0) pool.ratios[step]!.add(actual[step]! / path[step]!, weight);
			}
		}
		if (Number.isNaN(total)) return;
		const residual = missOf(expected, total, whole) / scale;
		for (const pool of [this.pool(name), this.pool('all')]) pool.total.add(residual, weight);
	}

	of(name: DemandClass, level: number): IntervalWidths {
		const own = this.pool(name);
		const pool = own.steps[0]!.count >= ENOUGH ? own : this.pool('all');
		// A shop of a few items has too few residuals a step: the steps that were tested share theirs.
		let shared: Widths | null | undefined;
		const ofStep = (residuals: Residuals, step: number) =>
			residuals.widths(level, this.near(pool, step)) ??
			(residuals.count > 0 ? (shared ??= pool.anyStep.widths(level)) : null);
		return {
			steps: pool.steps.map(ofStep),
			total: pool.total.widths(level),
			medians: pool.ratios.map((ratios) => ratios.median() ?? 1)
		};
	}

	/** The residuals of the steps around one: of parts that seldom sell one step alone says now 0, now 1. */
	private near(pool: Pool, step: number): Residuals[] {
		// A day on which the shop is closed says nothing of the others.
		if (!pool.sold[step]) return [];
		return pool.steps.filter((_, at) => at !== step && Math.abs(at - step) <= NEAR && pool.sold[at]);
	}

	private pool(name: DemandClass | 'all'): Pool {
		let pool = this.pools.get(name);
		if (!pool) {
			const perStep = () => Array.from({ length: this.horizon }, () => new Residuals());
			pool = {
				steps: perStep(),
				sold: [],
				anyStep: new Residuals(),
				ratios: perStep(),
				total: new Residuals()
			};
			this.pools.set(name, pool);
		}
		return pool;
	}
}

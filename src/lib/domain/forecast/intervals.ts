import { Residuals } from './conformal';
import type { DemandClass } from './demand-class';

export interface Widths {
	/** In units of the item's scale. */
	below: number;
	above: number;
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

interface Pool {
	steps: Residuals[];
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

	/** Adds one forecast of an item whose demand is measured in `scale`; an item that never sold says nothing. */
	add(name: DemandClass, path: Float64Array, actual: Float64Array, scale: number, weight: number): void {
		if (!(scale > 0)) return;
		let total = 0;
		for (let step = 0; step < this.horizon; step++) {
			const residual = (actual[step]! - path[step]!) / scale;
			if (step < this.totalOf) total += residual;
			if (Number.isNaN(residual)) continue;
			for (const pool of [this.pool(name), this.pool('all')]) {
				pool.steps[step]!.add(residual, weight);
				pool.anyStep.add(residual, weight);
				if (path[step]! > 0) pool.ratios[step]!.add(actual[step]! / path[step]!, weight);
			}
		}
		if (Number.isNaN(total)) return;
		for (const pool of [this.pool(name), this.pool('all')]) pool.total.add(total, weight);
	}

	of(name: DemandClass, level: number): IntervalWidths {
		const own = this.pool(name);
		const pool = own.steps[0]!.count >= ENOUGH ? own : this.pool('all');
		// A shop of a few items has too few residuals a step: the steps that were tested share theirs.
		let shared: Widths | null | undefined;
		const ofStep = (residuals: Residuals) =>
			residuals.widths(level) ?? (residuals.count > 0 ? (shared ??= pool.anyStep.widths(level)) : null);
		return {
			steps: pool.steps.map(ofStep),
			total: pool.total.widths(level),
			medians: pool.ratios.map((ratios) => ratios.median() ?? 1)
		};
	}

	private pool(name: DemandClass | 'all'): Pool {
		let pool = this.pools.get(name);
		if (!pool) {
			const perStep = () => Array.from({ length: this.horizon }, () => new Residuals());
			pool = { steps: perStep(), anyStep: new Residuals(), ratios: perStep(), total: new Residuals() };
			this.pools.set(name, pool);
		}
		return pool;
	}
}

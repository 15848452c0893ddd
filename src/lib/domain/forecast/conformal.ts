/**
 * Split conformal intervals (Vovk et al. 2005; Lei et al. 2018) on residuals pooled over products, each in units of
 * its own scale. The two sides have widths of their own, so that the interval leans the way the errors do. Newer
 * residuals weigh more, since demand drifts (Barber et al. 2023, nonexchangeable conformal prediction).
 */

const SAMPLE = 5000;

/** A pool of residuals `(actual - forecast) / scale`. */
export class Residuals {
	private readonly values: number[] = [];
	private readonly weights: number[] = [];

	add(residual: number, weight: number): void {
		this.values.push(residual);
		this.weights.push(weight);
	}

	get count(): number {
		return this.values.length;
	}

	/**
	 * The widths of an interval that holds a share `level` of new demand, in scales, by these residuals and `others`; null
	 * where there are too few.
	 */
	widths(level: number, others: readonly Residuals[] = []): { below: number; above: number } | null {
		const sample = sampleOf([this, ...others]);
		const side = (1 + level) / 2;
		const low = Math.max(0, -(quantile(sample, 1 - side) ?? 0));
		const high = Math.max(0, quantile(sample, side) ?? 0);
		const below = low || high || 1;
		const above = high || low || 1;
		const scores = sample.map(({ weight, values }) => ({
			weight,
			values: values.map((residual) => (residual < 0 ? -residual / below : residual / above)).sort()
		}));
		// The demand to come counts as one more score, as heavy as the newest, and larger than all.
		const stretch = quantile(
			scores,
			level,
			sample.reduce((most, { weight }) => Math.max(most, weight), 0)
		);
		return stretch === null ? null : { below: stretch * below, above: stretch * above };
	}

	/** The residual in the middle; null without any. */
	median(): number | null {
		return quantile(sampleOf([this]), 0.5);
	}

	/** Puts every `step`th of them to those of the same weight. */
	pick(step: number, groups: Map<number, number[]>): void {
		for (let k = 0; k < this.values.length; k += step) {
			const group = groups.get(this.weights[k]!);
			if (group) group.push(this.values[k]!);
			else groups.set(this.weights[k]!, [this.values[k]!]);
		}
	}
}

/** All of some pools, or evenly picked ones of large ones: 5,000 know a quantile to half a percent. */
function sampleOf(pools: readonly Residuals[]): Group[] {
	const count = pools.reduce((sum, pool) => sum + pool.count, 0);
	const groups = new Map<number, number[]>();
	for (const pool of pools) pool.pick(Math.max(1, Math.ceil(count / SAMPLE)), groups);
	return Array.from(groups, ([weight, values]) => ({ weight, values: Float64Array.from(values).sort() }));
}

/** Residuals of one weight, in rising order: there are as many weights as origins, and numbers alone sort fast. */
interface Group {
	weight: number;
	values: Float64Array;
}

/** The least value that a share `q` of all weight, with `beyond` above every value, does not exceed; null where it is beyond. */
function quantile(groups: readonly Group[], q: number, beyond = 0): number | null {
	const total = groups.reduce((sum, { weight, values }) => sum + weight * values.length, beyond);
	const next = groups.map(() => 0);
	let reached = 0;
	for (;;) {
		let least = Infinity;
		let from = -1;
		for (let g = 0; g < groups.length; g++) {
			const value = groups[g]!.values[next[g]!];
			if (value === undefined || (from >= 0 && value >= least)) continue;
			least = value;
			from = g;
		}
		if (from < 0) return null;
		next[from]!++;
		reached += groups[from]!.weight;
		if (reached >= q * total) return least;
	}
}

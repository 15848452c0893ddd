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

	/** The widths of an interval that holds a share `level` of new demand, in scales; null where there are too few residuals. */
	widths(level: number): { below: number; above: number } | null {
		const { values, weights } = this.sample();
		const side = (1 + level) / 2;
		const low = Math.max(0, -(quantile(values, weights, 1 - side) ?? 0));
		const high = Math.max(0, quantile(values, weights, side) ?? 0);
		const below = low || high || 1;
		const above = high || low || 1;
		const scores = values.map((residual) => (residual < 0 ? -residual / below : residual / above));
		// The demand to come counts as one more score, as heavy as the newest, and larger than all.
		const stretch = quantile(
			scores,
			weights,
			level,
			weights.reduce((most, weight) => Math.max(most, weight), 0)
		);
		return stretch === null ? null : { below: stretch * below, above: stretch * above };
	}

	/** The residual in the middle; null without any. */
	median(): number | null {
		const { values, weights } = this.sample();
		return quantile(values, weights, 0.5);
	}

	/** All of the pool, or evenly picked ones of a large one: 5,000 know a quantile to half a percent. */
	private sample(): { values: Float64Array; weights: Float64Array } {
		const step = Math.ceil(this.values.length / SAMPLE);
		const picked = <T>(_: T, k: number) => k % step === 0;
		return {
			values: Float64Array.from(this.values.filter(picked)),
			weights: Float64Array.from(this.weights.filter(picked))
		};
	}
}

/** The least value that a share `q` of all weight, with `beyond` above every value, does not exceed; null where it is beyond. */
function quantile(values: Float64Array, weights: Float64Array, q: number, beyond = 0): number | null {
	const order = Uint32Array.from(values.keys()).sort((a, b) => values[a]! - values[b]!);
	const total = weights.reduce((sum, weight) => sum + weight, beyond);
	let reached = 0;
	for (const k of order) {
		reached += weights[k]!;
		if (reached >= q * total) return values[k]!;
	}
	return null;
}

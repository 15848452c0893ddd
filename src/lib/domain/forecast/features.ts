/** What a global forest sees of a product at one moment: its own past, relative to its own scale. */

const LAGS = 12;
const WINDOWS = [2, 3, 4, 6, 8, 12, 18, 24, 36, 52];
const DECAYS = [0.05, 0.1, 0.2, 0.4];

export const FEATURE_COUNT = LAGS + WINDOWS.length + DECAYS.length + 7;

/** Running sums over one history, from which the features of any of its moments follow in constant time. */
export class FeatureSource {
	private readonly sums: Float64Array;
	private readonly demands: Float64Array;
	private readonly smoothed: Float64Array[];
	private readonly lastDemand: Int32Array;
	private readonly chanceTimesSize: Float64Array;
	private readonly largest: Float64Array;

	constructor(private readonly history: Float64Array) {
		const n = history.length;
		this.sums = new Float64Array(n + 1);
		this.demands = new Float64Array(n + 1);
		this.lastDemand = new Int32Array(n + 1).fill(-1);
		this.smoothed = DECAYS.map(() => new Float64Array(n + 1));
		this.chanceTimesSize = new Float64Array(n + 1);
		this.largest = new Float64Array(n + 1);
		let size = 0;
		let chance = 0;
		for (let t = 0; t < n; t++) {
			const units = history[t]!;
			this.sums[t + 1] = this.sums[t]! + units;
			this.demands[t + 1] = this.demands[t]! + (units > 0 ? 1 : 0);
			this.lastDemand[t + 1] = units > 0 ? t : this.lastDemand[t]!;
			this.largest[t + 1] = Math.max(this.largest[t]!, units);
			DECAYS.forEach((alpha, d) => {
				const line = this.smoothed[d]!;
				line[t + 1] = t === 0 ? units : line[t]! + alpha * (units - line[t]!);
			});
			if (units > 0) {
				size = size === 0 ? units : size + 0.1 * (units - size);
				chance = chance === 0 ? 1 / (t + 1) : chance + 0.1 * (1 - chance);
			} else chance -= 0.1 * chance;
			this.chanceTimesSize[t + 1] = chance * size;
		}
	}

	/** Mean of the `count` periods before `t`, or of all if there are fewer. */
	mean(t: number, count: number): number {
		const from = Math.max(0, t - count);
		return (this.sums[t]! - this.sums[from]!) / (t - from);
	}

	/** What units are measured in at `t`: the mean of the last `window` periods, of all where that is 0; 0 where nothing was sold. */
	scale(t: number, window: number): number {
		return this.mean(t, window) || this.mean(t, t);
	}

	/** Writes the features at `t`, which see only periods before `t`. */
	write(t: number, scale: number, into: Float32Array, offset: number): void {
		const { history } = this;
		let at = offset;
		for (let lag = 1; lag <= LAGS; lag++) into[at++] = lag <= t ? history[t - lag]! / scale : -1;
		for (const window of WINDOWS) into[at++] = this.mean(t, window) / scale;
		for (const line of this.smoothed) into[at++] = line[t]! / scale;
		into[at++] = this.chanceTimesSize[t]! / scale;
		into[at++] = this.demands[t]! / t;
		into[at++] = (this.demands[t]! - this.demands[Math.max(0, t - 12)]!) / Math.min(t, 12);
		into[at++] = t - 1 - this.lastDemand[t]!;
		into[at++] = scale;
		into[at++] = t;
		into[at] = this.largest[t]! / scale;
	}
}

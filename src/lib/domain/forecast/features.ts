/** What a global forest sees of a product at one moment: its own past, relative to its own scale. */

const LAGS = 12;
const WINDOWS = [2, 3, 4, 6, 8, 12, 18, 24, 36, 52];
const DECAYS = [0.05, 0.1, 0.2, 0.4] as const;

export const FEATURE_COUNT = LAGS + WINDOWS.length + DECAYS.length + 7;

/** Running sums over one history at a time, from which the features of any of its moments follow in constant time. */
export class FeatureSource {
	private history: Float64Array = new Float64Array(0);
	private sums = new Float64Array(0);
	private demands = new Float64Array(0);
	private smoothed = DECAYS.map(() => new Float64Array(0));
	private lastDemand = new Int32Array(0);
	private chanceTimesSize = new Float64Array(0);
	private largest = new Float64Array(0);

	/** Turns to another history; the arrays are used again, which is most of the time saved. */
	load(history: Float64Array): this {
		this.history = history;
		if (this.sums.length <= history.length) this.grow(2 * history.length + 1);
		const { sums, demands, smoothed, lastDemand, chanceTimesSize, largest } = this;
		lastDemand[0] = -1;
		let size = 0;
		let chance = 0;
		// Four lines that each wait for their own last value take no longer than one.
		const [lineA, lineB, lineC, lineD] = smoothed as [Float64Array, Float64Array, Float64Array, Float64Array];
		let levelA = history[0] ?? 0;
		let levelB = levelA;
		let levelC = levelA;
		let levelD = levelA;
		for (let t = 0; t < history.length; t++) {
			const units = history[t]!;
			const sold = units > 0;
			sums[t + 1] = sums[t]! + units;
			demands[t + 1] = demands[t]! + (sold ? 1 : 0);
			lastDemand[t + 1] = sold ? t : lastDemand[t]!;
			largest[t + 1] = Math.max(largest[t]!, units);
			if (sold) {
				size = size === 0 ? units : size + 0.1 * (units - size);
				chance = chance === 0 ? 1 / (t + 1) : chance + 0.1 * (1 - chance);
			} else chance -= 0.1 * chance;
			chanceTimesSize[t + 1] = chance * size;
			lineA[t + 1] = levelA += DECAYS[0] * (units - levelA);
			lineB[t + 1] = levelB += DECAYS[1] * (units - levelB);
			lineC[t + 1] = levelC += DECAYS[2] * (units - levelC);
			lineD[t + 1] = levelD += DECAYS[3] * (units - levelD);
		}
		return this;
	}

	private grow(length: number): void {
		this.sums = new Float64Array(length);
		this.demands = new Float64Array(length);
		this.smoothed = DECAYS.map(() => new Float64Array(length));
		this.lastDemand = new Int32Array(length);
		this.chanceTimesSize = new Float64Array(length);
		this.largest = new Float64Array(length);
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

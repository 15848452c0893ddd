/** What a global forest sees of a product at one moment: its own past, relative to its own scale. */

const LAGS = 12;
const WINDOWS = [2, 3, 4, 6, 8, 12, 18, 24, 36, 52];
const DECAYS = [0.05, 0.1, 0.2, 0.4] as const;

export const FEATURE_COUNT = LAGS + WINDOWS.length + DECAYS.length + 7;

/** Goes through one history at a time, from moment to moment, and says what each of them sees. */
export class FeatureSource {
	private history: Float64Array = new Float64Array(0);
	private sums = new Float64Array(0);
	private demands = new Float64Array(0);
	/** The moment that the rest is of. */
	private at = 0;
	private readonly levels = new Float64Array(DECAYS.length);
	private lastDemand = -1;
	private size = 0;
	private chance = 0;
	private largest = 0;

	/** Turns to another history; the arrays are used again, which is most of the time saved. */
	load(history: Float64Array): this {
		this.history = history;
		if (this.sums.length <= history.length) {
			this.sums = new Float64Array(2 * history.length + 1);
			this.demands = new Float64Array(this.sums.length);
		}
		const { sums, demands } = this;
		let sum = 0;
		let count = 0;
		for (let t = 0; t < history.length;) {
			const units = history[t]!;
			sum += units;
			if (units > 0) count++;
			sums[++t] = sum;
			demands[t] = count;
		}
		this.at = 0;
		this.levels.fill(history[0] ?? 0);
		this.lastDemand = -1;
		this.size = 0;
		this.chance = 0;
		this.largest = 0;
		return this;
	}

	/** Goes on to moment `end`. */
	private advance(end: number): void {
		const { history, levels } = this;
		let { lastDemand, size, chance, largest } = this;
		// Four lines that each wait for their own last value take no longer than one.
		let levelA = levels[0]!;
		let levelB = levels[1]!;
		let levelC = levels[2]!;
		let levelD = levels[3]!;
		for (let t = this.at; t < end; t++) {
			const units = history[t]!;
			if (units > 0) {
				size = size === 0 ? units : size + 0.1 * (units - size);
				chance = chance === 0 ? 1 / (t + 1) : chance + 0.1 * (1 - chance);
				lastDemand = t;
				if (units > largest) largest = units;
			} else chance -= 0.1 * chance;
			levelA += DECAYS[0] * (units - levelA);
			levelB += DECAYS[1] * (units - levelB);
			levelC += DECAYS[2] * (units - levelC);
			levelD += DECAYS[3] * (units - levelD);
		}
		levels[0] = levelA;
		levels[1] = levelB;
		levels[2] = levelC;
		levels[3] = levelD;
		this.at = end;
		this.lastDemand = lastDemand;
		this.size = size;
		this.chance = chance;
		this.largest = largest;
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

	/** Writes the features at `t`, which see only periods before `t`; no moment before the last one that was written. */
	write(t: number, scale: number, into: Float32Array, offset: number): void {
		this.advance(t);
		const { history } = this;
		let at = offset;
		for (let lag = 1; lag <= LAGS; lag++) into[at++] = lag <= t ? history[t - lag]! / scale : -1;
		for (const window of WINDOWS) into[at++] = this.mean(t, window) / scale;
		for (const level of this.levels) into[at++] = level / scale;
		into[at++] = (this.chance * this.size) / scale;
		into[at++] = this.demands[t]! / t;
		into[at++] = (this.demands[t]! - this.demands[Math.max(0, t - 12)]!) / Math.min(t, 12);
		into[at++] = t - 1 - this.lastDemand;
		into[at++] = scale;
		into[at++] = t;
		into[at] = this.largest / scale;
	}
}

/** How many units may be asked for over a stretch of time: what safety stock is made from. */

export interface Distribution {
	/** `none` has no demand. */
	kind: 'none' | 'poisson' | 'negative-binomial' | 'normal';
	mean: number;
	sd: number;
	/** The fewest units that suffice with probability `share`, 0 up to but not including 1. */
	quantile(share: number): number;
	/** Units that are missing on average with a stock of `stock`: E[(D - stock)+]. */
	shortage(stock: number): number;
}

/** A normal curve fits where it has next to nothing below 0 and whole units don't show. */
const NORMAL_MEAN = 20;
const NORMAL_CV = 1 / 3;
/** A larger mean is counted in lots of which it is so many: unit by unit, an absurd quantity would take for ever. */
const MOST_COUNTED = 1000;
const MOST_STEPS = 1_000_000;

/**
 * The distribution with this mean and variance: normal where that fits, else the negative binomial, which Poisson's
 * turns into where the variance is no more than the mean (Johnson, Kemp & Kotz, Univariate Discrete Distributions).
 */
export function distributionOf(mean: number, variance: number): Distribution {
	if (!(mean > 0)) return { kind: 'none', mean: 0, sd: 0, quantile: () => 0, shortage: () => 0 };
	const sd = Math.sqrt(Math.max(variance, 0));
	if (mean >= NORMAL_MEAN && sd <= NORMAL_CV * mean) return normal(mean, sd);
	if (mean > MOST_COUNTED) {
		const lot = mean / MOST_COUNTED;
		const lots = distributionOf(MOST_COUNTED, variance / (lot * lot));
		return {
			...lots,
			mean,
			sd,
			quantile: (share) => Math.ceil(lot * lots.quantile(share)),
			shortage: (stock) => lot * lots.shortage(stock / lot)
		};
	}
	return variance > mean * 1.000001
		? counting('negative-binomial', mean, variance)
		: counting('poisson', mean, mean);
}

function normal(mean: number, sd: number): Distribution {
	return {
		kind: 'normal',
		mean,
		sd,
		quantile: (share) => Math.max(0, Math.ceil(mean + sd * normalQuantile(share))),
		shortage(stock) {
			if (sd === 0) return Math.max(0, mean - stock);
			const z = (stock - mean) / sd;
			return sd * (normalDensity(z) - z * (1 - normalShare(z)));
		}
	};
}

function counting(kind: 'poisson' | 'negative-binomial', mean: number, variance: number): Distribution {
	/** Calls `visit` with each count and its probability until that says stop; at most to far beyond the mean. */
	const walk = (visit: (count: number, probability: number) => boolean) => {
		const poisson = kind === 'poisson';
		const r = poisson ? 0 : (mean * mean) / (variance - mean);
		const p = poisson ? 0 : mean / variance;
		let probability = poisson ? Math.exp(-mean) : Math.exp(r * Math.log(p));
		const most = Math.min(MOST_STEPS, Math.ceil(mean + 60 * Math.sqrt(variance)) + 60);
		for (let count = 0; count <= most; count++) {
			if (visit(count, probability)) return count;
			probability *= poisson ? mean / (count + 1) : ((count + r) / (count + 1)) * (1 - p);
		}
		return most;
	};
	return {
		kind,
		mean,
		sd: Math.sqrt(variance),
		quantile(share) {
			let reached = 0;
			return walk((_, probability) => (reached += probability) >= share);
		},
		// E[(D - s)+] = mean - s + the sum of (s - d) over d < s.
		shortage(stock) {
			let spared = 0;
			walk((count, probability) => {
				if (count >= stock) return true;
				spared += (stock - count) * probability;
				return false;
			});
			return Math.max(0, mean - stock + spared);
		}
	};
}

export function normalDensity(z: number): number {
	return Math.exp((-z * z) / 2) / Math.sqrt(2 * Math.PI);
}

/** Share of the standard normal below `z` (West 2005, after Hart 1968: to 15 digits). */
export function normalShare(z: number): number {
	const x = Math.abs(z);
	let tail = 0;
	if (x <= 37) {
		const density = Math.exp((-x * x) / 2);
		if (x < 7.07106781186547) {
			const above = [
				0.0352624965998911, 0.700383064443688, 6.37396220353165, 33.912866078383, 112.079291497871,
				221.213596169931, 220.206867912376
			].reduce((sum, factor) => sum * x + factor);
			const below = [
				0.0883883476483184, 1.75566716318264, 16.064177579207, 86.7807322029461, 296.564248779674,
				637.333633378831, 793.826512519948, 440.413735824752
			].reduce((sum, factor) => sum * x + factor);
			tail = (density * above) / below;
		} else {
			tail = density / (x + 1 / (x + 2 / (x + 3 / (x + 4 / (x + 0.65))))) / 2.506628274631;
		}
	}
	return z > 0 ? 1 - tail : tail;
}

let lastShare = 0.5;
let lastQuantile = 0;

/**
 * The `z` below which a share of the standard normal lies, 0 < share < 1: by halving, to the last digits of
 * `normalShare`. All products ask for the same share, so the last answer is kept.
 */
export function normalQuantile(share: number): number {
	if (share !== lastShare) [lastShare, lastQuantile] = [share, quantileOf(share)];
	return lastQuantile;
}

function quantileOf(share: number): number {
	let low = -40;
	let high = 40;
	for (let k = 0; k < 80; k++) {
		const middle = (low + high) / 2;
		if (normalShare(middle) < share) low = middle;
		else high = middle;
	}
	return (low + high) / 2;
}

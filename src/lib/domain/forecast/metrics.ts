/** How far a method was off in the backtest. Errors are forecast minus actual, so a positive bias is too much. */
export interface Metrics {
	/** Moments from which the past was forecast. */
	origins: number;
	/** Forecast periods whose demand is known. */
	periods: number;
	/** Units a period. */
	mae: number;
	rmse: number;
	/** Percent, over the `mapePeriods` periods with demand; null where there is none. */
	mape: number | null;
	mapePeriods: number;
	/** MAE against that of the naive forecast (of the season before for days) in the history (Hyndman & Koehler 2006). */
	mase: number | null;
	/** The same of squares, against the last value (Makridakis et al. 2022). */
	rmsse: number | null;
	/** Sum of the errors over the sum of demand (Kolassa & Schütz 2007); null without demand. */
	wape: number | null;
	/** Share of demand that was forecast too much. */
	bias: number | null;
	/** Units that these periods sold: the demand of the shares. */
	demand: number;
	/** Mean error of the horizon's total, in units, and as a share of demand. */
	totalError: number;
	totalWape: number | null;
}

const FIELDS = 11;
const PERIODS = 0;
const ABSOLUTE = 1;
const SQUARED = 2;
const SIGNED = 3;
const ACTUAL = 4;
const PERCENT = 5;
const PERCENT_PERIODS = 6;
const TOTAL = 7;
const ORIGINS = 8;
const SCALED = 9;
const SCALED_SQUARED = 10;

/** In-sample errors of the naive forecasts, that MASE and RMSSE are measured in; from the first sale on, 0 if there are none. */
export interface NaiveScale {
	absolute: number;
	squared: number;
}

export function naiveScale(history: Float64Array, lag: number): NaiveScale {
	const first = history.findIndex((units) => units > 0);
	if (first < 0) return { absolute: 0, squared: 0 };
	let absolute = 0;
	let absolutes = 0;
	let squared = 0;
	let squares = 0;
	for (let t = first + 1; t < history.length; t++) {
		const step = history[t]! - history[t - 1]!;
		if (step === step) {
			squared += step * step;
			squares++;
		}
		const season = t - lag >= first ? history[t]! - history[t - lag]! : NaN;
		if (season === season) {
			absolute += Math.abs(season);
			absolutes++;
		}
	}
	return { absolute: absolutes ? absolute / absolutes : 0, squared: squares ? squared / squares : 0 };
}

/** The errors of one method over all items, summed as the backtest goes. */
export class Scores {
	private readonly sums: Float64Array;

	constructor(items: number) {
		this.sums = new Float64Array(items * FIELDS);
	}

	/** Adds one origin's forecast of an item; periods with an unknown actual don't count. */
	add(item: number, path: Float64Array, actual: Float64Array, scale: NaiveScale): void {
		const { sums } = this;
		const at = item * FIELDS;
		let total = 0;
		let absolute = 0;
		let squared = 0;
		let periods = 0;
		for (let step = 0; step < actual.length; step++) {
			const units = actual[step]!;
			if (units !== units) continue;
			const error = path[step]! - units;
			periods++;
			total += error;
			absolute += Math.abs(error);
			squared += error * error;
			sums[at + ACTUAL]! += units;
			if (units > 0) {
				sums[at + PERCENT]! += Math.abs(error) / units;
				sums[at + PERCENT_PERIODS]!++;
			}
		}
		if (periods === 0) return;
		sums[at + ORIGINS]!++;
		sums[at + PERIODS]! += periods;
		sums[at + ABSOLUTE]! += absolute;
		sums[at + SQUARED]! += squared;
		sums[at + SIGNED]! += total;
		sums[at + TOTAL]! += Math.abs(total);
		if (scale.absolute > 0) sums[at + SCALED]! += absolute / periods / scale.absolute;
		if (scale.squared > 0) sums[at + SCALED_SQUARED]! += squared / periods / scale.squared;
	}

	/** Null where nothing could be tested. */
	of(item: number): Metrics | null {
		const at = item * FIELDS;
		const sum = (field: number) => this.sums[at + field]!;
		const periods = sum(PERIODS);
		if (periods === 0) return null;
		const demand = sum(ACTUAL);
		const ofDemand = (value: number) => (demand > 0 ? value / demand : null);
		return {
			origins: sum(ORIGINS),
			periods,
			mae: sum(ABSOLUTE) / periods,
			rmse: Math.sqrt(sum(SQUARED) / periods),
			mape: sum(PERCENT_PERIODS) > 0 ? (100 * sum(PERCENT)) / sum(PERCENT_PERIODS) : null,
			mapePeriods: sum(PERCENT_PERIODS),
			mase: sum(SCALED) > 0 ? sum(SCALED) / sum(ORIGINS) : null,
			rmsse: sum(SCALED_SQUARED) > 0 ? Math.sqrt(sum(SCALED_SQUARED) / sum(ORIGINS)) : null,
			wape: ofDemand(sum(ABSOLUTE)),
			bias: ofDemand(sum(SIGNED)),
			demand,
			totalError: sum(TOTAL) / sum(ORIGINS),
			totalWape: ofDemand(sum(TOTAL))
		};
	}

	/** Over some items together: mean RMSSE, the totals' error, the signed error and the demand. */
	pooled(items: readonly number[]): { rmsse: number; total: number; signed: number; demand: number } {
		const pool = { rmsse: 0, total: 0, signed: 0, demand: 0 };
		for (const item of items) {
			const at = item * FIELDS;
			const origins = this.sums[at + ORIGINS]!;
			if (origins > 0) pool.rmsse += Math.sqrt(this.sums[at + SCALED_SQUARED]! / origins);
			pool.total += this.sums[at + TOTAL]!;
			pool.signed += this.sums[at + SIGNED]!;
			pool.demand += this.sums[at + ACTUAL]!;
		}
		return pool;
	}
}

/**
 * The metrics of several items together: errors a period, shares of all demand, and the mean of what is measured in an
 * item's own scale. Null where nothing could be tested.
 */
export function pooledMetrics(rows: Iterable<Metrics | null>): Metrics | null {
	const sum = { origins: 0, periods: 0, mae: 0, rmse: 0, mape: 0, mapePeriods: 0, bias: 0, demand: 0 };
	const scaled = { mase: 0, maseItems: 0, rmsse: 0, rmsseItems: 0 };
	let total = 0;
	for (const row of rows) {
		if (!row) continue;
		sum.origins += row.origins;
		sum.periods += row.periods;
		sum.mae += row.mae * row.periods;
		sum.rmse += row.rmse ** 2 * row.periods;
		sum.mape += (row.mape ?? 0) * row.mapePeriods;
		sum.mapePeriods += row.mapePeriods;
		// Where nothing sold, all that was forecast was too much.
		sum.bias += row.bias === null ? row.mae * row.periods : row.bias * row.demand;
		sum.demand += row.demand;
		total += row.totalError * row.origins;
		if (row.mase !== null) {
			scaled.mase += row.mase;
			scaled.maseItems++;
		}
		if (row.rmsse !== null) {
			scaled.rmsse += row.rmsse;
			scaled.rmsseItems++;
		}
	}
	if (sum.periods === 0) return null;
	const ratio = (value: number, of: number) => (of > 0 ? value / of : null);
	return {
		origins: sum.origins,
		periods: sum.periods,
		mae: sum.mae / sum.periods,
		rmse: Math.sqrt(sum.rmse / sum.periods),
		mape: ratio(sum.mape, sum.mapePeriods),
		mapePeriods: sum.mapePeriods,
		mase: ratio(scaled.mase, scaled.maseItems),
		rmsse: ratio(scaled.rmsse, scaled.rmsseItems),
		wape: ratio(sum.mae, sum.demand),
		bias: ratio(sum.bias, sum.demand),
		demand: sum.demand,
		totalError: total / sum.origins,
		totalWape: ratio(total, sum.demand)
	};
}

/** Quantile loss of a forecast for level `q` (Koenker & Bassett 1978). */
export function pinball(q: number, forecast: number, actual: number): number {
	const under = actual - forecast;
	return Math.max(q * under, (q - 1) * under);
}

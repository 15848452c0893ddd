/**
 * How good the default forecasts are on real series, beside the best figures that were recorded for classic Python
 * methods on the same origins; a `-300` set is the tests' part of one that is not at hand.
 */
import { forecastPanel, type ItemForecast } from '../src/lib/domain/forecast/forecast';
import { naiveScale } from '../src/lib/domain/forecast/metrics';
import { panelBefore, type Series } from './forecast/made-up';
import { carparts, onlineRetail } from './forecast/sets';
import { round, type Emit, type Figures } from './lib/bench';

export const name = 'accuracy';

interface Case {
	set: string;
	origins: number[];
	horizon: number;
	bound: Record<string, number>;
	peer: Record<string, number>;
}

export async function run(emit: Emit): Promise<void> {
	const parts = carparts();
	const whole = parts.length > 300;
	const monthly: Case[] = [
		{
			set: 'carparts, four origins',
			origins: [33, 37, 41, 45],
			horizon: 6,
			bound: whole ? { rmse: 1.118, totalWape: 0.78, bias: 0.12 } : {},
			peer: { rmse: 1.131, totalWape: 0.81 }
		},
		{
			set: 'carparts, last six months',
			origins: [45],
			horizon: 6,
			bound: {},
			peer: { rmse: 1.042, totalWape: 0.84 }
		}
	];
	for (const one of monthly) emit(measure(parts, 'month', one));
	const online = onlineRetail();
	if (!online) return;
	const daily: Case[] = [
		{
			set: 'Online Retail, last 28 days',
			origins: [346],
			horizon: 28,
			bound: { rmse: 74, mase: 0.88, totalWape: 0.345 },
			peer: { rmse: 74.8, mase: 0.938, totalWape: 0.345 }
		},
		{
			set: 'Online Retail, last 14 days',
			origins: [360],
			horizon: 14,
			bound: { rmse: 80, mase: 0.86, totalWape: 0.425 },
			peer: { rmse: 81.8, mase: 0.95, totalWape: 0.436 }
		},
		{
			set: 'Online Retail, four origins',
			origins: [318, 332, 346, 360],
			horizon: 14,
			bound: { rmse: 86, mase: 0.89 },
			peer: { rmse: 89.3, mase: 1.014 }
		}
	];
	for (const one of daily) emit(measure(online, 'day', one));
}

function measure(
	series: readonly Series[],
	period: 'day' | 'month',
	{ set, origins, horizon, bound, peer }: Case
): Figures {
	const sums = {
		squares: 0,
		periods: 0,
		totals: 0,
		demand: 0,
		forecast: 0,
		mase: 0,
		scaled: 0,
		inside: 0,
		bounded: 0
	};
	for (const origin of origins) {
		const panel = panelBefore(series, period, origin);
		const { items } = forecastPanel(panel, { horizon, method: 'auto', target: 'mean', level: 0.9, seed: 1 })!;
		items.forEach((item, i) => {
			const actual = series[i]!.units.subarray(origin, origin + horizon);
			add(sums, item, actual);
			const { absolute } = naiveScale(panel.values[i]!, period === 'day' ? 7 : 1);
			if (absolute === 0) return;
			const mae =
				item.forecast.reduce((sum, units, step) => sum + Math.abs(units - actual[step]!), 0) / horizon;
			sums.mase += mae / absolute;
			sums.scaled++;
		});
	}
	const figures: Record<string, number> = {
		rmse: Math.sqrt(sums.squares / sums.periods),
		mase: sums.mase / sums.scaled,
		totalWape: sums.totals / sums.demand,
		bias: sums.forecast / sums.demand - 1,
		coverage: sums.inside / sums.bounded
	};
	const met = Object.entries(bound).every(([figure, most]) => Math.abs(figures[figure]!) <= most);
	const rounded = Object.fromEntries(
		Object.entries(figures).map(([figure, value]) => [figure, Number(value.toPrecision(4))])
	);
	return {
		case: set,
		series: series.length,
		...rounded,
		bound,
		met,
		reference: { what: 'the best classic method of Python packages, as recorded', ...peer },
		ratio: round(peer.rmse! / figures.rmse!)
	};
}

function add(
	sums: {
		squares: number;
		periods: number;
		totals: number;
		demand: number;
		forecast: number;
		inside: number;
		bounded: number;
	},
	{ forecast, lower, upper }: ItemForecast,
	actual: Float64Array
): void {
	let total = 0;
	actual.forEach((units, step) => {
		const error = forecast[step]! - units;
		sums.squares += error * error;
		sums.periods++;
		total += error;
		sums.demand += units;
		sums.forecast += forecast[step]!;
		if (Number.isNaN(lower[step]!)) return;
		sums.bounded++;
		if (units >= lower[step]! && units <= upper[step]!) sums.inside++;
	});
	sums.totals += Math.abs(total);
}

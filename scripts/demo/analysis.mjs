/** The figures of forecasts, by the plainest honest methods: the shop replaces them with its own as soon as it runs. */
import { at, days } from './calendar.mjs';

const dayOf = (date) =>
	days - 1 - Math.floor((at(days) - 1 - Date.parse(`${date.replace(' ', 'T')}Z`)) / 86_400_000);

/** Pieces sold on each day, by product; returns do not count against demand. */
export function dailyDemand(sales, parts) {
	const series = new Map(parts.map((part) => [part.id, new Array(days).fill(0)]));
	for (const { line, date } of sales)
		if (line.quantity > 0) series.get(line.productId)[dayOf(date)] += line.quantity;
	return series;
}

const mean = (values) => values.reduce((sum, value) => sum + value, 0) / values.length;

/** The coming week from the mean of the last eight. */
export const weekAhead = (daily) => mean(daily.slice(-56)) * 7;

/** Week by week over the last year: a moving mean of eight weeks, and exponential smoothing with 0.3, each a week ahead. */
export function backtest(daily) {
	const weeks = Math.floor(daily.length / 7);
	const weekly = Array.from({ length: weeks }, (_, week) =>
		daily
			.slice(daily.length - (weeks - week) * 7, daily.length - (weeks - week - 1) * 7)
			.reduce((sum, value) => sum + value, 0)
	);
	let level = weekly[0];
	const smoothed = weekly.map((value) => {
		const before = level;
		level += 0.3 * (value - level);
		return before;
	});
	const first = weeks - 52;
	const errors = (forecast) => {
		const misses = weekly
			.slice(first)
			.map((value, index) => ({ value, miss: Math.abs(value - forecast(first + index)) }));
		const sold = misses.filter(({ value }) => value > 0);
		return {
			mae: mean(misses.map(({ miss }) => miss)),
			rmse: Math.sqrt(mean(misses.map(({ miss }) => miss * miss))),
			mape: sold.length === 0 ? null : 100 * mean(sold.map(({ value, miss }) => miss / value))
		};
	};
	return { sma: errors((week) => mean(weekly.slice(week - 8, week))), ema: errors((week) => smoothed[week]) };
}

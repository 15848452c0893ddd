import type { Period } from './calendar';
import { adida, croston, imapa, syntetosBoylan, teunterSyntetosBabai } from './intermittent';
import {
	BOUNDED_GRID,
	dampedTrend,
	exponentialSmoothing,
	mean,
	movingAverage,
	naive,
	optimisedSmoothing,
	warmedSmoothing
} from './smoothing';

/** A forecast is `level + trendReach(step) · trend`, times the season's profile where the method has one. */
export interface Line {
	level: number;
	trend: number;
}

export interface Method {
	id: string;
	label: string;
	/** Whether it works on the history without the season's profile, and its forecast gets the profile back. */
	seasonal: boolean;
	/** The forecast from all that is known, oldest first, at least one value. */
	line(history: Float64Array, period: Period): Line;
}

/** Periods of the two moving averages: two weeks and four, or about one cycle and two, by the length of a period. */
export const SMA_PERIODS: Record<Period, number> = { day: 14, week: 13, month: 12 };
const LONG_PERIODS: Record<Period, number> = { day: 28, week: 26, month: 24 };
/** The weight of the shop's primary line. */
export const EMA_WEIGHT = 0.3;
export const SLOW_WEIGHT = 0.05;

const flat =
	(level: (history: Float64Array, period: Period) => number) =>
	(history: Float64Array, period: Period): Line => ({ level: level(history, period), trend: 0 });

const longAverage = (history: Float64Array, period: Period) => movingAverage(history, LONG_PERIODS[period]);

/** The classic methods; seasonal naive and the forests, which need more than one history, have modules of their own. */
export const METHODS: readonly Method[] = [
	{ id: 'naive', label: 'Last value', seasonal: false, line: flat(naive) },
	{ id: 'mean', label: 'Mean of the history', seasonal: false, line: flat(mean) },
	{
		id: 'sma',
		label: 'Moving average',
		seasonal: false,
		line: flat((history, period) => movingAverage(history, SMA_PERIODS[period]))
	},
	{ id: 'sma-long', label: 'Long moving average', seasonal: false, line: flat(longAverage) },
	{
		id: 'ema',
		label: 'Exponential average',
		seasonal: false,
		line: flat((history) => exponentialSmoothing(history, EMA_WEIGHT))
	},
	{
		id: 'ses',
		label: 'Exponential smoothing, fitted',
		seasonal: false,
		line: flat((h) => optimisedSmoothing(h))
	},
	{
		id: 'ses-slow',
		label: 'Exponential smoothing, fitted between 0.1 and 0.3',
		seasonal: false,
		line: flat((history) => optimisedSmoothing(history, BOUNDED_GRID))
	},
	{
		id: 'ema-slow',
		label: 'Slow exponential average',
		seasonal: false,
		line: flat((history) => warmedSmoothing(history, SLOW_WEIGHT))
	},
	{ id: 'croston', label: 'Croston', seasonal: false, line: flat((history) => croston(history)) },
	{ id: 'sba', label: 'Syntetos-Boylan', seasonal: false, line: flat((history) => syntetosBoylan(history)) },
	{
		id: 'tsb',
		label: 'Teunter-Syntetos-Babai',
		seasonal: false,
		line: flat((history) => teunterSyntetosBabai(history))
	},
	{ id: 'adida', label: 'ADIDA', seasonal: false, line: flat(adida) },
	{ id: 'imapa', label: 'IMAPA', seasonal: false, line: flat(imapa) },
	{ id: 'holt', label: 'Damped trend', seasonal: false, line: dampedTrend },
	{ id: 'profile-sma', label: 'Season × long moving average', seasonal: true, line: flat(longAverage) },
	{
		id: 'profile-ema',
		label: 'Season × slow exponential average',
		seasonal: true,
		line: flat((history) => warmedSmoothing(history, SLOW_WEIGHT))
	},
	{
		id: 'profile-ses',
		label: 'Season × smoothing, fitted',
		seasonal: true,
		line: flat((h) => optimisedSmoothing(h))
	},
	{ id: 'profile-holt', label: 'Season × damped trend', seasonal: true, line: dampedTrend },
	{ id: 'profile-tsb', label: 'Season × TSB', seasonal: true, line: flat((h) => teunterSyntetosBabai(h)) },
	{ id: 'profile-imapa', label: 'Season × IMAPA', seasonal: true, line: flat(imapa) }
];

/** Periods whose demand says how large an item's errors are. */
const SCALE_PERIODS: Record<Period, number> = { day: 49, week: 26, month: 24 };

/** What an item's own demand is measured in: the root mean square of its recent periods, or the forecast where that is more. */
export function demandScale(history: Float64Array, period: Period, level: number): number {
	const from = Math.max(0, history.length - SCALE_PERIODS[period]);
	let squares = 0;
	for (let t = from; t < history.length; t++) squares += history[t]! * history[t]!;
	return Math.max(level, history.length > from ? Math.sqrt(squares / (history.length - from)) : 0);
}

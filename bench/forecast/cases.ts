/** What bench/forecast.ts measures, the same in Node and in the browser's worker. */
import { advancePanel, applyLearned, forecastPanel } from '../../src/lib/domain/forecast/forecast';
import type { Learned } from '../../src/lib/domain/forecast/learn';
import { METHODS } from '../../src/lib/domain/forecast/methods';
import { madeUpShop, panelBefore } from './made-up';

export const DAYS = 730;
/** Passes of one method, of which the middle one is named: the first one compiles. */
const PASSES = 3;
/** Days that come one after the other, of which the middle one is named: one alone may clear up after all that was learnt. */
const MORE_DAYS = 5;
const OPTIONS = { horizon: 14, target: 'mean', level: 0.9, seed: 1 } as const;

export interface Case {
	label: string;
	work(): void;
	/** How often it is done, one after the other. */
	times: number;
	/** CPU seconds that all 10,000 products may take. */
	aim?: number;
}

/** Each method over every series once, then all with their backtest; in this order, for the last goes by what was learnt before it. */
export function casesOf(products: number): Case[] {
	const panel = panelBefore(madeUpShop(products, DAYS), 'day', DAYS);
	let learned: Learned;
	let later = panel;
	return [
		...METHODS.map(({ id, line }) => ({
			label: `${id}, one pass`,
			work: () => panel.values.forEach((history) => line(history, 'day')),
			times: PASSES
		})),
		{
			label: 'classic methods with backtest',
			work: () => forecastPanel(panel, { ...OPTIONS, method: 'ema' }),
			times: 1,
			aim: 10
		},
		{
			label: 'auto with backtest and forest',
			work: () => ({ learned } = forecastPanel(panel, { ...OPTIONS, method: 'auto' })!),
			times: 1,
			aim: 60
		},
		{
			label: 'auto, one more day',
			work: () => applyLearned((later = advancePanel(later, new Map([[0, 3]]))), learned),
			times: MORE_DAYS
		}
	];
}

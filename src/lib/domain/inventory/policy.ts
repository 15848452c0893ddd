/** When to order and how much: formulas as in Silver, Pyke & Thomas 2017, Inventory and Production Management in Supply Chains. */
import type { Distribution } from './distribution';

export interface ServiceGoal {
	/** `cycle`: the share of order cycles without a stock-out. `fill`: the share of units that are sold from the shelf. */
	measure: 'cycle' | 'fill';
	/** Above 0 and below 1. */
	level: number;
}

/**
 * Variance of the demand until an order that is placed a review from now would arrive: of the forecast's errors over
 * that time, and of the arrival itself: days·error² + demand²·spread².
 */
export function protectionVariance(
	days: number,
	dailyError: number,
	dailyDemand: number,
	leadTimeSd: number
): number {
	return days * dailyError * dailyError + dailyDemand * dailyDemand * leadTimeSd * leadTimeSd;
}

/** The stock, on hand and on order, at which to order `quantity` so that the goal is met. */
export function reorderPoint(demand: Distribution, goal: ServiceGoal, quantity: number): number {
	if (goal.measure === 'cycle') return demand.quantile(goal.level);
	// Fill rate = 1 - shortage a cycle / quantity a cycle.
	const allowed = (1 - goal.level) * Math.max(1, quantity);
	let low = 0;
	let high = Math.max(1, demand.quantile(0.999999));
	while (low < high) {
		const middle = Math.floor((low + high) / 2);
		if (demand.shortage(middle) <= allowed) high = middle;
		else low = middle + 1;
	}
	return low;
}

/** Harris 1913: the order that costs least, sqrt(2·demand·order cost / holding cost a piece), both over a year. */
export function economicQuantity(yearlyDemand: number, orderCost: number, yearlyHoldingCost: number): number {
	return Math.sqrt((2 * yearlyDemand * orderCost) / yearlyHoldingCost);
}

/** At least `needed` pieces, at least the supplier's minimum, in whole packs. 0 stays 0. */
export function roundedOrder(needed: number, pack = 1, minimum = 0): number {
	if (needed <= 0) return 0;
	const size = Math.max(1, pack);
	return Math.ceil(Math.max(needed, minimum) / size) * size;
}

import type { Period } from './calendar';

/** Known periods from which a product is forecast: a sale yesterday is no sale every day. */
export const LEAST_KNOWN: Record<Period, number> = { day: 7, week: 4, month: 3 };

/** Whether a history says enough to be forecast from. */
export function saysEnough(history: Float64Array, period: Period): boolean {
	let known = 0;
	for (let t = history.length - 1; t >= 0 && known < LEAST_KNOWN[period]; t--)
		if (!Number.isNaN(history[t]!)) known++;
	return known === LEAST_KNOWN[period];
}

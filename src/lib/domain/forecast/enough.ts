import type { Period } from './calendar';
import { known } from './panel';

/** Known periods from which a product is forecast: a sale yesterday is no sale every day. */
export const LEAST_KNOWN: Record<Period, number> = { day: 7, week: 4, month: 3 };

/** Whether a history says enough to be forecast from. */
export const saysEnough = (history: Float64Array, period: Period): boolean =>
	known(history).length >= LEAST_KNOWN[period];

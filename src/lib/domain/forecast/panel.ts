import { SEASON, type Period } from './calendar';

/** Demand of many products up to one common moment. */
export interface Panel {
	period: Period;
	/** The first period that is not known yet: the first to be forecast. */
	end: number;
	items: string[];
	/** Units per period of each item, oldest first, the last one of `end - 1`. NaN: not known, or out of stock. */
	values: Float64Array[];
}

/** What was known of an item before period `origin`; empty where it did not exist. */
export function historyBefore(panel: Panel, item: number, origin: number): Float64Array {
	const values = panel.values[item]!;
	return values.subarray(0, Math.max(0, values.length - (panel.end - origin)));
}

/** The place of a period in its season. */
export function phaseOf(panel: Panel, index: number): number {
	const season = SEASON[panel.period];
	return ((index % season) + season) % season;
}

/** The values that are known. */
export function known(history: Float64Array): Float64Array {
	let first = 0;
	while (first < history.length && Number.isNaN(history[first]!)) first++;
	let t = first;
	while (t < history.length && !Number.isNaN(history[t]!)) t++;
	if (t === history.length) return history.subarray(first);
	const values = new Float64Array(history.length);
	let count = 0;
	for (t = first; t < history.length; t++) if (!Number.isNaN(history[t]!)) values[count++] = history[t]!;
	return values.subarray(0, count);
}

import { known } from './panel';

export type DemandClass = 'none' | 'smooth' | 'erratic' | 'intermittent' | 'lumpy';

/** What each class means, for people. */
export const CLASS_MEANING: Record<DemandClass, string> = {
	none: 'never sold',
	smooth: 'sells often, in similar amounts',
	erratic: 'sells often, in very different amounts',
	intermittent: 'sells now and then, in similar amounts',
	lumpy: 'sells now and then, in very different amounts'
};

/**
 * Syntetos, Boylan & Croston 2005: periods per period with demand (cut at 1.32) against the squared coefficient of
 * variation of the demands (cut at 0.49).
 */
export function demandClass(history: Float64Array): DemandClass {
	const periods = known(history);
	let demands = 0;
	let sum = 0;
	for (let t = 0; t < periods.length; t++) {
		if (!(periods[t]! > 0)) continue;
		demands++;
		sum += periods[t]!;
	}
	if (demands === 0) return 'none';
	const mean = sum / demands;
	let squares = 0;
	for (let t = 0; t < periods.length; t++) if (periods[t]! > 0) squares += (periods[t]! - mean) ** 2;
	const variance = squares / demands;
	const often = periods.length / demands < 1.32;
	const alike = variance / (mean * mean) < 0.49;
	return often ? (alike ? 'smooth' : 'erratic') : alike ? 'intermittent' : 'lumpy';
}

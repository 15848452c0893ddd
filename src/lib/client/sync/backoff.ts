const FIRST_MS = 1000;
const LONGEST_MS = 5 * 60_000;

/**
 * How long to wait after the n-th failure in a row (from 1), ms: 1 s doubled each time up to 5 min, of which the upper
 * half is left to chance so that many devices do not come back at once. `random` is within 0 and 1.
 */
export function backoff(failures: number, random: number): number {
	const most = Math.min(LONGEST_MS, FIRST_MS * 2 ** (failures - 1));
	return Math.max(FIRST_MS, most * (0.5 + random / 2));
}

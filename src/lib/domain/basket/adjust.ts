/** `holm` bounds the chance of any false find (Holm 1979), `benjamini-hochberg` their share (Benjamini, Hochberg 1995). */
export type Correction = 'holm' | 'benjamini-hochberg';

/**
 * P values corrected for testing many at once, in the order given. `tests` is how many were tested in all, when the
 * values are only the smallest of them: a search that shows its best must answer for all it looked at (Webb 2007).
 */
export function adjust(p: ArrayLike<number>, correction: Correction, tests = p.length): Float64Array {
	// Sorted as numbers, which engines do far quicker than by a comparison; equal values share one correction.
	const sorted = Float64Array.from(p).sort();
	const corrected = new Float64Array(p.length);
	if (correction === 'holm') {
		let largest = 0;
		sorted.forEach((value, rank) => {
			largest = Math.max(largest, Math.min(1, (tests - rank) * value));
			corrected[rank] = largest;
		});
	} else {
		let smallest = 1;
		for (let rank = sorted.length; rank > 0; rank--) {
			smallest = Math.min(smallest, (tests / rank) * sorted[rank - 1]!);
			corrected[rank - 1] = smallest;
		}
	}
	return Float64Array.from(p, (value) => corrected[placeOf(value, sorted)]!);
}

/** Where a value stands first among sorted ones. */
function placeOf(value: number, sorted: Float64Array): number {
	let from = 0;
	for (let to = sorted.length - 1; from < to;) {
		const middle = (from + to) >> 1;
		if (sorted[middle]! < value) from = middle + 1;
		else to = middle;
	}
	return from;
}

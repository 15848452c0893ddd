/** `holm` bounds the chance of any false find (Holm 1979), `benjamini-hochberg` their share (Benjamini, Hochberg 1995). */
export type Correction = 'holm' | 'benjamini-hochberg';

/**
 * P values corrected for testing many at once, in the order given. `tests` is how many were tested in all, when the
 * values are only the smallest of them: a search that shows its best must answer for all it looked at (Webb 2007).
 */
export function adjust(p: ArrayLike<number>, correction: Correction, tests = p.length): Float64Array {
	const order = Uint32Array.from({ length: p.length }, (_, i) => i).sort((a, b) => p[a]! - p[b]! || a - b);
	const adjusted = new Float64Array(p.length);
	if (correction === 'holm') {
		let largest = 0;
		order.forEach((i, rank) => {
			largest = Math.max(largest, Math.min(1, (tests - rank) * p[i]!));
			adjusted[i] = largest;
		});
	} else {
		let smallest = 1;
		for (let rank = order.length; rank > 0; rank--) {
			const i = order[rank - 1]!;
			smallest = Math.min(smallest, (tests / rank) * p[i]!);
			adjusted[i] = smallest;
		}
	}
	return adjusted;
}

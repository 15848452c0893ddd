import type { Rules } from './rules';

/**
 * Marks with 1 each rule for which a shorter antecedent, of at least one item, has at least its confidence for the same
 * consequent: the added items explain nothing (Bayardo, Agrawal, Gunopulos 2000; arules' `is.redundant`).
 */
export function redundantRules({ sets, lattice, whole, antecedent, size }: Rules): Uint8Array {
	const { count, length } = sets;
	const wholePath: number[] = [];
	const antecedentPath: number[] = [];
	const marks = new Uint8Array(size);
	/** Where each item of the antecedent stands in the whole rule's path. */
	const placeInWhole: number[] = [];
	let ruleCount = 0;
	let ruleAntecedent = 0;

	/** Takes items off the antecedent, from place `from` on, until what is left is as confident as the rule. */
	function isExplained(all: number, left: number, removed: number, from: number): boolean {
		for (let place = from; length[left]! > 1 && place < placeInWhole.length; place++) {
			const shorter = lattice.without(left, place - removed);
			const together = lattice.without(all, placeInWhole[place]! - removed);
			if (count[together]! * ruleAntecedent >= ruleCount * count[shorter]!) return true;
			if (isExplained(together, shorter, removed + 1, place + 1)) return true;
		}
		return false;
	}

	for (let rule = 0; rule < size; rule++) {
		const set = whole[rule]!;
		const left = antecedent[rule]!;
		if (length[left] === 1) continue;
		lattice.path(set, wholePath);
		lattice.path(left, antecedentPath);
		placeInWhole.length = length[left]!;
		for (let i = 0, at = 0; i < placeInWhole.length; i++, at++) {
			while (wholePath[at] !== antecedentPath[i]) at++;
			placeInWhole[i] = at;
		}
		ruleCount = count[set]!;
		ruleAntecedent = count[left]!;
		if (isExplained(set, left, 0, 0)) marks[rule] = 1;
	}
	return marks;
}

import type { Itemsets } from './itemsets';
import { latticeOf, type Lattice } from './lattice';
import type { RuleCounts } from './measures';

/** Association rules "who has the antecedent has the consequent", in columns of places in `sets`. */
export interface Rules {
	readonly sets: Itemsets;
	readonly lattice: Lattice;
	readonly size: number;
	/** The set of all items of the rule: its count is the rule's. */
	readonly whole: Uint32Array;
	readonly antecedent: Uint32Array;
	readonly consequent: Uint32Array;
	/** False when the limit or the caller ended the work early. */
	readonly complete: boolean;
}

export interface RuleOptions {
	/** 0 to 1: the share of the antecedent's baskets (those of one item too) that must hold the consequent. */
	readonly minConfidence: number;
	/** Only rules with one item as consequent. */
	readonly singleConsequent?: boolean;
	/** The memory bound: the work ends when it holds so many rules (12 bytes each). */
	readonly limit?: number;
	/** Asked every few milliseconds; true ends the work with what it has. */
	readonly shouldStop?: () => boolean;
}

/** Itemsets looked at between two questions to the caller. */
const BREATH = 4096;

/**
 * The rules that the itemsets hold (Agrawal, Srikant 1994, section 3). A consequent grows only while the rule is
 * confident enough: moving an item over from the antecedent never raises the confidence.
 * Throws a RangeError for a minimum confidence outside 0 to 1.
 */
export function rulesOf(sets: Itemsets, options: RuleOptions): Rules {
	const { minConfidence, singleConsequent = false, limit = Infinity, shouldStop } = options;
	if (!isConfidence(minConfidence))
		throw new RangeError(`A minimum confidence is 0 to 1, not ${minConfidence}`);
	const lattice = latticeOf(sets);
	const { count, length } = sets;
	let whole = new Uint32Array(1024);
	let antecedent = new Uint32Array(1024);
	let consequent = new Uint32Array(1024);
	let size = 0;
	const path: number[] = [];

	/** Moves one more item, at `from` of the path or later, from the antecedent to the consequent. False at the limit. */
	function move(set: number, rest: number, moved: number, movedCount: number, from: number): boolean {
		for (let position = from; position < length[set]!; position++) {
			const left = lattice.without(rest, position - movedCount);
			if (count[set]! / count[left]! < minConfidence) continue;
			if (size >= limit) return false;
			if (size === whole.length) {
				whole = doubled(whole);
				antecedent = doubled(antecedent);
				consequent = doubled(consequent);
			}
			const right = lattice.child(moved, path[position]!);
			whole[size] = set;
			antecedent[size] = left;
			consequent[size++] = right;
			if (singleConsequent || length[left] === 1) continue;
			if (!move(set, left, right, movedCount + 1, position + 1)) return false;
		}
		return true;
	}

	let complete = true;
	for (let set = 0; set < sets.size && complete; set++) {
		if (length[set]! > 1) {
			lattice.path(set, path);
			complete = move(set, set, -1, 0, 0);
		}
		if (set % BREATH === BREATH - 1 && shouldStop?.()) complete = false;
	}
	return {
		sets,
		lattice,
		size,
		whole: whole.slice(0, size),
		antecedent: antecedent.slice(0, size),
		consequent: consequent.slice(0, size),
		complete
	};
}

/** The counts of one rule, from which its measures come. */
export function countsOf({ sets, whole, antecedent, consequent }: Rules, rule: number): RuleCounts {
	return {
		count: sets.count[whole[rule]!]!,
		antecedent: sets.count[antecedent[rule]!]!,
		consequent: sets.count[consequent[rule]!]!,
		transactions: sets.transactions
	};
}

/** Whether a number can be a minimum confidence. */
export function isConfidence(value: number): boolean {
	return value >= 0 && value <= 1;
}

function doubled(array: Uint32Array<ArrayBuffer>): Uint32Array<ArrayBuffer> {
	const larger = new Uint32Array(2 * array.length);
	larger.set(array);
	return larger;
}

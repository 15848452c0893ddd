import type { Itemsets } from './itemsets';

/** Ways from one frequent itemset to its neighbours, each in constant time. */
export interface Lattice {
	/** The set without its item at `position` of the path from the tree's root (0 is the single item); -1 is the empty set. */
	without(set: number, position: number): number;
	/** The set that adds `item` to `set` (-1 is the empty set) as its last item, which must exist. */
	child(set: number, item: number): number;
	/** Writes the set's items in path order to `path`. */
	path(set: number, path: Uint32Array | number[]): void;
}

/** The lattice of itemsets that hold every subset of each of their sets, as `mine` returns them. */
export function latticeOf(sets: Itemsets): Lattice {
	const { parent, item, length, size } = sets;
	const single = new Int32Array(sets.names.length).fill(-1);
	const start = new Uint32Array(size + 1);
	for (let set = 0; set < size; set++) {
		start[set + 1] = start[set]! + length[set]!;
		if (length[set] === 1) single[item[set]!] = set;
	}

	// Open addressing from (set, item) to the child; a slot holds the child's place plus one.
	const bits = 32 - Math.clz32(2 * size);
	const slots = new Int32Array(2 ** bits);
	const mask = slots.length - 1;
	const slotOf = (set: number, added: number) =>
		(Math.imul(set + 1, 0x9e3779b1) ^ Math.imul(added + 1, 0x85ebca6b)) >>> (32 - bits);
	const child = (set: number, added: number): number => {
		if (set < 0) return single[added]!;
		for (let slot = slotOf(set, added); ; slot = (slot + 1) & mask) {
			const found = slots[slot]! - 1;
			if (found < 0 || (parent[found] === set && item[found] === added)) return found;
		}
	};
	for (let set = 0; set < size; set++) {
		if (length[set] === 1) continue;
		let slot = slotOf(parent[set]!, item[set]!);
		while (slots[slot]! > 0) slot = (slot + 1) & mask;
		slots[slot] = set + 1;
	}

	// Without its last item a set is its parent; without an earlier one it is a child of what its parent is without it.
	const smaller = new Int32Array(start[size]!);
	for (let set = 0; set < size; set++) {
		const from = start[set]!;
		const last = length[set]! - 1;
		const above = parent[set]!;
		for (let position = 0; position < last; position++)
			smaller[from + position] = child(smaller[start[above]! + position]!, item[set]!);
		smaller[from + last] = above;
	}

	return {
		without: (set, position) => smaller[start[set]! + position]!,
		child,
		path(set, path) {
			for (let at = set; at >= 0; at = parent[at]!) path[length[at]! - 1] = item[at]!;
		}
	};
}

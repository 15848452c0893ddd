/**
 * Frequent itemsets as a tree in columns: a set is its parent plus one item. They stand in an order in which every
 * subset comes before its supersets, and every subset of a set that is present is present too.
 */
export interface Itemsets {
	/** The items' names, by item id. */
	readonly names: readonly string[];
	/** How many baskets were searched. */
	readonly transactions: number;
	/** The count that a set had to reach. */
	readonly minCount: number;
	/** How many sets there are; the columns below have that length. */
	readonly size: number;
	/** The set without `item`; -1 for a single item. */
	readonly parent: Int32Array;
	/** The item id that the set adds to its parent. */
	readonly item: Uint32Array;
	/** In how many baskets the whole set is. */
	readonly count: Uint32Array;
	/** How many items the set holds. */
	readonly length: Uint16Array;
	/** Present when the search ended early; what is present is exact all the same. */
	readonly leftOut?: LeftOut;
}

/** What an early end left out: sets that hold at least one of the `rarer` frequent items beyond the `searched` ones. */
export interface LeftOut {
	/** `stopped`: the caller's wish or budget; `limit`: too many itemsets for the memory allowed. */
	readonly reason: 'stopped' | 'limit';
	/** Complete for sets of this many most frequent items. */
	readonly searched: number;
	/** Frequent items whose sets are missing, all or some. */
	readonly rarer: number;
}

/** The item ids of one set, ascending by id. */
export function itemsOf(sets: Itemsets, set: number): number[] {
	const items: number[] = [];
	for (let at = set; at >= 0; at = sets.parent[at]!) items.push(sets.item[at]!);
	return items.sort((a, b) => a - b);
}

/** The names of one set, sorted by code unit. */
export function namesOf(sets: Itemsets, set: number): string[] {
	return itemsOf(sets, set)
		.map((item) => sets.names[item]!)
		.sort();
}

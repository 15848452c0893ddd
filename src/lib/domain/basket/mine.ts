import { itemCounts, minimumCount, type Baskets } from './baskets';
import { Branch } from './branch';
import type { Itemsets, LeftOut } from './itemsets';

export interface MineOptions {
	/** Below 1 a share of the baskets, else a count; see `minimumCount`. */
	readonly minSupport: number;
	/** The most items in a set. */
	readonly maxLength?: number;
	/** Of the sets of two items or more keep only so many, by count; among equals the one found first. */
	readonly top?: number;
	/** The memory bound: the search ends when it holds so many sets (about 20 bytes each). */
	readonly limit?: number;
	/** Asked every few milliseconds; true ends the search with what it has. */
	readonly shouldStop?: () => boolean;
	/** Told every few milliseconds how many of the frequent items are done. */
	readonly onProgress?: (done: number, total: number) => void;
}

/** Row cells looked at between two questions to the caller: a few milliseconds of work. */
const BREATH = 1 << 16;

/**
 * All itemsets that reach the minimum support, with exact counts.
 *
 * Depth first over the item order "most frequent first": each set is extended by more frequent items only, whose
 * counts come from one walk over the rows that hold the set (occurrence deliver), on rows cut down to the items that
 * are frequent there (Uno, Kiyomi, Arimura: LCM ver. 2, FIMI 2004). Measured against Eclat with bitsets, Eclat with
 * lists and FP-growth in docs/decisions.
 *
 * Throws a RangeError for a minimum support that `isSupport` refuses.
 */
export function mine(baskets: Baskets, options: MineOptions): Itemsets {
	return new Search(baskets, options).run();
}

class Search {
	readonly #baskets: Baskets;
	readonly #options: MineOptions;
	readonly #minCount: number;
	/** The count that a set of two or more has to reach now: rises while `top` fills up. */
	#threshold: number;
	readonly #maxLength: number;
	readonly #limit: number;
	readonly #branches: Branch[] = [];
	#work = 0;
	#searched = 0;
	#reason?: LeftOut['reason'];

	#size = 0;
	#parent = new Int32Array(1024);
	#item = new Uint32Array(1024);
	#count = new Uint32Array(1024);
	#length = new Uint16Array(1024);

	/** With `top`: how many larger sets were found with each count, and how many of them reach the threshold. */
	#found = new Uint32Array(0);
	#reaching = 0;

	constructor(baskets: Baskets, options: MineOptions) {
		this.#baskets = baskets;
		this.#options = options;
		this.#minCount = minimumCount(options.minSupport, baskets.offsets.length - 1);
		this.#threshold = this.#minCount;
		this.#maxLength = options.maxLength ?? Infinity;
		this.#limit = options.limit ?? Infinity;
	}

	run(): Itemsets {
		const root = this.#root();
		if (this.#options.top !== undefined) this.#found = new Uint32Array((root.counts[0] ?? 0) + 1);
		this.#search(0, -1);
		const kept = this.#options.top === undefined ? undefined : this.#keepTop(this.#options.top);
		const size = kept ?? this.#size;
		return {
			names: this.#baskets.names,
			transactions: this.#baskets.offsets.length - 1,
			minCount: this.#minCount,
			size,
			parent: this.#parent.slice(0, size),
			item: this.#item.slice(0, size),
			count: this.#count.slice(0, size),
			length: this.#length.slice(0, size),
			leftOut: this.#reason && {
				reason: this.#reason,
				searched: this.#searched,
				rarer: root.size - this.#searched
			}
		};
	}

	/** The whole of the baskets as a branch: rows sorted by writing the items' basket lists out in order of rank. */
	#root(): Branch {
		const { items, offsets } = this.#baskets;
		const counts = itemCounts(this.#baskets);
		const frequent = Uint32Array.from(counts.keys()).filter((item) => counts[item]! >= this.#minCount);
		frequent.sort((a, b) => counts[b]! - counts[a]! || a - b);
		const root = this.#branch(0);
		const baskets = offsets.length - 1;
		root.makeRoom(frequent.length, items.length, baskets);
		root.items.set(frequent);
		root.size = frequent.length;
		const rankOf = new Uint32Array(counts.length).fill(root.size);
		const listEnd = new Uint32Array(root.size);
		let cells = 0;
		for (let rank = 0; rank < root.size; rank++) {
			const item = frequent[rank]!;
			rankOf[item] = rank;
			listEnd[rank] = cells;
			cells += root.counts[rank] = counts[item]!;
		}
		const lists = new Uint32Array(cells);
		const rowEnd = root.ends;
		for (let basket = 0, end = 0; basket < baskets; basket++) {
			rowEnd[basket] = end;
			for (let at = offsets[basket]!; at < offsets[basket + 1]!; at++) {
				const rank = rankOf[items[at]!]!;
				if (rank === root.size) continue;
				lists[listEnd[rank]!++] = basket;
				end++;
			}
		}
		for (let rank = 0, at = 0; rank < root.size; rank++)
			for (; at < listEnd[rank]!; at++) root.cells[rowEnd[lists[at]!]!++] = rank;
		root.rows = baskets;
		return root;
	}

	/** Emits every frequent set that adds items of the branch at `depth` to `parent`. False when the search ended. */
	#search(depth: number, parent: number): boolean {
		const branch = this.#branch(depth);
		branch.findPlaces();
		for (let rank = 0; rank < branch.size; rank++) {
			const count = branch.counts[rank]!;
			if (depth > 0 && count < this.#threshold) continue;
			const set = this.#emit(parent, branch.items[rank]!, count, depth + 1);
			if (set < 0) return false;
			if (rank > 0 && depth + 1 < this.#maxLength) {
				this.#project(branch, rank, this.#branch(depth + 1), depth + 2 < this.#maxLength);
				if (!this.#search(depth + 1, set)) return false;
			}
			if (depth === 0) this.#searched = rank + 1;
			if (this.#work >= BREATH && !this.#breathe()) return false;
		}
		return true;
	}

	/**
	 * Fills `below` with what extends `rank`: the more frequent items that are still frequent in its rows and, to go
	 * `deeper`, those rows cut down to these items.
	 */
	#project(branch: Branch, rank: number, below: Branch, deeper: boolean): void {
		const { cells, places, firstPlace, tally, rankBelow, items } = branch;
		const from = firstPlace[rank]!;
		const to = firstPlace[rank + 1]!;
		for (let place = from; place < to; place += 2) {
			const end = places[place + 1]!;
			this.#work += end - places[place]!;
			for (let at = places[place]!; at < end; at++) tally[cells[at]!]!++;
		}
		let size = 0;
		let room = 0;
		for (let other = 0; other < rank; other++)
			if (tally[other]! >= this.#threshold) {
				size++;
				room += tally[other]!;
			}
		below.makeRoom(size, room, (to - from) / 2);
		below.size = 0;
		below.rows = 0;
		for (let other = 0; other < rank; other++) {
			if (tally[other]! >= this.#threshold) {
				below.items[below.size] = items[other]!;
				below.counts[below.size] = tally[other]!;
				rankBelow[other] = ++below.size;
			} else rankBelow[other] = 0;
			tally[other] = 0;
		}
		if (size < 2 || !deeper) return;
		const target = below.cells;
		let end = 0;
		for (let place = from; place < to; place += 2) {
			const start = end;
			for (let at = places[place]!, stop = places[place + 1]!; at < stop; at++) {
				const rankThere = rankBelow[cells[at]!]!;
				if (rankThere > 0) target[end++] = rankThere - 1;
			}
			if (end - start > 1) below.ends[below.rows++] = end;
			else end = start;
		}
	}

	#branch(depth: number): Branch {
		return (this.#branches[depth] ??= new Branch());
	}

	/** The new set's place, or -1 when the limit is reached. */
	#emit(parent: number, item: number, count: number, length: number): number {
		if (this.#size >= this.#limit) {
			this.#reason = 'limit';
			return -1;
		}
		if (this.#size === this.#item.length) this.#grow();
		const set = this.#size++;
		this.#parent[set] = parent;
		this.#item[set] = item;
		this.#count[set] = count;
		this.#length[set] = length;
		if (length > 1 && this.#options.top !== undefined) this.#raise(count, this.#options.top);
		this.#work += length;
		return set;
	}

	#breathe(): boolean {
		this.#work = 0;
		this.#options.onProgress?.(this.#searched, this.#branch(0).size);
		if (!this.#options.shouldStop?.()) return true;
		this.#reason = 'stopped';
		return false;
	}

	/** Raises the threshold above counts that cannot be among the top any more: a later equal loses. */
	#raise(count: number, top: number): void {
		this.#found[count]!++;
		this.#reaching++;
		while (this.#reaching - this.#found[this.#threshold]! >= top)
			this.#reaching -= this.#found[this.#threshold++]!;
	}

	/** Drops, in place, the larger sets that are not among the top; returns how many sets are left. */
	#keepTop(top: number): number {
		const place = new Int32Array(this.#size).fill(-1);
		let equals = Math.max(0, top - (this.#reaching - (this.#found[this.#threshold] ?? 0)));
		let kept = 0;
		for (let set = 0; set < this.#size; set++) {
			const count = this.#count[set]!;
			if (this.#length[set]! > 1 && (count < this.#threshold || (count === this.#threshold && equals-- <= 0)))
				continue;
			place[set] = kept;
			this.#parent[kept] = place[this.#parent[set]!] ?? -1;
			this.#item[kept] = this.#item[set]!;
			this.#count[kept] = count;
			this.#length[kept] = this.#length[set]!;
			kept++;
		}
		return kept;
	}

	#grow(): void {
		const size = 2 * this.#item.length;
		this.#parent = copied(this.#parent, new Int32Array(size));
		this.#item = copied(this.#item, new Uint32Array(size));
		this.#count = copied(this.#count, new Uint32Array(size));
		this.#length = copied(this.#length, new Uint16Array(size));
	}
}

function copied<T extends Int32Array | Uint32Array | Uint16Array>(from: T, to: T): T {
	to.set(from);
	return to;
}

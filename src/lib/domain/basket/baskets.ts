/** What was bought together: one basket an order, each item at most once in it. */
export interface Baskets {
	/** The items' names; an item's id is its place here. */
	readonly names: readonly string[];
	/** Item ids, basket after basket. */
	readonly items: Uint32Array;
	/** Basket `t` is `items[offsets[t]]` up to `items[offsets[t + 1]]`. */
	readonly offsets: Uint32Array;
}

/** Collects baskets one at a time; memory grows with the entries, whatever their number in one basket. */
export class BasketBuilder {
	readonly #ids = new Map<string, number>();
	readonly #names: string[] = [];
	/** The last basket that held each item: finds repeats without a set per basket. */
	readonly #seenIn: number[] = [];
	#items = new Uint32Array(1024);
	#offsets = new Uint32Array(256);
	#size = 0;
	#count = 0;

	/** Adds one basket; an item that repeats in it counts once. A basket may be empty. */
	add(items: Iterable<string>): void {
		const basket = this.#count++;
		for (const name of items) {
			let id = this.#ids.get(name);
			if (id === undefined) {
				id = this.#names.push(name) - 1;
				this.#ids.set(name, id);
			} else if (this.#seenIn[id] === basket) continue;
			this.#seenIn[id] = basket;
			if (this.#size === this.#items.length) this.#items = doubled(this.#items);
			this.#items[this.#size++] = id;
		}
		if (this.#count === this.#offsets.length) this.#offsets = doubled(this.#offsets);
		this.#offsets[this.#count] = this.#size;
	}

	/** The baskets so far; later additions do not change what was returned. */
	build(): Baskets {
		return {
			names: this.#names.slice(),
			items: this.#items.slice(0, this.#size),
			offsets: this.#offsets.slice(0, this.#count + 1)
		};
	}
}

/** Baskets from lists of item names. */
export function basketsOf(lists: Iterable<Iterable<string>>): Baskets {
	const builder = new BasketBuilder();
	for (const list of lists) builder.add(list);
	return builder.build();
}

/** In how many baskets each item is, by item id. */
export function itemCounts({ names, items }: Baskets): Uint32Array {
	const counts = new Uint32Array(names.length);
	for (const item of items) counts[item]!++;
	return counts;
}

/**
 * The smallest count that reaches a minimum support: below 1 it is a share of the baskets, rounded up, else a count.
 * The share is compared as `count / baskets >= support`, so that 0.07 of 100 is 7 although 0.07 * 100 exceeds it.
 * At least 1. Throws a RangeError where `isSupport` is false.
 */
export function minimumCount(support: number, baskets: number): number {
	if (!isSupport(support)) throw new RangeError(`A minimum support is a number above 0, not ${support}`);
	if (support >= 1) return Math.ceil(support);
	const count = Math.ceil(support * baskets);
	return Math.max(1, (count - 1) / baskets >= support ? count - 1 : count);
}

/** Whether a number can be a minimum support: finite and above 0. */
export function isSupport(value: number): boolean {
	return Number.isFinite(value) && value > 0;
}

function doubled(array: Uint32Array<ArrayBuffer>): Uint32Array<ArrayBuffer> {
	const larger = new Uint32Array(2 * array.length);
	larger.set(array);
	return larger;
}

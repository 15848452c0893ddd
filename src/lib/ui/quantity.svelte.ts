/** What a quantity field shows: the number that was asked for last, until that is written or refused; else what is stored. */
export class ShownQuantity {
	#stored: () => number;
	#change: (quantity: number) => unknown;
	#asked = $state<number | null>(null);
	/** Changes so far: the last one alone says when nothing is under way. */
	#changes = 0;

	/** `change` answers when it is through, whatever came of it. */
	constructor(stored: () => number, change: (quantity: number) => unknown) {
		this.#stored = stored;
		this.#change = change;
	}

	get now(): number {
		return this.#asked ?? this.#stored();
	}

	/** Asks for another number; more than `most` is shown as `most`. */
	async ask(quantity: number, most: number): Promise<void> {
		const change = ++this.#changes;
		this.#asked = Math.min(quantity, most);
		try {
			await this.#change(quantity);
		} finally {
			if (change === this.#changes) this.#asked = null;
		}
	}
}

import type { DemandLine } from '../../domain/forecast/demand';

/** Lines of sales as columns: a million pass to the analysis thread without being copied one by one. */
export interface SalesLines {
	count: number;
	days: Int32Array;
	units: Float64Array;
	/** Places in `names`. */
	items: Uint32Array;
	names: string[];
	/** Numbers that stand for the ids of orders; 0 for none. */
	orders: Uint32Array;
}

/** Collects lines. */
export class SalesLinesBuilder {
	readonly #places = new Map<string, number>();
	readonly #orders = new Map([['', 0]]);
	readonly #lines: SalesLines = {
		count: 0,
		days: new Int32Array(4096),
		units: new Float64Array(4096),
		items: new Uint32Array(4096),
		names: [],
		orders: new Uint32Array(4096)
	};

	add({ day, item, units, orderId }: DemandLine): void {
		const lines = this.#lines;
		const at = lines.count++;
		if (at === lines.days.length) this.#grow();
		lines.days[at] = day;
		lines.units[at] = units;
		let place = this.#places.get(item);
		if (place === undefined) this.#places.set(item, (place = lines.names.push(item) - 1));
		lines.items[at] = place;
		let order = this.#orders.get(orderId);
		if (order === undefined) this.#orders.set(orderId, (order = this.#orders.size));
		lines.orders[at] = order;
	}

	build(): SalesLines {
		return this.#lines;
	}

	/** The order ids that `linesOf` gives in place of these; those of unknown orders are left out. */
	idsOf(orders: Iterable<string>): string[] {
		return Array.from(orders, (orderId) => this.#orders.get(orderId) ?? 0).flatMap((n) =>
			n ? [String(n)] : []
		);
	}

	#grow(): void {
		const lines = this.#lines;
		const length = 2 * lines.days.length;
		const doubled = <T extends { set(from: T): void }>(larger: T, from: T) => (larger.set(from), larger);
		lines.days = doubled(new Int32Array(length), lines.days);
		lines.units = doubled(new Float64Array(length), lines.units);
		lines.items = doubled(new Uint32Array(length), lines.items);
		lines.orders = doubled(new Uint32Array(length), lines.orders);
	}
}

/** The lines again, with numbers for ids of orders; can be gone through any number of times. */
export function linesOf({ count, days, units, items, orders, names }: SalesLines): Iterable<DemandLine> {
	return {
		*[Symbol.iterator]() {
			for (let at = 0; at < count; at++)
				yield {
					day: days[at]!,
					item: names[items[at]!]!,
					units: units[at]!,
					orderId: orders[at] === 0 ? '' : String(orders[at])
				};
		}
	};
}

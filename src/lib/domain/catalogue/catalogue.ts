import type { Section } from '../shop/shop';
import { productAt, type Columns } from './columns';
import { fold } from './fold';
import { stockState, type DeskProduct, type StockState } from './product';
import type { CatalogueList, CatalogueQuery, Facets, SectionCount } from './query';
import { Search } from './search';
import { sectionsInOrder } from './sections';

const states: StockState[] = ['in', 'low', 'out'];
const OUT = states.indexOf('out');
/** Products that one step of `prepare` reads: a few ms. */
const PREPARED_AT_ONCE = 500;
/** What lists are ordered by. */
type By = 'name' | 'price' | 'stock' | 'section';
const FREE = 0;
const SHOWN = 1;
const HIDDEN = 2;

/**
 * All products in memory: a number (row) each, what filters and sorts need in typed arrays, sorted orders of the
 * rows. Products stay in the columns they came in until they are asked for. A filter is one pass over an order, under
 * a millisecond at 50,000; a change moves one row within the orders.
 */
export class Catalogue {
	#rowOf = new Map<string, number>();
	#ids: string[] = [];
	/** A product, or where it stands in columns. */
	#rows: (DeskProduct | { columns: Columns; index: number })[] = [];
	#names: string[] = [];
	#search = new Search((row) => this.#productAt(row));
	#use = new Uint8Array(1024);
	#state = new Uint8Array(1024);
	#section = new Uint32Array(1024);
	#brand = new Uint32Array(1024);
	#price = new Float64Array(1024);
	#stock = new Float64Array(1024);
	#sections = new Dictionary();
	#brands = new Dictionary();
	/** Made when they are needed. */
	#orders = new Map<By, Order>();
	#lowStock: number;

	/** `lowStock`: the shop's, for products without a reorder point of their own. */
	constructor(lowStock: number) {
		this.#lowStock = lowStock;
	}

	/** Adds many products at once; the orders are made anew at the next list. */
	addColumns(columns: Columns): void {
		this.#orders.clear();
		const count = columns.productId?.length ?? 0;
		for (let index = 0; index < count; index++) {
			const row = this.#rowFor(columns.productId![index] as string);
			this.#set(row, listedAt(columns, index), { columns, index });
		}
	}

	put(product: DeskProduct): void {
		const row = this.#rowFor(product.productId);
		this.#moving(row, () => this.#set(row, product, product));
	}

	remove(productId: string): void {
		const row = this.#rowOf.get(productId);
		if (row === undefined) return;
		this.#moving(row, () => {
			this.#use[row] = FREE;
			this.#search.remove(row);
		});
	}

	product(productId: string): DeskProduct | undefined {
		const row = this.#rowOf.get(productId);
		if (row === undefined || this.#use[row] === FREE) return undefined;
		return this.#productAt(row);
	}

	/** Another limit for products without a reorder point of their own. */
	setLowStock(lowStock: number): void {
		if (lowStock === this.#lowStock) return;
		this.#lowStock = lowStock;
		for (const [id, row] of this.#rowOf) {
			const product = this.product(id);
			if (product) this.#state[row] = states.indexOf(stockState(product, lowStock));
		}
	}

	/** Products, hidden ones too. */
	get size(): number {
		return this.#use.reduce((size, use) => size + (use === FREE ? 0 : 1), 0);
	}

	list(query: CatalogueQuery): CatalogueList {
		const section = query.section === undefined ? null : this.#sections.find(query.section);
		const brands = query.brands?.length
			? new Set(query.brands.map((brand) => this.#brands.find(brand)))
			: null;
		const wanted = query.state === undefined ? null : states.indexOf(query.state);
		const min = query.minPrice ?? -Infinity;
		const max = query.maxPrice ?? Infinity;
		const { rows: found, leftOut } = query.q?.trim()
			? this.#search.find(query.q, query.someWords)
			: { rows: null, leftOut: [] };
		const ids: string[] = [];
		const facets: Facets = { brands: [], stock: { in: 0, low: 0, out: 0 }, price: null };
		const perBrand = new Uint32Array(this.#brands.names.length);
		const perState = new Uint32Array(states.length);
		let cheapest = Infinity;
		let dearest = -Infinity;
		// The pass over all rows: plain arrays in local names, which the engine turns into the fastest code.
		const [uses, rowSections, rowBrands, rowStates, prices] = [
			this.#use,
			this.#section,
			this.#brand,
			this.#state,
			this.#price
		];
		const rows = this.#inOrder(query.sort ?? (found ? 'best' : 'name'), found);
		for (let i = 0; i < rows.length; i++) {
			const row = rows[i]!;
			if (uses[row] !== SHOWN && (uses[row] === FREE || !query.hidden)) continue;
			if (section !== null && rowSections[row] !== section) continue;
			const price = prices[row]!;
			const state = rowStates[row]!;
			const brandFits = !brands || brands.has(rowBrands[row]!);
			const stockFits = wanted === null ? !query.inStock || state !== OUT : state === wanted;
			const priceFits = price >= min && price <= max;
			if (stockFits && priceFits) perBrand[rowBrands[row]!]!++;
			if (brandFits && priceFits) perState[state]!++;
			if (brandFits && stockFits) {
				if (price < cheapest) cheapest = price;
				if (price > dearest) dearest = price;
				if (priceFits) ids.push(this.#ids[row]!);
			}
		}
		states.forEach((state, i) => (facets.stock[state] = perState[i]!));
		if (cheapest <= dearest) facets.price = { min: cheapest, max: dearest };
		perBrand.forEach((count, brand) => {
			const name = this.#brands.names[brand]!;
			if (count > 0 && name !== '') facets.brands.push({ name, count });
		});
		facets.brands.sort((a, b) => b.count - a.count || (a.name < b.name ? -1 : 1));
		return { ids, total: ids.length, facets, leftOut };
	}

	/** Product ids, best first. */
	search(q: string): string[] {
		return this.list({ q }).ids;
	}

	/** Product ids whose names begin with a text, by name. */
	prefix(text: string, limit: number): string[] {
		const start = fold(text);
		const order = this.#order('name').rows;
		const ids: string[] = [];
		for (let at = lowerBound(order, (row) => this.#names[row]! >= start); at < order.length; at++) {
			const row = order[at]!;
			if (ids.length === limit || !this.#names[row]!.startsWith(start)) break;
			if (this.#use[row] === SHOWN) ids.push(this.#ids[row]!);
		}
		return ids;
	}

	/** The shop's sections in its order, then those that only products name; empty ones only where the shop names them. */
	sections(named: readonly Section[]): SectionCount[] {
		const counts = new Uint32Array(this.#sections.names.length);
		for (let row = 0; row < this.#ids.length; row++)
			if (this.#use[row] === SHOWN) counts[this.#section[row]!]!++;
		return sectionsInOrder(named, new Map(this.#sections.names.map((name, at) => [name, counts[at]!])));
	}

	/** Makes ready some of what the first search and the first sort by price need; false when all is. */
	prepare(): boolean {
		const more = this.#search.read(PREPARED_AT_ONCE);
		if (!more) void this.#order('price');
		return more;
	}

	#rowFor(productId: string): number {
		let row = this.#rowOf.get(productId);
		if (row === undefined) {
			row = this.#ids.length;
			this.#rowOf.set(productId, row);
			this.#ids.push(productId);
			if (row === this.#use.length) this.#grow(2 * row);
		}
		return row;
	}

	#grow(length: number): void {
		const grown = <T extends Uint8Array | Uint32Array | Float64Array>(old: T, fresh: T): T => {
			fresh.set(old);
			return fresh;
		};
		this.#use = grown(this.#use, new Uint8Array(length));
		this.#state = grown(this.#state, new Uint8Array(length));
		this.#section = grown(this.#section, new Uint32Array(length));
		this.#brand = grown(this.#brand, new Uint32Array(length));
		this.#price = grown(this.#price, new Float64Array(length));
		this.#stock = grown(this.#stock, new Float64Array(length));
	}

	#productAt(row: number): DeskProduct {
		const kept = this.#rows[row]!;
		return 'columns' in kept ? productAt(kept.columns, kept.index) : kept;
	}

	#set(row: number, product: Listed, kept: DeskProduct | { columns: Columns; index: number }): void {
		this.#rows[row] = kept;
		this.#names[row] = fold(product.name);
		this.#use[row] = product.status === 'hidden' ? HIDDEN : SHOWN;
		this.#state[row] = states.indexOf(stockState(product, this.#lowStock));
		this.#section[row] = this.#sections.add(product.section);
		this.#brand[row] = this.#brands.add(product.brand ?? '');
		this.#price[row] = product.price;
		this.#stock[row] = product.stock;
		this.#search.put(row);
	}

	/** Changes a row and keeps the orders right. */
	#moving(row: number, change: () => void): void {
		const orders = [...this.#orders.values()];
		if (this.#use[row] !== FREE) for (const order of orders) order.take(row);
		change();
		if (this.#use[row] !== FREE) for (const order of orders) order.insert(row);
	}

	#inOrder(sort: NonNullable<CatalogueQuery['sort']>, found: number[] | null): readonly number[] {
		if (sort === 'best' && found) return found;
		const [by, direction] = sort.split('-') as [By | 'best', string?];
		const { rows } = this.#order(by === 'best' ? 'name' : by);
		const order = direction === 'down' ? rows.toReversed() : rows;
		if (!found) return order;
		const hits = new Set(found);
		return order.filter((row) => hits.has(row));
	}

	/** All rows by a value, those with the same by name. */
	#order(by: By): Order {
		let order = this.#orders.get(by);
		if (!order) {
			const values = {
				name: () => 0,
				price: (a: number, b: number) => this.#price[a]! - this.#price[b]!,
				stock: (a: number, b: number) => this.#stock[a]! - this.#stock[b]!,
				section: (a: number, b: number) => compare(this.#sectionName(a), this.#sectionName(b))
			};
			const byValue = values[by];
			order = new Order(this.#used(), (a, b) => byValue(a, b) || this.#compareNames(a, b));
			this.#orders.set(by, order);
		}
		return order;
	}

	#sectionName(row: number): string {
		return this.#sections.names[this.#section[row]!]!;
	}

	#compareNames(a: number, b: number): number {
		return compare(this.#names[a]!, this.#names[b]!) || compare(this.#ids[a]!, this.#ids[b]!);
	}

	#used(): number[] {
		return this.#ids.map((_, row) => row).filter((row) => this.#use[row] !== FREE);
	}
}

/** What lists, filters and sorts need of a product. */
type Listed = Pick<
	DeskProduct,
	'name' | 'section' | 'brand' | 'price' | 'stock' | 'status' | 'low' | 'reorderPoint'
>;

/** The same of a product in columns, without making the whole of it. */
function listedAt(
	{ name, section, brand, price, stock, status, low, reorderPoint }: Columns,
	i: number
): Listed {
	return {
		name: name![i] as string,
		section: section![i] as string,
		price: price![i] as number,
		stock: stock![i] as number,
		brand: (brand?.[i] ?? undefined) as string | undefined,
		status: (status?.[i] ?? undefined) as Listed['status'],
		low: (low?.[i] ?? undefined) as boolean | undefined,
		reorderPoint: (reorderPoint?.[i] ?? undefined) as number | undefined
	};
}

const compare = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);

/** The first place in sorted rows from which a condition holds. */
function lowerBound(rows: readonly number[], holds: (row: number) => boolean): number {
	let from = 0;
	let to = rows.length;
	while (from < to) {
		const middle = (from + to) >> 1;
		if (holds(rows[middle]!)) to = middle;
		else from = middle + 1;
	}
	return from;
}

/** Rows kept sorted while single ones move. */
class Order {
	rows: number[];
	#compare: (a: number, b: number) => number;

	constructor(rows: readonly number[], compareRows: (a: number, b: number) => number) {
		this.#compare = compareRows;
		this.rows = rows.toSorted(compareRows);
	}

	/** Takes a row out; call it while the row still has the values it was put in with. */
	take(row: number): void {
		this.rows.splice(this.#place(row), 1);
	}

	insert(row: number): void {
		this.rows.splice(this.#place(row), 0, row);
	}

	#place(row: number): number {
		return lowerBound(this.rows, (other) => this.#compare(other, row) >= 0);
	}
}

/** Names as small numbers. */
class Dictionary {
	names: string[] = [];
	#numbers = new Map<string, number>();

	add(name: string): number {
		let number = this.#numbers.get(name);
		if (number === undefined) {
			number = this.names.push(name) - 1;
			this.#numbers.set(name, number);
		}
		return number;
	}

	/** The number of a name, -1 for an unknown one. */
	find(name: string): number {
		return this.#numbers.get(name) ?? -1;
	}
}

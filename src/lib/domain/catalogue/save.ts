import { ok, refuse, type Refusal, type Result } from '../result';
import type { DeskProduct } from './product';

/** The fields that the desk may change; null clears an optional one. */
export type ProductChanges = {
	[F in Exclude<keyof DeskProduct, 'productId' | 'low'>]?: DeskProduct[F] | null;
};

export interface ProductEdit {
	productId: string;
	changes: ProductChanges;
	/** The values that the editor saw; absent for a new product, and where an edit shall win over any other. */
	base?: ProductChanges;
}

/**
 * The product with an edit, and by how much its shelf changes. With a base, stock moves by the editor's difference and
 * another field changes only if it still is what the editor saw. A new name joins the old ones in `formerNames`.
 */
export function saveProduct(
	current: DeskProduct | undefined,
	{ productId, changes, base }: ProductEdit
): Result<{ product: DeskProduct; delta: number }, Refusal> {
	if (!current && base) return refuse('not_found', `Product ${productId} is gone. Save it as a new one.`);
	const before = current ?? newProduct(productId, changes);
	if (!before) return refuse('invalid', 'A new product needs a name, a section and a price.');

	const next: Record<string, unknown> = { ...before };
	for (const field of Object.keys(changes) as (keyof ProductChanges)[]) {
		const value = changes[field];
		if (value === undefined || field === 'stock') continue;
		if (base && field in base && !same(before[field], base[field]) && !same(before[field], value))
			return refuse('conflict', `${field} is ${show(before[field])} by now; you saw ${show(base[field])}.`);
		if (field !== 'description' && isEmpty(value)) delete next[field];
		else next[field] = value;
	}
	if (current && next.name !== current.name && changes.formerNames === undefined)
		// The cell of former names is split by semicolons.
		next.formerNames = [
			...new Set([...(current.formerNames ?? []), current.name.replaceAll(';', ',')])
		].filter((name) => name !== next.name);

	const shelf = current?.stock ?? 0;
	const stock = stockAfter(shelf, changes.stock, base?.stock);
	if (stock < 0)
		return refuse('out_of_stock', `Only ${shelf} are on the shelf: ${shelf - stock} can't be taken.`);
	return ok({ product: { ...(next as unknown as DeskProduct), stock }, delta: stock - shelf });
}

/** Stock after an edit: by the difference to what the editor saw, or as given. */
export function stockAfter(
	stock: number,
	wanted: number | null | undefined,
	seen: number | null | undefined
): number {
	if (typeof wanted !== 'number') return stock;
	return typeof seen === 'number' ? stock + wanted - seen : wanted;
}

function newProduct(productId: string, { name, section, price }: ProductChanges): DeskProduct | null {
	if (typeof name !== 'string' || typeof section !== 'string' || typeof price !== 'number') return null;
	return { productId, name, section, price, stock: 0, description: '' };
}

/** Optional fields are left out when they are empty. */
function isEmpty(value: unknown): boolean {
	return value === null || value === '' || (Array.isArray(value) && value.length === 0);
}

/** Whether two field values are the same to a person: nothing, '' and an empty list are. */
export function same(a: unknown, b: unknown): boolean {
	const plain = (value: unknown) => (value === undefined || isEmpty(value) ? null : value);
	return JSON.stringify(plain(a)) === JSON.stringify(plain(b));
}

function show(value: unknown): string {
	return value === undefined || isEmpty(value)
		? 'empty'
		: Array.isArray(value)
			? value.join(';')
			: String(value);
}

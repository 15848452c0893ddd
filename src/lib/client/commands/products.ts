import type { ProductChanges } from '../../protocol/mutations';
import { randomId } from '../ids';
import { act } from './act';

/**
 * Admins: saves the changed fields of a product; null clears an optional one. `base` holds the values that the editor
 * saw of the same fields: stock is then applied as the difference and the rest only where nobody else changed it.
 * Without a product id a new product is made. Returns its id, null where nothing was saved.
 */
export async function saveProduct(
	productId: string | null,
	changes: ProductChanges,
	base?: ProductChanges
): Promise<string | null> {
	const id = productId ?? randomId('P', 8);
	const saved = await act({ name: 'saveProduct', args: { productId: id, changes, ...(base && { base }) } });
	return saved ? id : null;
}

export function deleteProduct(productId: string): Promise<boolean> {
	return act({ name: 'deleteProduct', args: { productId } });
}

/** Admins: pieces in or out of the shelf, with the reason for movements.csv (`receipt`, `count`, `loss`, …). */
export function adjustStock(
	productId: string,
	delta: number,
	reason: string,
	note?: string
): Promise<boolean> {
	return act({ name: 'adjustStock', args: { productId, delta, reason, ...(note && { note }) } });
}

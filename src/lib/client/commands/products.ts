import type { MutationArgs } from '../../protocol/mutations';
import { randomId } from '../ids';
import { queue } from './act';

/** What admins do with products. Each returns the ids of the queued changes, null where nothing was saved. */

export const newProductId = () => randomId('P', 8);

/**
 * Saves the changed fields of a product; null clears an optional one. `base` holds the values that the editor saw of the
 * same fields: stock is then applied as the difference and the rest only where nobody else changed it. An unknown id
 * without `base` makes a product.
 */
export function saveProduct(args: MutationArgs<'saveProduct'>): Promise<string[] | null> {
	return queue({ name: 'saveProduct', args });
}

export function deleteProduct(productId: string): Promise<string[] | null> {
	return queue({ name: 'deleteProduct', args: { productId } });
}

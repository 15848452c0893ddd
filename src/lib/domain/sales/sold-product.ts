import type { DeskProduct } from '../catalogue/product';
import { productFinder } from '../csv/read-table';
import type { Sale } from './sale';

/**
 * Tells what a line of sales sold: the product it names by id, else the one that has or had its name; the name itself
 * where there is none.
 */
export function soldProduct(
	products: readonly Pick<DeskProduct, 'productId' | 'name' | 'formerNames'>[]
): (sale: Pick<Sale, 'productId' | 'item'>) => string {
	const find = productFinder(products);
	return ({ productId, item }) => productId ?? find(item) ?? item;
}

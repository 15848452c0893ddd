import type { DeskProduct } from '../catalogue/product';
import { ok, refuse, type Refusal, type Result } from '../result';
import { adjustStock } from './adjust';
import type { Reserve } from './stock';

export interface ReserveMove {
	/** The line of the reserve; one that is not there yet begins empty. */
	category: string;
	item: string;
	/** Pieces from the reserve onto the shelf; below 0 the other way. */
	delta: number;
}

/** Shelf and reserve after pieces went from one to the other: together they hold as many as before. */
export function moveReserve(
	product: DeskProduct,
	reserve: Reserve | undefined,
	{ category, item, delta }: ReserveMove
): Result<{ product: DeskProduct; reserve: Reserve }, Refusal> {
	if (reserve?.productId !== undefined && reserve.productId !== product.productId)
		return refuse('invalid', `${item} in the reserve is another product than ${product.name}.`);
	const before = reserve ?? { category, item, stock: 0, price: product.price };
	if (before.stock < delta)
		return refuse('out_of_stock', `Only ${before.stock} of ${item} are in the reserve.`);
	const moved = adjustStock(product, delta);
	if (!moved.ok) return moved;
	return ok({
		product: moved.value,
		reserve: { ...before, stock: before.stock - delta, productId: product.productId }
	});
}

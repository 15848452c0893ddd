import { same, stockAfter } from '../catalogue/save';
import { ok, refuse, type Refusal, type Result } from '../result';
import type { DeskProduct } from '../catalogue/product';
import type { Movement, Reserve } from './stock';

/** A movement before the store has numbered it. */
export type NewMovement = Omit<Movement, 'movementId'>;

/** The shelf changed by pieces that were received, counted, lost or corrected. */
export function adjustStock(product: DeskProduct, delta: number): Result<DeskProduct, Refusal> {
	if (delta === 0) return refuse('invalid', 'A change of stock by 0 is none.');
	const stock = product.stock + delta;
	if (stock < 0)
		return refuse('out_of_stock', `Only ${product.stock} are on the shelf: ${-delta} can't be taken.`);
	return ok({ ...product, stock });
}

export interface ReserveEdit {
	category: string;
	item: string;
	changes: ReserveChanges;
	/** The values that the editor saw. */
	base?: ReserveChanges;
}
interface ReserveChanges {
	stock?: number;
	/** Minor units. */
	price?: number;
	/** null takes the link to a product away. */
	productId?: string | null;
}

/** A line of the reserve with an edit: with a base, stock moves by the difference and other fields only if unchanged. */
export function saveReserve(
	current: Reserve | undefined,
	{ category, item, changes, base }: ReserveEdit
): Result<Reserve, Refusal> {
	if (!current && base) return refuse('not_found', `${item} is no longer in the reserve.`);
	const before: Reserve = current ?? { category, item, stock: 0, price: 0 };
	for (const field of ['price', 'productId'] as const) {
		if (changes[field] === undefined || !base || !(field in base)) continue;
		if (!same(before[field], base[field]) && !same(before[field], changes[field]))
			return refuse('conflict', `${field} of ${item} is ${before[field] ?? 'empty'} by now.`);
	}
	const stock = stockAfter(before.stock, changes.stock, base?.stock);
	if (stock < 0) return refuse('out_of_stock', `Only ${before.stock} of ${item} are in the reserve.`);
	const { productId = before.productId, price = before.price } = changes;
	const { productId: _, ...rest } = before;
	return ok({ ...rest, stock, price, ...(productId ? { productId } : {}) });
}

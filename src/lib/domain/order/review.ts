import type { DeskProduct } from '../catalogue/product';
import type { OrderLine } from './order';

/** A line as the buyer asked for it, with the price that the buyer saw, and the name, should the product be gone. */
export type AskedLine = Pick<OrderLine, 'productId' | 'quantity' | 'price'> & { name?: string };

/** The product of an id today; undefined where there is none. */
export type ProductOf = (productId: string) => DeskProduct | undefined;

/** A product that can be bought: a discontinued one sells until it is gone. */
export function isForSale(product: DeskProduct | undefined): product is DeskProduct {
	return product !== undefined && product.status !== 'hidden';
}

/**
 * The lines beside today's shelf. Where all prices are those the buyer saw and everything is there, they are plain;
 * else every line says today's price and what is available, and `differs` is true.
 */
export function reviewLines(
	asked: readonly AskedLine[],
	productOf: ProductOf
): { lines: OrderLine[]; differs: boolean } {
	const lines = asked.map(({ productId, quantity, price, name }): Required<OrderLine> => {
		const product = productOf(productId);
		const sold = isForSale(product);
		return {
			productId,
			name: (sold ? product.name : name) ?? productId,
			quantity,
			price,
			priceNow: sold ? product.price : null,
			available: sold ? product.stock : 0
		};
	});
	const differs = lines.some((line) => line.priceNow !== line.price || line.available < line.quantity);
	return { lines: differs ? lines : lines.map(plain), differs };
}

function plain({ productId, name, quantity, price }: OrderLine): OrderLine {
	return { productId, name, quantity, price };
}

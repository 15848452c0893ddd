import { mergeCarts, type CartLine } from '../../domain/cart/cart';
import type { DeskProduct } from '../../domain/catalogue/product';
import { applyToCart } from '../../domain/sync/apply';
import { catalogue } from './catalogue.svelte';
import { rows } from './rows.svelte';
import { session } from './session.svelte';

export interface ShownLine extends CartLine {
	/** Absent while the catalogue is loading, and for a product that is gone. */
	product?: DeskProduct;
	/** What the product is called, or was when this page saw it last; its number where it never did. */
	name: string;
}

class Cart {
	#plain = $derived<CartLine[]>(
		session.user ? mergeCarts(applyToCart(rows.cart, rows.pending), rows.guestCart) : rows.guestCart
	);
	/** So that a buyer whose product is taken out of the catalogue reads which one it was. */
	#names: Record<string, string> = {};
	lines = $derived<ShownLine[]>(
		this.#plain.map((line) => {
			const product = catalogue.product(line.productId);
			if (product) this.#names[line.productId] = product.name;
			return { ...line, product, name: this.#names[line.productId] ?? line.productId };
		})
	);
	/** Pieces of all lines. */
	count = $derived(this.#plain.reduce((sum, line) => sum + line.quantity, 0));
	/** Whether each line has its price, or is known to be gone from the shop. */
	isPriced = $derived(catalogue.status === 'ready' || this.lines.every(({ product }) => product));
	/** Minor units at the prices the device knows. */
	total = $derived(this.lines.reduce((sum, line) => sum + line.quantity * (line.product?.price ?? 0), 0));

	quantityOf(productId: string): number {
		return this.#plain.find((line) => line.productId === productId)?.quantity ?? 0;
	}
}

export const cart = new Cart();

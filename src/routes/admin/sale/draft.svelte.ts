import { MAX_QUANTITY, setLine, type CartLine } from '$lib/domain/cart/cart';

/** The sale at the counter that is being put together: it outlives a look at another page. */
class Draft {
	lines = $state.raw<CartLine[]>([]);
	customer = $state('');
	note = $state('');

	add(productId: string): void {
		const had = this.lines.find((line) => line.productId === productId)?.quantity ?? 0;
		this.set(productId, Math.min(had + 1, MAX_QUANTITY));
	}

	/** 0 takes the line out. */
	set(productId: string, quantity: number): void {
		this.lines = setLine(this.lines, productId, quantity);
	}

	clear(): void {
		this.lines = [];
		this.customer = this.note = '';
	}
}

export const draft = new Draft();

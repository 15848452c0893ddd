import { browser } from '$app/environment';
import { MAX_QUANTITY, setLine, type CartLine } from '$lib/domain/cart/cart';
import { keepTab, readTab } from '../tab';

const KEY = 'pop:sale';

interface Kept {
	lines: CartLine[];
	customer: string;
	note: string;
}
const kept = browser ? (readTab(KEY) as Kept | null) : null;

/** The sale at the counter that is being put together: outlives other pages and a reload, until it is sold or its person signs out. */
class Draft {
	lines = $state.raw<CartLine[]>(kept?.lines ?? []);
	customer = $state(kept?.customer ?? '');
	note = $state(kept?.note ?? '');

	add(productId: string): void {
		const had = this.lines.find((line) => line.productId === productId)?.quantity ?? 0;
		this.set(productId, Math.min(had + 1, MAX_QUANTITY));
	}

	/** 0 takes the line out. */
	set(productId: string, quantity: number): void {
		this.lines = setLine(this.lines, productId, quantity);
	}

	/** Keeps the sale as it stands. */
	keep(): void {
		const { lines, customer, note } = this;
		keepTab(KEY, lines.length || customer || note ? { lines, customer, note } : null);
	}

	/** Puts a sale together again. */
	restore({ lines, customer, note }: Kept): void {
		this.lines = lines;
		this.customer = customer;
		this.note = note;
		this.keep();
	}

	clear(): void {
		this.restore({ lines: [], customer: '', note: '' });
	}
}

export const draft = new Draft();

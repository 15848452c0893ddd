import type { Catalogue } from '../../domain/catalogue/catalogue';
import type { DeskProduct } from '../../domain/catalogue/product';
import type { Pending } from '../../domain/sync/apply';
import { applyToProducts } from '../../domain/sync/apply-products';

/** Shows pending edits of products in a catalogue of server rows, and takes them back when they are answered. */
export class Overlay {
	#catalogue: Catalogue;
	/** The server's row of every product that an edit covers. */
	#under = new Map<string, DeskProduct | undefined>();

	constructor(catalogue: Catalogue) {
		this.#catalogue = catalogue;
	}

	/** Uncovers everything, lets the server's rows change, and covers anew. True where anything may look different. */
	update(pending: readonly Pending[], change: () => void = () => {}): boolean {
		const covered = this.#under.size > 0;
		for (const [id, row] of this.#under) put(this.#catalogue, id, row);
		this.#under.clear();
		change();
		const overlay = applyToProducts((id) => this.#catalogue.product(id), pending);
		for (const [id, row] of overlay) {
			this.#under.set(id, this.#catalogue.product(id));
			put(this.#catalogue, id, row);
		}
		return covered || overlay.size > 0;
	}
}

function put(catalogue: Catalogue, id: string, row: DeskProduct | null | undefined): void {
	if (row) catalogue.put(row);
	else catalogue.remove(id);
}

import { adjustStock, deleteProduct, saveProduct } from '$lib/client/commands/products';
import { discardHeld, restoreProduct, saveProducts, type ProductEdit } from '$lib/client/commands/desk';
import { editOf, fieldsOf, inverseOf } from '$lib/client/desk/edit';
import type { DeskProduct } from '$lib/domain/catalogue/product';
import type { ProductChanges } from '$lib/protocol/mutations';
import { toasts } from '$lib/ui/toasts.svelte';

/** What the desk does with products, each with its way back. */

/** Saves what differs from what the editor saw. */
export async function change(product: DeskProduct, wanted: ProductChanges): Promise<void> {
	const edit = editOf(product, wanted);
	if (!edit || !(await saveProduct(edit.productId, edit.changes, edit.base))) return;
	const { productId, changes, base } = inverseOf(edit, product);
	toasts.show(`${wanted.name ?? product.name} is saved.`, {
		action: { label: 'Undo', run: () => void saveProduct(productId, changes, base) }
	});
}

/** Saves several products together; `did` says what was done, in words. */
export async function changeAll(
	edits: { product: DeskProduct; edit: ProductEdit }[],
	did: string,
	why?: { reason: string }
): Promise<boolean> {
	if (
		!(await saveProducts(
			edits.map(({ edit }) => edit),
			why
		))
	)
		return false;
	const back = edits.map(({ product, edit }) => inverseOf(edit, product));
	// It stays: the PIN may be asked for first, and typing it takes its time.
	toasts.show(did, { sticky: true, action: { label: 'Undo', run: () => void saveProducts(back) } });
	return true;
}

export async function remove(product: DeskProduct): Promise<void> {
	const { productId } = product;
	if (!(await deleteProduct(productId))) return;
	const undo = async () => {
		const isIt = ({ name, args }: { name: string; args: unknown }) =>
			name === 'deleteProduct' && (args as { productId: string }).productId === productId;
		if (!(await discardHeld(isIt))) await restoreProduct(productId, fieldsOf(product));
	};
	toasts.show(`${product.name} is taken out of the catalogue. Past sales keep it.`, {
		sticky: true,
		action: { label: 'Undo', run: () => void undo() }
	});
}

/** Pieces in or out of the shelf with their reason, and the movement that takes them back. */
export async function adjust(
	product: DeskProduct,
	delta: number,
	reason: string,
	note: string
): Promise<boolean> {
	if (!(await adjustStock(product.productId, delta, reason, note))) return false;
	toasts.show(`${product.name}: ${delta > 0 ? '+' : ''}${delta} (${reason}).`, {
		action: {
			label: 'Undo',
			run: () => void adjustStock(product.productId, -delta, 'correction', `Undo of ${reason}`)
		}
	});
	return true;
}

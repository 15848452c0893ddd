import { deleteProduct, newProductId, saveProduct } from '$lib/client/commands/products';
import { saveProducts, type ProductEdit } from '$lib/client/commands/desk';
import { editOf, fieldsOf, inverseOf } from '$lib/client/desk/edit';
import type { DeskProduct } from '$lib/domain/catalogue/product';
import type { ProductChanges } from '$lib/protocol/mutations';
import { plural } from '../../words.svelte';
import { tellOutcome } from './outcome.svelte';

/** What the desk does with products, each with its way back. */

/** Makes a product; returns its id, null where nothing was saved. */
export async function create(values: ProductChanges & { name: string }): Promise<string | null> {
	const productId = newProductId();
	const ids = await saveProduct({ productId, changes: values });
	if (!ids) return null;
	tellOutcome(ids, { held: `${values.name} waits for the PIN.`, done: `${values.name} is saved.` });
	return productId;
}

/** Saves what differs from what the editor saw; false where it was not written. */
export async function change(product: DeskProduct, wanted: ProductChanges): Promise<boolean> {
	const edit = editOf(product, wanted);
	if (!edit) return true;
	const ids = await saveProduct(edit);
	if (!ids) return false;
	const name = wanted.name ?? product.name;
	tellOutcome(ids, {
		held: `${name}: the change waits for the PIN.`,
		done: `${name} is saved.`,
		undo: () => saveProduct(inverseOf(edit, product))
	});
	return true;
}

/** Saves several products together; `why` is the reason of their movements. False where it was not written. */
export async function changeAll(
	edits: { product: DeskProduct; edit: ProductEdit }[],
	why?: { reason: string }
): Promise<boolean> {
	const ids = await saveProducts(
		edits.map(({ edit }) => edit),
		why
	);
	if (!ids) return false;
	const products = plural(edits.length, 'product');
	tellOutcome(ids, {
		held: `${products}: the change waits for the PIN.`,
		done: `${products} changed.`,
		undo: () => saveProducts(edits.map(({ product, edit }) => inverseOf(edit, product))),
		sticky: true
	});
	return true;
}

export async function remove(product: DeskProduct): Promise<void> {
	const { productId, name } = product;
	const ids = await deleteProduct(productId);
	if (!ids) return;
	tellOutcome(ids, {
		held: `Deleting ${name} waits for the PIN.`,
		done: `${name} is taken out of the catalogue. Past sales keep it.`,
		undo: () => saveProduct({ productId, changes: fieldsOf(product) }),
		sticky: true
	});
}

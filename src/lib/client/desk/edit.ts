import type { DeskProduct } from '../../domain/catalogue/product';
import { same } from '../../domain/catalogue/save';
import type { ProductChanges } from '../../protocol/mutations';
import type { ProductEdit } from '../commands/desk';

type Field = keyof ProductChanges;

/** What of the wanted values differs from the product, with what the editor saw; null where nothing does. */
export function editOf(product: DeskProduct, wanted: ProductChanges): ProductEdit | null {
	const fields = (Object.keys(wanted) as Field[]).filter((field) => !same(wanted[field], product[field]));
	if (fields.length === 0) return null;
	const pick = (values: ProductChanges) =>
		Object.fromEntries(fields.map((field) => [field, values[field] ?? null])) as ProductChanges;
	return { productId: product.productId, changes: pick(wanted), base: pick(product) };
}

/** The edit that takes one back. A name that was given for a moment is no former name. */
export function inverseOf({ productId, changes, base }: ProductEdit, before: DeskProduct): ProductEdit {
	return {
		productId,
		changes: {
			...base,
			...(changes.name !== undefined && { formerNames: before.formerNames ?? null })
		},
		base: changes
	};
}

/** Everything of a product that bringing it back needs. */
export function fieldsOf({ productId: _, low: __, ...fields }: DeskProduct): ProductChanges {
	return fields;
}

/** A price changed by percent, to whole minor units, halves away from 0; never below 0. */
export function byPercent(price: number, percent: number): number {
	return Math.max(0, Math.round((price * (10_000 + Math.round(percent * 100))) / 10_000));
}

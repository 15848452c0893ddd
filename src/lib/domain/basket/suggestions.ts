import type { Bundle, DeskProduct } from '../catalogue/product';
import { generatedText } from '../csv/generated';
import { generated } from '../csv/tables';
import type { Sale } from '../sales/sale';
import { soldProduct } from '../sales/sold-product';
import { bundles } from './bundles';
import { basketsOfSales } from './sales';
import { shownBundles, type BundleMarks } from './shown';

/** bundle_suggestions.csv: the pairs that shoppers see, best first. */
export function suggestionsText(
	found: readonly Bundle[],
	marks: BundleMarks,
	nameOf: (productId: string) => string | undefined
): string {
	const named = (productId: string) => nameOf(productId) ?? productId;
	return generatedText(
		generated.bundle_suggestions,
		shownBundles(found, marks).map(({ productA, productB, count, confidence, lift }) => [
			named(productA),
			named(productB),
			count,
			confidence,
			lift
		])
	);
}

/** The same from a shop's sales, as the shop itself writes it once it has looked at them. */
export function suggestionsOf(
	sales: readonly Pick<Sale, 'orderId' | 'item' | 'productId' | 'quantity' | 'kind'>[],
	products: readonly Pick<DeskProduct, 'productId' | 'name' | 'formerNames' | 'status'>[],
	marks: BundleMarks
): string {
	const sold = soldProduct(products);
	const orders = basketsOfSales(sales.map((sale) => ({ ...sale, item: sold(sale) })));
	const offered = products.filter(({ status }) => status !== 'hidden');
	const names = new Map(offered.map(({ productId, name }) => [productId, name]));
	const nameOf = (productId: string) => names.get(productId);
	return suggestionsText(bundles(orders, nameOf, { marks }), marks, nameOf);
}

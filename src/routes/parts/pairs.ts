import type { Bundle, Product } from '$lib/domain/catalogue/product';

/** A part that goes with what somebody has or looks at. */
export interface Offer {
	bundle: Bundle;
	product: Product;
}

/**
 * What to offer, best first: parts in stock, each once. What was offered before keeps its place, also when it is in the
 * cart by now, so that nothing moves under a thumb; only what is not in the cart counts towards `most`.
 */
export function offersOf(
	bundles: readonly Bundle[],
	productOf: (id: string) => Product | undefined,
	{
		most,
		inCart = () => false,
		before = []
	}: { most: number; inCart?: (id: string) => boolean; before?: readonly Offer[] }
): Offer[] {
	const best = new Map<string, Offer>();
	for (const bundle of bundles) {
		const product = productOf(bundle.productB);
		if (product && product.stock > 0 && !best.has(bundle.productB))
			best.set(bundle.productB, { bundle, product });
	}
	const offers = before.flatMap(({ bundle }) => best.get(bundle.productB) ?? []);
	for (const { bundle } of offers) best.delete(bundle.productB);
	let open = offers.filter(({ bundle }) => !inCart(bundle.productB)).length;
	for (const offer of best.values()) {
		if (open >= most) break;
		if (inCart(offer.bundle.productB)) continue;
		offers.push(offer);
		open++;
	}
	return offers;
}

export interface ShownPair {
	bundle: Bundle;
	products: [Product, Product];
}

/** The first pairs of parts that are both known; a pair stands once, whichever way round it was found. */
export function pairsOf(
	bundles: readonly Bundle[],
	productOf: (id: string) => Product | undefined,
	most = Infinity
): ShownPair[] {
	const pairs = new Map<string, ShownPair>();
	for (const bundle of bundles) {
		if (pairs.size >= most) break;
		const key = [bundle.productA, bundle.productB].sort().join('|');
		const a = productOf(bundle.productA);
		const b = productOf(bundle.productB);
		if (a && b && !pairs.has(key)) pairs.set(key, { bundle, products: [a, b] });
	}
	return [...pairs.values()];
}

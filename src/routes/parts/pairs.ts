import type { Bundle, Product } from '$lib/domain/catalogue/product';

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

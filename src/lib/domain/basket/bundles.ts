import type { Bundle } from '../catalogue/product';
import { adjust } from './adjust';
import { itemCounts, type Baskets } from './baskets';
import { fisherExact } from './fisher';
import { measures } from './measures';
import { mine } from './mine';

export interface BundleOptions {
	/** Orders that must hold both products. */
	readonly minCount?: number;
	/** Share of the orders with the first product that must hold the second. */
	readonly minConfidence?: number;
	/** The chance allowed that any pair is shown by luck. */
	readonly significance?: number;
	/** The most suggestions for one product. */
	readonly perProduct?: number;
	readonly shouldStop?: () => boolean;
}

/**
 * What to suggest beside a product: pairs that go together more often than luck explains, best first. A pair counts
 * only if it survives Holm's correction for every pair of products sold often enough to have been found; the best is
 * the one whose confidence is surest to be high. A pair that is no better than suggesting the second product to
 * everybody has a lift of at most 1 and is never significant, so none is redundant.
 * `nameOf` gives undefined for a product that is not offered any more.
 */
export function bundles(
	orders: Baskets,
	nameOf: (productId: string) => string | undefined,
	options: BundleOptions = {}
): Bundle[] {
	const { minCount = 3, minConfidence = 0.1, significance = 0.05, perProduct = 5, shouldStop } = options;
	const sets = mine(orders, { minSupport: minCount, maxLength: 2, shouldStop });
	const { names, item, parent, count, length, transactions } = sets;
	const counts = itemCounts(orders);
	const sold = counts.reduce((sum, count) => sum + (count >= minCount ? 1 : 0), 0);
	const tests = (sold * (sold - 1)) / 2;
	// What Holm asks of the pair that it asks least of: spares the sorting of all the others.
	const mildest = significance / (tests - (sets.size - sold) + 1);

	const pairs: { first: number; second: number; count: number }[] = [];
	const p: number[] = [];
	for (let set = 0; set < sets.size; set++) {
		if (length[set] === 1) continue;
		const first = item[parent[set]!]!;
		const second = item[set]!;
		const rarer = Math.min(counts[first]!, counts[second]!);
		if (count[set]! / rarer < minConfidence) continue;
		const chance = fisherExact({
			count: count[set]!,
			antecedent: counts[first]!,
			consequent: counts[second]!,
			transactions
		});
		if (chance > mildest) continue;
		pairs.push({ first, second, count: count[set]! });
		p.push(chance);
	}
	const corrected = adjust(p, 'holm', tests);

	const found: { bundle: Bundle; sureness: number }[] = [];
	function suggest(a: number, b: number, count: number): void {
		const antecedent = counts[a]!;
		const productA = names[a]!;
		const productB = names[b]!;
		const nameA = nameOf(productA);
		const nameB = nameOf(productB);
		if (count / antecedent < minConfidence || nameA === undefined || nameB === undefined) return;
		const { confidence, lift } = measures({ count, antecedent, consequent: counts[b]!, transactions });
		const reason = `${count} of ${antecedent} who bought ${nameA} also took ${nameB}`;
		found.push({
			bundle: { productA, productB, count, confidence, lift, reason },
			sureness: lowerBound(count, antecedent)
		});
	}
	pairs.forEach(({ first, second, count }, pair) => {
		if (corrected[pair]! > significance) return;
		suggest(first, second, count);
		suggest(second, first, count);
	});
	found.sort((a, b) => b.sureness - a.sureness || b.bundle.lift - a.bundle.lift || byIds(a.bundle, b.bundle));

	const shown = new Map<string, number>();
	return found.flatMap(({ bundle }) => {
		const before = shown.get(bundle.productA) ?? 0;
		shown.set(bundle.productA, before + 1);
		return before < perProduct ? [bundle] : [];
	});
}

/** The share that `count` of `of` proves with 95 % confidence: Wilson 1927, one-sided. */
function lowerBound(count: number, of: number): number {
	const z = 1.6448536269514722;
	const share = count / of;
	const spread = z * Math.sqrt((share * (1 - share)) / of + (z * z) / (4 * of * of));
	return (share + (z * z) / (2 * of) - spread) / (1 + (z * z) / of);
}

function byIds(a: Bundle, b: Bundle): number {
	return a.productA < b.productA ? -1 : a.productA > b.productA ? 1 : a.productB < b.productB ? -1 : 1;
}

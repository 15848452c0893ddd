import type { Bundle } from '../catalogue/product';
import { adjust } from './adjust';
import { itemCounts, type Baskets } from './baskets';
import { fisherExact } from './fisher';
import { measures } from './measures';
import { mine } from './mine';
import { bySureness, marksOf, pairOfKey, type BundleMarks } from './shown';

export interface BundleOptions {
	/** Orders that must hold both products. */
	readonly minCount?: number;
	/** Share of the orders with the first product that must hold the second. */
	readonly minConfidence?: number;
	/** The chance allowed that any pair is shown by luck. */
	readonly significance?: number;
	/** The most suggestions for one product. */
	readonly perProduct?: number;
	/** Pinned pairs are there whatever their numbers; hidden ones are not, and take nobody's place. */
	readonly marks?: BundleMarks;
	readonly shouldStop?: () => boolean;
}

/**
 * What to suggest beside a product: pairs that go together more often than luck explains, best first. A pair counts
 * only if it survives Holm's correction for every pair of products sold often enough to have been found; the best is
 * the one whose confidence is surest to be high. A pair that is no better than suggesting the second product to
 * everybody has a lift of at most 1 and is never significant, so none is redundant. Pinned pairs are last, both ways
 * round: `shownBundles` puts everything in the order of the marks.
 * `nameOf` gives undefined for a product that is not offered any more.
 */
export function bundles(
	orders: Baskets,
	nameOf: (productId: string) => string | undefined,
	options: BundleOptions = {}
): Bundle[] {
	const { minCount = 3, minConfidence = 0.1, perProduct = 5, marks = { pinned: [], hidden: [] } } = options;
	const counts = itemCounts(orders);
	const transactions = orders.offsets.length - 1;
	const bundleOf = (productA: string, productB: string, a: number, b: number, count: number): Bundle[] => {
		const [nameA, nameB] = [nameOf(productA), nameOf(productB)];
		if (nameA === undefined || nameB === undefined) return [];
		const { confidence, lift } =
			count > 0
				? measures({ count, antecedent: a, consequent: b, transactions })
				: { confidence: 0, lift: 0 };
		const speaks = count >= minCount && lift > 1;
		const reason = speaks
			? `${count} of ${a} who bought ${nameA} also took ${nameB}`
			: `Picked by the shop to go with ${nameA}`;
		return [{ productA, productB, count, confidence, lift, reason }];
	};
	const bothWays = (productA: string, productB: string, a: number, b: number, count: number) => [
		...bundleOf(productA, productB, a, b, count),
		...bundleOf(productB, productA, b, a, count)
	];

	const markOf = marksOf(marks);
	const found = significantPairs(orders, counts, { ...options, minCount, minConfidence })
		.flatMap(([a, b, count]) => bothWays(orders.names[a]!, orders.names[b]!, counts[a]!, counts[b]!, count))
		.filter((bundle) => bundle.confidence >= minConfidence && !markOf(bundle))
		.sort(bySureness);
	const shown = new Map<string, number>();
	const best = found.filter(({ productA }) => {
		const before = shown.get(productA) ?? 0;
		shown.set(productA, before + 1);
		return before < perProduct;
	});

	const ids = new Map(orders.names.map((name, id) => [name, id]));
	const pinned = marks.pinned.flatMap((key) => {
		const pair = pairOfKey(key, (productId) => nameOf(productId) !== undefined);
		if (!pair || markOf(pair) !== 'pinned') return [];
		const [a, b] = [ids.get(pair.productA) ?? -1, ids.get(pair.productB) ?? -1];
		const count = a < 0 || b < 0 ? 0 : together(orders, a, b);
		return bothWays(pair.productA, pair.productB, counts[a] ?? 0, counts[b] ?? 0, count);
	});
	return [...best, ...pinned];
}

/** Pairs of items, by id, that go together more often than luck explains, with the count of their orders. */
function significantPairs(
	orders: Baskets,
	counts: Uint32Array,
	options: BundleOptions & { readonly minCount: number; readonly minConfidence: number }
): [a: number, b: number, count: number][] {
	const { minCount, minConfidence, significance = 0.05, shouldStop } = options;
	const sets = mine(orders, { minSupport: minCount, maxLength: 2, shouldStop });
	const { item, parent, count, length, transactions } = sets;
	const sold = counts.reduce((sum, count) => sum + (count >= minCount ? 1 : 0), 0);
	const tests = (sold * (sold - 1)) / 2;
	// What Holm asks of the pair that it asks least of: spares the sorting of all the others.
	const mildest = significance / (tests - (sets.size - sold) + 1);

	const pairs: [a: number, b: number, count: number][] = [];
	const p: number[] = [];
	for (let set = 0; set < sets.size; set++) {
		if (length[set] === 1) continue;
		const a = item[parent[set]!]!;
		const b = item[set]!;
		const [antecedent, consequent] = [counts[a]!, counts[b]!];
		if (count[set]! / Math.min(antecedent, consequent) < minConfidence) continue;
		const chance = fisherExact({ count: count[set]!, antecedent, consequent, transactions });
		if (chance > mildest) continue;
		pairs.push([a, b, count[set]!]);
		p.push(chance);
	}
	const corrected = adjust(p, 'holm', tests);
	return pairs.filter((_, pair) => corrected[pair]! <= significance);
}

/** How many orders hold both items. */
function together({ items, offsets }: Baskets, a: number, b: number): number {
	let count = 0;
	for (let order = 0; order + 1 < offsets.length; order++) {
		let found = 0;
		for (let at = offsets[order]!; at < offsets[order + 1]!; at++)
			if (items[at] === a || items[at] === b) found++;
		if (found === 2) count++;
	}
	return count;
}

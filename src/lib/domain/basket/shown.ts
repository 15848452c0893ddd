import type { Bundle } from '../catalogue/product';
import { compareText } from '../insights/totals';
import type { Shop } from '../shop/shop';
import { keyOf } from '../sync/keys';

/** What an admin said of pairs; a pair is the same either way round. */
export type BundleMarks = Shop['bundles'];
export type BundleMark = 'pinned' | 'hidden';
export type Pair = Pick<Bundle, 'productA' | 'productB'>;

const keysOf = ({ productA, productB }: Pair) => [
	keyOf('bundles', { productA, productB }),
	keyOf('bundles', { productA: productB, productB: productA })
];

/** Answers where a pair stands among keys, whichever way round; Infinity where it does not. */
function placesIn(keys: readonly string[]): (pair: Pair) => number {
	const places = new Map(keys.map((key, place) => [key, place]));
	if (places.size === 0) return () => Infinity;
	return (pair) => Math.min(...keysOf(pair).map((key) => places.get(key) ?? Infinity));
}

/** Answers which mark a pair bears. One that is pinned and hidden is hidden. */
export function marksOf({ pinned, hidden }: BundleMarks): (pair: Pair) => BundleMark | undefined {
	const [inPinned, inHidden] = [placesIn(pinned), placesIn(hidden)];
	return (pair) => (inHidden(pair) < Infinity ? 'hidden' : inPinned(pair) < Infinity ? 'pinned' : undefined);
}

/** The marks with one pair's changed; a pair pinned now stands behind those pinned before. */
export function withMark(marks: BundleMarks, pair: Pair, mark: BundleMark | 'none'): BundleMarks {
	const own = keysOf(pair);
	const keys = (which: BundleMark) => [
		...marks[which].filter((key) => !own.includes(key)),
		...(mark === which ? [own[0]!] : [])
	];
	return { pinned: keys('pinned'), hidden: keys('hidden') };
}

/** The pair of a key; undefined unless both its products are known. An id may hold the bar between the two. */
export function pairOfKey(key: string, isKnown: (productId: string) => boolean): Pair | undefined {
	for (let bar = key.indexOf('|'); bar >= 0; bar = key.indexOf('|', bar + 1)) {
		const pair = { productA: key.slice(0, bar), productB: key.slice(bar + 1) };
		if (isKnown(pair.productA) && isKnown(pair.productB)) return pair;
	}
	return undefined;
}

/**
 * What shoppers see: no hidden pair, the pinned ones first in their order, then the surest. A shop of many sales has
 * 45,000: of them the first `most` are found in a third of the time that it takes to put all in order.
 */
export function shownBundles(
	bundles: Iterable<Bundle>,
	{ pinned, hidden }: BundleMarks,
	most = Infinity
): Bundle[] {
	const [inPinned, inHidden] = [placesIn(pinned), placesIn(hidden)];
	// What they are ordered by is worked out once for each.
	const shown: Ranked[] = [];
	let last: Ranked | undefined;
	for (const bundle of bundles) {
		if (inHidden(bundle) < Infinity) continue;
		const ranked = { bundle, place: inPinned(bundle), sure: sureness(bundle) };
		if (last && byRank(ranked, last) >= 0) continue;
		shown.push(ranked);
		if (shown.length < 2 * most) continue;
		shown.sort(byRank).length = most;
		last = shown.at(-1);
	}
	return shown
		.sort(byRank)
		.slice(0, most)
		.map(({ bundle }) => bundle);
}

interface Ranked {
	bundle: Bundle;
	place: number;
	sure: number;
}
const byRank = (a: Ranked, b: Ranked) =>
	a.place === b.place ? b.sure - a.sure || byLift(a.bundle, b.bundle) : a.place - b.place;

/** The best first: the one whose confidence is surest to be high. */
export const bySureness = (a: Bundle, b: Bundle): number => sureness(b) - sureness(a) || byLift(a, b);

const byLift = (a: Bundle, b: Bundle): number =>
	b.lift - a.lift || compareText(a.productA, b.productA) || compareText(a.productB, b.productB);

/** The confidence that the counts prove with 95 %: Wilson 1927, one-sided. */
function sureness({ count, confidence: share }: Bundle): number {
	if (count === 0) return 0;
	const z = 1.6448536269514722;
	const of = count / share;
	const spread = z * Math.sqrt((share * (1 - share)) / of + (z * z) / (4 * of * of));
	return (share + (z * z) / (2 * of) - spread) / (1 + (z * z) / of);
}

import type { BundleMark, Pair } from '../../domain/basket/shown';
import { act } from './act';

/** Admins: pins a pair of products for shoppers, hides it, or leaves it to the numbers again. */
export function markBundle({ productA, productB }: Pair, mark: BundleMark | 'none'): Promise<boolean> {
	return act({ name: 'markBundle', args: { productA, productB, mark } });
}

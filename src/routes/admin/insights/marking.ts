import { markBundle } from '$lib/client/commands/bundles';
import type { BundleMark, Pair } from '$lib/domain/basket/shown';
import { toasts } from '$lib/ui/toasts.svelte';
import { nameOf } from './words';

const done: Record<BundleMark | 'none', string> = {
	pinned: 'is pinned: shoppers see it first.',
	hidden: 'is hidden from shoppers.',
	none: 'is left to its numbers again.'
};

/** Gives a pair a mark, and says so with the way back to the one before. */
export async function mark(
	pair: Pair,
	next: BundleMark | 'none',
	before: BundleMark | 'none'
): Promise<void> {
	if (!(await markBundle(pair, next))) return;
	toasts.show(`${nameOf(pair.productA)} with ${nameOf(pair.productB)} ${done[next]}`, {
		action: { label: 'Undo', run: () => void markBundle(pair, before) }
	});
}

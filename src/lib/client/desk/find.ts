import { compact, fold } from '../../domain/catalogue/fold';
import type { DeskProduct } from '../../domain/catalogue/product';

const bare = (text: string | undefined) => compact(fold(text ?? ''));

/**
 * Of the products that a search found, the one whose barcode, part number or id is exactly what was typed or scanned,
 * spaces and dashes apart. A barcode goes before a part number that looks the same.
 */
export function exactly(typed: string, found: readonly DeskProduct[]): DeskProduct | undefined {
	const wanted = bare(typed);
	if (!wanted) return undefined;
	for (const field of ['barcode', 'productId', 'partNumber'] as const) {
		const product = found.find((one) => bare(one[field]) === wanted);
		if (product) return product;
	}
	return undefined;
}

/** Four digits or more and no letter: a scan, or a part of one. */
const isNumber = (typed: string) => /^[\d\s-]+$/.test(typed) && bare(typed).length >= 4;

/**
 * What Enter takes: the part with exactly that number, else the one found first. Of a number that is no part's none is
 * taken: a scan that was cut off would sell something else.
 */
export function taken(typed: string, found: readonly DeskProduct[]): DeskProduct | undefined {
	return exactly(typed, found) ?? (isNumber(typed) ? undefined : found[0]);
}

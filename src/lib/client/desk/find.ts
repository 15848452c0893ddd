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

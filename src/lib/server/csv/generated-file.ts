import { shownBundles } from '../../domain/basket/shown';
import { generated, type GeneratedName } from '../../domain/csv/tables';
import { writeCell } from '../../domain/csv/scan';
import { products } from '../store/products';
import { records } from '../store/records';
import { shops } from '../store/shop';
import { state } from '../store/state';
import type { ReadTx } from '../store/store';
import type { ShownFile } from './shown-file';

/** A row of a generated file by column; columns beyond the file's usual ones follow those. */
export type GeneratedRow = Record<string, string | number>;

/** bundle_suggestions.csv, from what was last found to sell together: as shoppers see it, best first. */
export const bundlesFile = generatedFile('bundle_suggestions', async (tx) => {
	const found = await records.all(tx, 'bundles');
	if (found.length === 0 && (await state.get(tx, 'bundlesOf')) === undefined) return null;
	const bundles = shownBundles(found, (await shops.settings(tx)).bundles);
	const ids = bundles.flatMap(({ productA, productB }) => [productA, productB]);
	const known = await products.byIds(tx, ids);
	const nameOf = (productId: string) => known.get(productId)?.name ?? productId;
	return bundles.map(({ productA, productB, count, confidence, lift }) => ({
		Product_A: nameOf(productA),
		Product_B: nameOf(productB),
		Count: count,
		Confidence: confidence,
		Lift: lift
	}));
});

/** A file that POP writes and never reads: whole each time, and not before it was worked out (null). */
function generatedFile(
	name: GeneratedName,
	rowsOf: (tx: ReadTx) => Promise<GeneratedRow[] | null>
): ShownFile {
	return {
		name: `${name}.csv`,
		tables: ['records', 'shop'],
		generated: true,
		forget() {},
		async read(tx, _since, last) {
			const rows = await rowsOf(tx);
			if (!rows) return null;
			const columns = [...new Set([...generated[name], ...rows.flatMap((row) => Object.keys(row))])];
			const lines = [columns, ...rows.map((row) => columns.map((column) => String(row[column] ?? '')))];
			const text = lines.map((cells) => cells.map((cell) => writeCell(cell, ',')).join(',') + '\n').join('');
			const replace = new TextEncoder().encode(text);
			return {
				last,
				plan: async (bytes) =>
					Buffer.compare((await bytes()) ?? new Uint8Array(), replace) ? { replace } : null
			};
		}
	};
}

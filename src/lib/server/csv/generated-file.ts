import { suggestionsText } from '../../domain/basket/suggestions';
import type { GeneratedName } from '../../domain/csv/tables';
import { products } from '../store/products';
import { records } from '../store/records';
import { shops } from '../store/shop';
import { state } from '../store/state';
import type { ReadTx, WriteTx } from '../store/store';
import type { ShownFile } from './shown-file';

/** bundle_suggestions.csv, from what was last found to sell together: as shoppers see it, best first. */
export const bundlesFile = generatedFile('bundle_suggestions', async (tx) => {
	const found = await records.all(tx, 'bundles');
	if (found.length === 0 && (await state.get(tx, 'bundlesOf')) === undefined) return null;
	const ids = found.flatMap(({ productA, productB }) => [productA, productB]);
	const known = await products.byIds(tx, [...new Set(ids)]);
	return suggestionsText(
		found,
		(await shops.settings(tx)).bundles,
		(productId) => known.get(productId)?.name
	);
});

/** reorder_suggestions.csv and forecast_metrics.csv, as the analysis of the shop last wrote them. */
export const reorderFile = generatedFile('reorder_suggestions', (tx) => keptText(tx, 'reorder_suggestions'));
export const metricsFile = generatedFile('forecast_metrics', (tx) => keptText(tx, 'forecast_metrics'));

/** The files whose text is kept in the store's state: it takes a while to make, and is made beside the server's thread. */
export type KeptFile = 'reorder_suggestions' | 'forecast_metrics';
const keptText = async (tx: ReadTx, name: KeptFile) => (await state.get<string>(tx, `file:${name}`)) ?? null;
export const keepText = (tx: WriteTx, name: KeptFile, text: string) => state.set(tx, `file:${name}`, text);

/** A file that POP writes and never reads: whole each time, and not before it was worked out (null). */
function generatedFile(name: GeneratedName, textOf: (tx: ReadTx) => Promise<string | null>): ShownFile {
	return {
		name: `${name}.csv`,
		tables: ['records', 'shop'],
		generated: true,
		forget() {},
		async read(tx, _since, { last }) {
			const text = await textOf(tx);
			if (text === null) return null;
			const replace = new TextEncoder().encode(text);
			return {
				last,
				plan: async (bytes) =>
					Buffer.compare((await bytes()) ?? new Uint8Array(), replace) ? { replace } : null
			};
		}
	};
}

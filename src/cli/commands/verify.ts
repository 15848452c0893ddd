import { verifyShop } from '../../lib/server/verify/open';
import { configOf, readCall } from '../call';
import type { CliCommand } from '../command';
import { differencesFound, plural } from '../words';

const usage = `Usage: pop verify [--json]

Holds the store against the files, the shelves against movements and sales, purchases against their receipts, and the
log against its chain. Changes nothing; exits with 1 if something differs.

  --json            one JSON document: {differences: [{check, where, what}], refused, unknownOpenings, oddSales}
`;

export const verifyCommand: CliCommand = {
	name: 'verify',
	summary: 'store against files, stock against sales and movements, the log’s chain',
	usage,
	async run(argv, io) {
		const call = readCall(verifyCommand, argv, io, { json: { type: 'boolean', default: false } }, [0, 0]);
		if (typeof call === 'number') return call;
		const { dataDir, ...config } = configOf(io);
		const found = await verifyShop({ dataDir, ...config });
		const { differences, refused, unknownOpenings, oddSales } = found;
		if (call.values.json) io.stdout(JSON.stringify(found) + '\n');
		else {
			for (const { where, what } of differences) io.stderr(`${where}: ${what}\n`);
			const notes = [
				...(refused > 0 ? [`${plural(refused, 'row')} can't be read: see ${dataDir}/rejected.`] : []),
				...(unknownOpenings > 0
					? [`${plural(unknownOpenings, 'product has', 'products have')} no opening stock to count from.`]
					: []),
				...(oddSales > 0
					? [
							`${plural(oddSales, 'sale is', 'sales are')} of no pieces, or of another total than quantity × price: they stay as they stand.`
						]
					: []),
				differencesFound(differences.length)
			];
			io.stdout(notes.join('\n') + '\n');
		}
		return differences.length === 0 ? 0 : 1;
	}
};

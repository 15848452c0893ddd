import { existsSync, readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { readCsv } from '../../src/lib/domain/csv/read';

export type SetName = 'groceries' | 'online-retail' | 't10i4d100k';

/** The public sets stand beside the checkout where they are used; the small one is a fixture of the tests too. */
const folders = ['../shared/datasets', 'tests/fixtures/baskets'];

/** A set's baskets as lines, items joined with `;`; undefined where it is not at hand. */
export function transactionsOf(set: SetName): string | undefined {
	const path = folders.map((folder) => `${folder}/${set}.csv.gz`).find(existsSync);
	if (path === undefined) return undefined;
	const bytes = gunzipSync(readFileSync(path));
	if (set !== 'online-retail') return bytes.toString('utf8').replace('items\n', '');
	const orders = new Map<string, Set<string>>();
	for (const { cells } of readCsv(bytes).rows) {
		const [invoice = '', code = '', , quantity, , price] = cells;
		if (/^[CA]/.test(invoice) || !/^\d{5}/.test(code) || !(Number(quantity) > 0 && Number(price) > 0))
			continue;
		const items = orders.get(invoice) ?? new Set();
		orders.set(invoice, items.add(code.toUpperCase()));
	}
	return [...orders.values()].map((items) => [...items].join(';')).join('\n');
}

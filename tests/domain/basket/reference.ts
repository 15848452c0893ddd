import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { gunzipSync } from 'node:zlib';
import { basketsOf, type Baskets } from '../../../src/lib/domain/basket/baskets';
import { namesOf, type Itemsets } from '../../../src/lib/domain/basket/itemsets';
import type { Rules } from '../../../src/lib/domain/basket/rules';
import { basketsOfSales } from '../../../src/lib/domain/basket/sales';

export type SetName = 'groceries' | 'online-retail' | 't10i4d100k';

const fixtures = fileURLToPath(new URL('../../fixtures/baskets/', import.meta.url));
/** The large sets stand beside the checkout where they are used; without them their tests are skipped. */
const shared = fileURLToPath(new URL('../../../../shared/datasets/', import.meta.url));

const folderOf = (set: SetName) => (set === 'groceries' ? fixtures : shared);
const expectedFolderOf = (set: SetName) => (set === 'groceries' ? fixtures : `${shared}expected/`);

export const isPresent = (set: SetName) => existsSync(`${folderOf(set)}${set}.csv.gz`);

const linesOf = (path: string) =>
	gunzipSync(readFileSync(path)).toString('utf8').trimEnd().split('\n').slice(1);

export function readBaskets(set: SetName): Baskets {
	const lines = linesOf(`${folderOf(set)}${set}.csv.gz`);
	if (set !== 'online-retail') return basketsOf(lines.map((line) => line.split(';')));
	const sales = lines.flatMap((line) => {
		const [invoice = '', code = '', , quantity, , price] = cellsOf(line);
		const isSale = !/^[CA]/.test(invoice) && Number(price) > 0 && /^\d{5}/.test(code);
		return isSale ? [{ orderId: invoice, item: code.toUpperCase(), quantity: Number(quantity) }] : [];
	});
	return basketsOfSales(sales);
}

const cellsOf = (line: string) =>
	line.includes('"')
		? line.match(/("[^"]*(""[^"]*)*"|[^,]*)(,|$)/g)!.map((cell) => cell.replace(/,$/, ''))
		: line.split(',');

export const expectedItemsets = (set: SetName, support: number, confidence: number) =>
	linesOf(`${expectedFolderOf(set)}${set}-${support}-${confidence}.itemsets.csv.gz`).sort();

export const expectedRules = (set: SetName, support: number, confidence: number) =>
	linesOf(`${expectedFolderOf(set)}${set}-${support}-${confidence}.rules.csv.gz`).sort();

/** As the expected files hold them: names joined with `;`, lines sorted as text. */
export const itemsetLines = (sets: Itemsets) =>
	Array.from({ length: sets.size }, (_, set) => `${namesOf(sets, set).join(';')},${sets.count[set]}`).sort();

export const ruleLines = ({ sets, size, whole, antecedent, consequent }: Rules) =>
	Array.from({ length: size }, (_, rule) =>
		[
			namesOf(sets, antecedent[rule]!).join(';'),
			namesOf(sets, consequent[rule]!).join(';'),
			sets.count[whole[rule]!],
			sets.count[antecedent[rule]!],
			sets.count[consequent[rule]!]
		].join(',')
	).sort();

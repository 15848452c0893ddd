import { writeCell } from '../csv/scan';
import { namesOf } from './itemsets';
import type { Rules } from './rules';
import { orderOf, ruleRow, ruleTable, type RuleRow } from './table';

export interface ItemsetRow {
	readonly items: string[];
	readonly count: number;
}

export interface BasketReport {
	readonly transactions: number;
	readonly minCount: number;
	readonly itemsetCount: number;
	readonly ruleCount: number;
	/** The most frequent first. */
	itemsets(): Generator<ItemsetRow>;
	/** The most confident first, of equals the more frequent. */
	rules(): Generator<RuleRow>;
}

/** Itemsets and rules as people read them, each row made only when it is asked for. */
export function reportOf(rules: Rules): BasketReport {
	const { sets } = rules;
	const { count, transactions } = sets;
	const table = ruleTable(rules);
	return {
		transactions,
		minCount: sets.minCount,
		itemsetCount: sets.size,
		ruleCount: rules.size,
		*itemsets() {
			const order = Uint32Array.from({ length: sets.size }, (_, set) => set);
			order.sort((a, b) => count[b]! - count[a]! || a - b);
			for (const set of order) yield { items: namesOf(sets, set), count: count[set]! };
		},
		*rules() {
			for (const rule of orderOf(table, 'confidence')) yield ruleRow(table, rule);
		}
	};
}

/** The itemsets as CSV text, piece by piece. */
export function* itemsetsCsv(report: BasketReport): Generator<string> {
	yield 'items,count,support\n';
	for (const { items, count } of report.itemsets())
		yield `${cell(items)},${count},${cell(count / report.transactions)}\n`;
}

/** The rules with all their measures as CSV text, piece by piece. */
export function* rulesCsv(rules: Iterable<RuleRow>): Generator<string> {
	yield (
		'antecedent,consequent,count,antecedent_count,consequent_count,support,confidence,lift,leverage,conviction,' +
		'zhang,kulczynski,imbalance,fisher_p,holm_p,redundant\n'
	);
	for (const rule of rules) yield Object.values(rule).map(cell).join(',') + '\n';
}

/** Lists are joined with `;`; figures have the nine digits that every engine agrees on. */
function cell(value: string[] | number | boolean): string {
	if (typeof value === 'number') return String(Number(value.toPrecision(9)));
	return writeCell(typeof value === 'boolean' ? (value ? 'yes' : 'no') : value.join(';'), ',');
}

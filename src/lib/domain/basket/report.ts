import { writeCell } from '../csv/scan';
import { adjust } from './adjust';
import { fisherExact } from './fisher';
import { namesOf } from './itemsets';
import { measures, type Measures } from './measures';
import { redundantRules } from './redundant';
import { countsOf, type Rules } from './rules';

export interface ItemsetRow {
	readonly items: string[];
	readonly count: number;
}

export interface RuleRow extends Measures {
	readonly antecedent: string[];
	readonly consequent: string[];
	readonly count: number;
	readonly antecedentCount: number;
	readonly consequentCount: number;
	/** One-sided Fisher exact test, and the same with Holm's correction for all rules of the report. */
	readonly fisherP: number;
	readonly holmP: number;
	readonly redundant: boolean;
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
	const p = Float64Array.from({ length: rules.size }, (_, rule) => fisherExact(countsOf(rules, rule)));
	const corrected = adjust(p, 'holm');
	const redundant = redundantRules(rules);
	const confidence = (rule: number) => count[rules.whole[rule]!]! / count[rules.antecedent[rule]!]!;
	const setOrder = Uint32Array.from({ length: sets.size }, (_, set) => set);
	setOrder.sort((a, b) => count[b]! - count[a]! || a - b);
	const ruleOrder = Uint32Array.from({ length: rules.size }, (_, rule) => rule);
	ruleOrder.sort(
		(a, b) => confidence(b) - confidence(a) || count[rules.whole[b]!]! - count[rules.whole[a]!]! || a - b
	);
	return {
		transactions,
		minCount: sets.minCount,
		itemsetCount: sets.size,
		ruleCount: rules.size,
		*itemsets() {
			for (const set of setOrder) yield { items: namesOf(sets, set), count: count[set]! };
		},
		*rules() {
			for (const rule of ruleOrder) {
				const counts = countsOf(rules, rule);
				yield {
					antecedent: namesOf(sets, rules.antecedent[rule]!),
					consequent: namesOf(sets, rules.consequent[rule]!),
					count: counts.count,
					antecedentCount: counts.antecedent,
					consequentCount: counts.consequent,
					...measures(counts),
					fisherP: p[rule]!,
					holmP: corrected[rule]!,
					redundant: redundant[rule] === 1
				};
			}
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
export function* rulesCsv(report: BasketReport): Generator<string> {
	yield (
		'antecedent,consequent,count,antecedent_count,consequent_count,support,confidence,lift,leverage,conviction,' +
		'zhang,kulczynski,imbalance,fisher_p,holm_p,redundant\n'
	);
	for (const rule of report.rules()) yield Object.values(rule).map(cell).join(',') + '\n';
}

/** Lists are joined with `;`; figures have the nine digits that every engine agrees on. */
function cell(value: string[] | number | boolean): string {
	if (typeof value === 'number') return String(Number(value.toPrecision(9)));
	return writeCell(typeof value === 'boolean' ? (value ? 'yes' : 'no') : value.join(';'), ',');
}

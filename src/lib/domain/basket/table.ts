import { adjust } from './adjust';
import { fisherExact } from './fisher';
import { measures, type Measures, type RuleCounts } from './measures';
import { redundantRules } from './redundant';
import { countsOf, type Rules } from './rules';

/** Rules in columns, with all that their measures come from: plain data, quick to send and to filter. */
export interface RuleTable {
	readonly transactions: number;
	readonly size: number;
	/** The items' names. */
	readonly names: readonly string[];
	/** Items of rule `r`, by name: the antecedent's from `starts[r]`, the consequent's from `middles[r]` to `starts[r + 1]`. */
	readonly items: Uint32Array;
	readonly starts: Uint32Array;
	readonly middles: Uint32Array;
	readonly count: Uint32Array;
	readonly antecedentCount: Uint32Array;
	readonly consequentCount: Uint32Array;
	/** One-sided Fisher exact test, and the same with Holm's correction for all rules of the table. */
	readonly fisherP: Float64Array;
	readonly holmP: Float64Array;
	/** 1 where a shorter antecedent does as well; see `redundantRules`. */
	readonly redundant: Uint8Array;
}

export interface RuleRow extends Measures {
	readonly antecedent: string[];
	readonly consequent: string[];
	readonly count: number;
	readonly antecedentCount: number;
	readonly consequentCount: number;
	readonly fisherP: number;
	readonly holmP: number;
	readonly redundant: boolean;
}

/** The rules with their figures; the items of each side sorted by name, by code unit. */
export function ruleTable(rules: Rules): RuleTable {
	const { sets, size, antecedent, consequent, whole } = rules;
	const { parent, item, length, names } = sets;
	const byName = Uint32Array.from(names, (_, id) => id).sort((a, b) => (names[a]! < names[b]! ? -1 : 1));
	const rank = new Uint32Array(names.length);
	byName.forEach((id, place) => (rank[id] = place));

	const starts = new Uint32Array(size + 1);
	const middles = new Uint32Array(size);
	for (let rule = 0; rule < size; rule++) {
		middles[rule] = starts[rule]! + length[antecedent[rule]!]!;
		starts[rule + 1] = starts[rule]! + length[whole[rule]!]!;
	}
	const items = new Uint32Array(starts[size]!);
	const write = (set: number, from: number) => {
		let end = from;
		for (let at = set; at >= 0; at = parent[at]!) {
			const id = item[at]!;
			let place = end++;
			for (; place > from && rank[items[place - 1]!]! > rank[id]!; place--) items[place] = items[place - 1]!;
			items[place] = id;
		}
	};
	const columns = {
		count: new Uint32Array(size),
		antecedentCount: new Uint32Array(size),
		consequentCount: new Uint32Array(size),
		fisherP: new Float64Array(size)
	};
	for (let rule = 0; rule < size; rule++) {
		write(antecedent[rule]!, starts[rule]!);
		write(consequent[rule]!, middles[rule]!);
		const counts = countsOf(rules, rule);
		columns.count[rule] = counts.count;
		columns.antecedentCount[rule] = counts.antecedent;
		columns.consequentCount[rule] = counts.consequent;
		columns.fisherP[rule] = fisherExact(counts);
	}
	return {
		transactions: sets.transactions,
		size,
		names,
		items,
		starts,
		middles,
		...columns,
		holmP: adjust(columns.fisherP, 'holm'),
		redundant: redundantRules(rules)
	};
}

const countsIn = (table: RuleTable, rule: number): RuleCounts => ({
	count: table.count[rule]!,
	antecedent: table.antecedentCount[rule]!,
	consequent: table.consequentCount[rule]!,
	transactions: table.transactions
});

/** A rule as people read it, with all its measures. */
export function ruleRow(table: RuleTable, rule: number): RuleRow {
	const { names, items, starts, middles } = table;
	const named = (from: number, to: number) => {
		const side: string[] = [];
		for (let at = from; at < to; at++) side.push(names[items[at]!]!);
		return side;
	};
	const counts = countsIn(table, rule);
	const { support, confidence, lift, leverage, conviction, zhang, kulczynski, imbalance } = measures(counts);
	// Written out: a spread costs more than all the measures.
	return {
		antecedent: named(starts[rule]!, middles[rule]!),
		consequent: named(middles[rule]!, starts[rule + 1]!),
		count: counts.count,
		antecedentCount: counts.antecedent,
		consequentCount: counts.consequent,
		support,
		confidence,
		lift,
		leverage,
		conviction,
		zhang,
		kulczynski,
		imbalance,
		fisherP: table.fisherP[rule]!,
		holmP: table.holmP[rule]!,
		redundant: table.redundant[rule] === 1
	};
}

export type RuleOrder = 'confidence' | 'lift' | 'count';

/** The places of all rules, the highest first, of equals the more frequent. */
export function orderOf(table: RuleTable, by: RuleOrder): Uint32Array {
	const { count, antecedentCount, consequentCount } = table;
	const value = Float64Array.from({ length: table.size }, (_, rule) => {
		if (by === 'count') return count[rule]!;
		const confidence = count[rule]! / antecedentCount[rule]!;
		return by === 'lift' ? confidence / consequentCount[rule]! : confidence;
	});
	return Uint32Array.from({ length: table.size }, (_, rule) => rule).sort(
		(a, b) => value[b]! - value[a]! || count[b]! - count[a]! || a - b
	);
}

/** What a rule must reach to be shown. */
export interface Thresholds {
	readonly minCount: number;
	readonly minConfidence: number;
	readonly minLift: number;
	/** The largest chance of luck, corrected for all rules of the table. */
	readonly maxP: number;
	readonly withRedundant: boolean;
}

/** The rules of an order that reach the thresholds: the first `most` of them, and how many there are. */
export function rulesAbove(
	table: RuleTable,
	order: Uint32Array,
	{ minCount, minConfidence, minLift, maxP, withRedundant }: Thresholds,
	most = Infinity
): { rules: number[]; total: number } {
	const { count, antecedentCount, consequentCount, holmP, redundant, transactions } = table;
	const rules: number[] = [];
	let total = 0;
	for (const rule of order) {
		const confidence = count[rule]! / antecedentCount[rule]!;
		if (
			count[rule]! < minCount ||
			confidence < minConfidence ||
			count[rule]! * transactions < minLift * antecedentCount[rule]! * consequentCount[rule]! ||
			holmP[rule]! > maxP ||
			(redundant[rule] === 1 && !withRedundant)
		)
			continue;
		if (total++ < most) rules.push(rule);
	}
	return { rules, total };
}

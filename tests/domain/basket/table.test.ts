import { expect, test } from 'vitest';
import { mine } from '../../../src/lib/domain/basket/mine';
import { namesOf } from '../../../src/lib/domain/basket/itemsets';
import { rulesOf } from '../../../src/lib/domain/basket/rules';
import { orderOf, ruleRow, rulesAbove, ruleTable } from '../../../src/lib/domain/basket/table';
import { readBaskets } from './reference';

const rules = rulesOf(mine(readBaskets('groceries'), { minSupport: 0.002 }), { minConfidence: 0.2 });
const table = ruleTable(rules);
const all = { minCount: 0, minConfidence: 0, minLift: 0, maxP: 1, withRedundant: true };

test('the table holds every rule with its items and counts', () => {
	expect(table.size).toBe(rules.size);
	for (let rule = 0; rule < table.size; rule += 17) {
		const row = ruleRow(table, rule);
		expect(row.antecedent).toEqual(namesOf(rules.sets, rules.antecedent[rule]!));
		expect(row.consequent).toEqual(namesOf(rules.sets, rules.consequent[rule]!));
		expect(row.count).toBe(rules.sets.count[rules.whole[rule]!]);
		expect(row.confidence).toBe(row.count / row.antecedentCount);
	}
});

test.each(['confidence', 'lift', 'count'] as const)('an order by %s falls', (by) => {
	const values = Array.from(orderOf(table, by), (rule) => ruleRow(table, rule)[by]);
	expect(values).toHaveLength(table.size);
	for (let i = 1; i < values.length; i++)
		expect(values[i]!).toBeLessThanOrEqual(values[i - 1]! * (1 + 1e-12));
});

test('thresholds keep exactly the rules that reach them', () => {
	const order = orderOf(table, 'lift');
	const rows = Array.from({ length: table.size }, (_, rule) => ruleRow(table, rule));
	const asked = { minCount: 40, minConfidence: 0.3, minLift: 1.5, maxP: 0.01, withRedundant: false };
	const expected = rows.filter(
		(row) =>
			row.count >= 40 && row.confidence >= 0.3 && row.lift >= 1.5 && row.holmP <= 0.01 && !row.redundant
	);
	expect(expected.length).toBeGreaterThan(5);
	const { rules: kept, total } = rulesAbove(table, order, asked);
	expect(total).toBe(expected.length);
	expect(new Set(kept.map((rule) => rows[rule]))).toEqual(new Set(expected));
	expect(rulesAbove(table, order, asked, 3)).toEqual({ rules: kept.slice(0, 3), total });
	for (const [name, strict] of Object.entries(asked))
		expect(rulesAbove(table, order, { ...all, [name]: strict }).total, name).toBeLessThan(table.size);
});

import { expect, test } from 'vitest';
import { mine } from '../../../src/lib/domain/basket/mine';
import { rulesOf } from '../../../src/lib/domain/basket/rules';
import {
	expectedItemsets,
	expectedRules,
	isPresent,
	itemsetLines,
	readBaskets,
	ruleLines
} from './reference';

const settings = [
	{ set: 'groceries', support: 0.005, confidence: 0.3, anyConsequent: 487 },
	{ set: 'groceries', support: 0.001, confidence: 0.5, anyConsequent: 5829 },
	{ set: 'online-retail', support: 0.01, confidence: 0.5, anyConsequent: 962 },
	{ set: 'online-retail', support: 0.005, confidence: 0.5, anyConsequent: 23_370 },
	{ set: 't10i4d100k', support: 0.01, confidence: 0.5, anyConsequent: 7 },
	{ set: 't10i4d100k', support: 0.002, confidence: 0.5, anyConsequent: 176_883 }
] as const;

for (const { set, support, confidence, anyConsequent } of settings) {
	test.skipIf(!isPresent(set))(
		`${set} at ${support} and ${confidence}: the reference to the last count`,
		() => {
			const sets = mine(readBaskets(set), { minSupport: support });
			expect(itemsetLines(sets)).toEqual(expectedItemsets(set, support, confidence));
			const single = rulesOf(sets, { minConfidence: confidence, singleConsequent: true });
			expect(ruleLines(single)).toEqual(expectedRules(set, support, confidence));
			expect(rulesOf(sets, { minConfidence: confidence }).size).toBe(anyConsequent);
		}
	);
}

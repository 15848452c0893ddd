import fc from 'fast-check';
import { expect, test } from 'vitest';
import { BasketBuilder, basketsOf, isSupport, minimumCount } from '../../../src/lib/domain/basket/baskets';
import { mine } from '../../../src/lib/domain/basket/mine';
import { isConfidence, rulesOf } from '../../../src/lib/domain/basket/rules';
import { redundantRules } from '../../../src/lib/domain/basket/redundant';
import { bruteItemsets, bruteRules } from './brute';
import { itemsetLines, readBaskets, ruleLines } from './reference';

const lists = fc.array(
	fc.array(fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f', '__proto__'), { maxLength: 9 }),
	{
		maxLength: 25
	}
);

test('itemsets are those of a brute-force count', () => {
	fc.assert(
		fc.property(
			lists,
			fc.integer({ min: 1, max: 6 }),
			fc.integer({ min: 1, max: 7 }),
			(lists, minSupport, maxLength) => {
				const found = mine(basketsOf(lists), { minSupport, maxLength });
				const brute = bruteItemsets(lists, minSupport).filter(({ items }) => items.length <= maxLength);
				expect(itemsetLines(found)).toEqual(
					brute.map(({ items, count }) => `${items.join(';')},${count}`).sort()
				);
			}
		)
	);
});

test('rules, and which of them are redundant, are those of a brute-force count', () => {
	fc.assert(
		fc.property(
			lists,
			fc.integer({ min: 1, max: 4 }),
			fc.constantFrom(0, 0.3, 0.5, 2 / 3, 1),
			(lists, minSupport, minConfidence) => {
				const sets = mine(basketsOf(lists), { minSupport });
				const rules = rulesOf(sets, { minConfidence });
				const brute = bruteRules(lists, minSupport, minConfidence);
				expect(ruleLines(rules)).toEqual(brute.map(({ line }) => line).sort());
				const marks = redundantRules(rules);
				const redundant = ruleLines({
					...rules,
					size: marks.reduce((sum, mark) => sum + mark, 0),
					whole: rules.whole.filter((_, rule) => marks[rule]),
					antecedent: rules.antecedent.filter((_, rule) => marks[rule]),
					consequent: rules.consequent.filter((_, rule) => marks[rule])
				});
				expect(redundant).toEqual(
					brute
						.filter((rule) => rule.redundant)
						.map(({ line }) => line)
						.sort()
				);
			}
		)
	);
});

test('a rule can be redundant for an antecedent shorter by more than one item', () => {
	const times = (n: number, items: string) => Array.from({ length: n }, () => [...items]);
	// a, b and c together have d in 3 of 5; a in 23 of 35; every two of them, b and c in fewer.
	const lists = [
		times(3, 'abcd'),
		times(2, 'abc'),
		times(20, 'ad'),
		times(5, 'ab'),
		times(5, 'ac'),
		times(5, 'bc')
	];
	const rules = rulesOf(mine(basketsOf(lists.flat()), { minSupport: 3 }), { minConfidence: 0.6 });
	const rule = rules.whole.findIndex(
		(set, rule) =>
			rules.sets.length[set] === 4 &&
			rules.sets.length[rules.antecedent[rule]!] === 3 &&
			rules.sets.names[rules.sets.item[rules.consequent[rule]!]!] === 'd'
	);
	expect(redundantRules(rules)[rule]).toBe(1);
});

test('a single consequent keeps exactly the rules with one', () => {
	const sets = mine(readBaskets('groceries'), { minSupport: 0.002 });
	const any = rulesOf(sets, { minConfidence: 0.4 });
	const single = rulesOf(sets, { minConfidence: 0.4, singleConsequent: true });
	expect(ruleLines(single)).toEqual(ruleLines(any).filter((line) => !line.split(',')[1]!.includes(';')));
	expect(single.size).toBeLessThan(any.size);
});

test('every subset of a set stands before it', () => {
	const sets = mine(readBaskets('groceries'), { minSupport: 0.01 });
	const seen = new Set<string>();
	for (const line of itemsetLinesInOrder(sets)) {
		for (const item of line)
			if (line.length > 1) expect(seen).toContain(line.filter((other) => other !== item).join(';'));
		seen.add(line.join(';'));
	}
});

const itemsetLinesInOrder = (sets: ReturnType<typeof mine>) =>
	Array.from({ length: sets.size }, (_, set) => {
		const items: string[] = [];
		for (let at = set; at >= 0; at = sets.parent[at]!) items.push(sets.names[sets.item[at]!]!);
		return items.sort();
	});

test('top keeps the larger sets with the highest counts, and all their subsets', () => {
	fc.assert(
		fc.property(lists, fc.integer({ min: 1, max: 12 }), (lists, top) => {
			const all = mine(basketsOf(lists), { minSupport: 1 });
			const kept = mine(basketsOf(lists), { minSupport: 1, top });
			const larger = (sets: typeof all) => [...sets.count].filter((_, set) => sets.length[set]! > 1);
			expect(larger(kept).sort((a, b) => b - a)).toEqual(
				larger(all)
					.sort((a, b) => b - a)
					.slice(0, top)
			);
			expect(itemsetLines(all)).toEqual(expect.arrayContaining(itemsetLines(kept)));
			const lines = new Set(itemsetLinesInOrder(kept).map((items) => items.join(';')));
			for (const items of itemsetLinesInOrder(kept))
				if (items.length > 1)
					for (const item of items)
						expect(lines).toContain(items.filter((other) => other !== item).join(';'));
		})
	);
});

test('a search that is stopped says what it left out, and what it has is exact', () => {
	const baskets = readBaskets('groceries');
	let questions = 0;
	const part = mine(baskets, { minSupport: 0.001, shouldStop: () => ++questions === 4 });
	const all = mine(baskets, { minSupport: 0.001 });
	expect(questions).toBe(4);
	expect(part.leftOut?.reason).toBe('stopped');
	const { searched, rarer } = part.leftOut!;
	expect(searched + rarer).toBe(all.length.filter((length) => length === 1).length);
	expect(rarer).toBeGreaterThan(0);
	expect(all.leftOut).toBeUndefined();
	const exact = new Set(itemsetLines(all));
	expect(itemsetLines(part).filter((line) => !exact.has(line))).toEqual([]);
	const singles = [...all.item].filter((_, set) => all.length[set] === 1);
	const done = new Set(singles.slice(0, searched).map((id) => all.names[id]!));
	const within = itemsetLinesInOrder(all).filter((items) => items.every((item) => done.has(item)));
	const present = new Set(itemsetLinesInOrder(part).map((items) => items.join(';')));
	expect(within.filter((items) => !present.has(items.join(';')))).toEqual([]);
});

test('progress counts up to the frequent items', () => {
	const told: number[] = [];
	mine(readBaskets('groceries'), {
		minSupport: 0.001,
		onProgress: (done, total) => told.push(done / total)
	});
	expect(told.length).toBeGreaterThan(3);
	expect(told).toEqual(told.toSorted((a, b) => a - b));
	expect(told.at(-1)).toBeLessThanOrEqual(1);
});

test('a basket of 5,000 items: pairs are counted, and a limit ends what cannot be held', () => {
	const huge = Array.from({ length: 5000 }, (_, i) => `item ${i}`);
	const baskets = basketsOf([huge, huge.slice(0, 3)]);
	const pairs = mine(baskets, { minSupport: 1, maxLength: 2 });
	expect(pairs.size).toBe(5000 + (5000 * 4999) / 2);
	const limited = mine(baskets, { minSupport: 1, limit: 10_000 });
	expect(limited.size).toBe(10_000);
	expect(limited.leftOut?.reason).toBe('limit');
	expect(rulesOf(limited, { minConfidence: 1, limit: 100 })).toMatchObject({ size: 100, complete: false });
});

test.each([
	['no basket', [], []],
	['an empty basket', [[]], []],
	['one basket', [['a', 'b']], ['a,1', 'a;b,1', 'b,1']],
	['one item', [['a'], ['a']], ['a,2']],
	['an item twice in a basket', [['a', 'a', 'b', 'a']], ['a,1', 'a;b,1', 'b,1']],
	[
		'names of object properties',
		[['__proto__', 'constructor']],
		['__proto__,1', '__proto__;constructor,1', 'constructor,1']
	]
])('%s', (_, lists, expected) => {
	const sets = mine(basketsOf(lists), { minSupport: 1 });
	expect(itemsetLines(sets)).toEqual(expected);
	expect(rulesOf(sets, { minConfidence: 0.5 }).size).toBe(expected.length === 3 ? 2 : 0);
});

test('a builder goes on after it was read', () => {
	const builder = new BasketBuilder();
	builder.add(['a', 'b']);
	const before = builder.build();
	for (let i = 0; i < 3000; i++) builder.add(['b', `c${i}`]);
	expect(itemsetLines(mine(before, { minSupport: 1 }))).toEqual(['a,1', 'a;b,1', 'b,1']);
	expect(itemsetLines(mine(builder.build(), { minSupport: 2 }))).toEqual(['b,3001']);
});

test('a minimum support is a share below 1, rounded up, else a count', () => {
	expect(minimumCount(0.005, 9835)).toBe(50);
	expect(minimumCount(0.001, 9835)).toBe(10);
	expect(minimumCount(0.01, 19_773)).toBe(198);
	expect(minimumCount(0.07, 100)).toBe(7);
	expect(minimumCount(1, 100)).toBe(1);
	expect(minimumCount(2.5, 100)).toBe(3);
	expect(minimumCount(0.5, 0)).toBe(1);
	for (const bad of [0, -1, NaN, Infinity]) {
		expect(isSupport(bad)).toBe(false);
		expect(() => mine(basketsOf([['a']]), { minSupport: bad })).toThrow(RangeError);
	}
	for (const bad of [-0.1, 1.1, NaN]) {
		expect(isConfidence(bad)).toBe(false);
		expect(() => rulesOf(mine(basketsOf([]), { minSupport: 1 }), { minConfidence: bad })).toThrow(RangeError);
	}
});

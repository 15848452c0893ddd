/** All item sets that occur, by trying every subset of every basket. */
export function bruteItemsets(lists: string[][], minCount: number): { items: string[]; count: number }[] {
	const counts = new Map<string, number>();
	for (const list of lists) {
		const items = [...new Set(list)].sort();
		for (const subset of subsets(items))
			counts.set(JSON.stringify(subset), (counts.get(JSON.stringify(subset)) ?? 0) + 1);
	}
	return [...counts]
		.filter(([, count]) => count >= minCount)
		.map(([items, count]) => ({ items: JSON.parse(items) as string[], count }));
}

export function bruteRules(lists: string[][], minCount: number, minConfidence: number) {
	const has = (items: string[]) => lists.filter((list) => items.every((item) => list.includes(item))).length;
	return bruteItemsets(lists, minCount).flatMap(({ items, count }) =>
		subsets(items).flatMap((antecedent) => {
			const consequent = items.filter((item) => !antecedent.includes(item));
			const confidence = count / has(antecedent);
			if (consequent.length === 0 || confidence < minConfidence) return [];
			const redundant = subsets(antecedent).some(
				(shorter) =>
					shorter.length < antecedent.length && has([...shorter, ...consequent]) / has(shorter) >= confidence
			);
			const line = [antecedent.join(';'), consequent.join(';'), count, has(antecedent), has(consequent)].join(
				','
			);
			return [{ line, redundant }];
		})
	);
}

/** Every subset but the empty one. */
function subsets(items: string[]): string[][] {
	return Array.from({ length: 2 ** items.length - 1 }, (_, bits) =>
		items.filter((_, i) => (bits + 1) & (1 << i))
	);
}

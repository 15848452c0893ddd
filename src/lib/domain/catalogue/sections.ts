import type { Section } from '../shop/shop';
import type { SectionCount } from './query';

/** Sections with their products counted: the shop's in its order, then those that only products name, by name. */
export function sectionsInOrder(
	named: readonly Section[],
	counts: ReadonlyMap<string, number>
): SectionCount[] {
	const known = new Set(named.map(({ name }) => name));
	const others = [...counts].filter(([name, count]) => !known.has(name) && count > 0).sort(byName);
	return [
		...named.map((section) => ({ ...section, count: counts.get(section.name) ?? 0 })),
		...others.map(([name, count]) => ({ name, count }))
	];
}

const byName = ([a]: [string, number], [b]: [string, number]) => (a < b ? -1 : 1);

/** A table of series: one row an item, one column a period, oldest first. */
import { dayOf, periodOf, type Period } from './calendar';

/** What the names of the columns say: the period, and the number of the first one; null where they are no dates. */
export function periodsOfHeader(names: readonly string[]): { period: Period; first: number } | null {
	const [first, second] = names;
	if (first === undefined) return null;
	const months = names.map((name) => (/^\d{4}-\d{2}$/.test(name.trim()) ? dayOf(`${name.trim()}-01`) : null));
	if (evenly(months.map((day) => (day === null ? null : periodOf(day, 'month')))))
		return { period: 'month', first: periodOf(months[0]!, 'month') };
	const days = names.map((name) => dayOf(name.trim()));
	if (evenly(days)) return { period: 'day', first: days[0]! };
	if (days[0] === null || days[0] === undefined || second === undefined) return null;
	for (const period of ['week', 'month'] as const) {
		const indexes = days.map((day) => (day === null ? null : periodOf(day, period)));
		if (evenly(indexes)) return { period, first: indexes[0]! };
	}
	return null;
}

/** Whether all are numbers, each one more than the one before. */
function evenly(indexes: (number | null)[]): boolean {
	return indexes.every((index, k) => index !== null && (k === 0 || index === indexes[k - 1]! + 1));
}

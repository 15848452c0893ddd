/** A table of series: one row an item, one column a period, oldest first. */
import { dayOf, periodOf, type Period } from './calendar';

const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];
/** Two-digit years from this one on are of the last century. */
const CENTURY = 70;

/** What the names of the columns say: the period, and the number of the first one; null where they are no dates. */
export function periodsOfHeader(names: readonly string[]): { period: Period; first: number } | null {
	const trimmed = names.map((name) => name.trim());
	const months = trimmed.map(monthOf);
	if (evenly(months)) return { period: 'month', first: months[0]! };
	const weeks = trimmed.map(weekOf);
	if (evenly(weeks)) return { period: 'week', first: weeks[0]! };
	const days = trimmed.map((name) =>
		dayOf(name.replace(/^(\d{4})[/.]?(\d{2})[/.]?(\d{2})(?!\d)/, '$1-$2-$3'))
	);
	if (evenly(days)) return { period: 'day', first: days[0]! };
	if (trimmed.length < 2) return null;
	for (const period of ['week', 'month'] as const) {
		const indexes = days.map((day) => (day === null ? null : periodOf(day, period)));
		if (evenly(indexes)) return { period, first: indexes[0]! };
	}
	return null;
}

/** The month of `2024-01`, `2024/1`, `202401`, `2024M01`, `01/2024`, `Jan 2024` or `January-24`; null where it is none. */
function monthOf(name: string): number | null {
	const byNumber =
		/^(?<year>\d{4})(?:[-/. ]?m|[-/. ])?(?<month>\d{2}|(?<!\d)\d)$/i.exec(name)?.groups ??
		/^(?<month>\d{1,2})[-/.](?<year>\d{4})$/.exec(name)?.groups;
	if (byNumber) return monthIndex(Number(byNumber.year), Number(byNumber.month));
	const byName =
		/^(?<month>[a-z]{3,9})\.?[-/ ]?(?<year>\d{4}|\d{2})$/i.exec(name)?.groups ??
		/^(?<year>\d{4})[-/ ]?(?<month>[a-z]{3,9})$/i.exec(name)?.groups;
	if (!byName) return null;
	const year = Number(byName.year);
	const century = byName.year!.length === 4 ? 0 : year >= CENTURY ? 1900 : 2000;
	return monthIndex(century + year, MONTHS.indexOf(byName.month!.slice(0, 3).toLowerCase()) + 1);
}

const monthIndex = (year: number, month: number): number | null =>
	month >= 1 && month <= 12 ? (year - 1970) * 12 + month - 1 : null;

/** The week of `2024-W05` or `2024W5` (ISO 8601: the first one holds 4 January); null where it is none. */
function weekOf(name: string): number | null {
	const match = /^(\d{4})-?w(\d{1,2})$/i.exec(name);
	if (!match) return null;
	const week = Number(match[2]);
	const index = periodOf(dayOf(`${match[1]}-01-04`)!, 'week') + week - 1;
	return week >= 1 && week <= 53 ? index : null;
}

/** Whether all are numbers, each one more than the one before. */
function evenly(indexes: (number | null)[]): boolean {
	return (
		indexes.length > 0 &&
		indexes.every((index, k) => index !== null && (k === 0 || index === indexes[k - 1]! + 1))
	);
}

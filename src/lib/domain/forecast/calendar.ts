/** Periods are counted from 1970: day 0 is 1 January, week 0 begins on Monday 29 December 1969, month 0 is January. */

export type Period = 'day' | 'week' | 'month';

const DAY_MS = 86_400_000;

/** Periods after which demand may repeat itself: a week of days, a year of weeks or months. */
export const SEASON: Record<Period, number> = { day: 7, week: 52, month: 12 };

/** The day of a local date `YYYY-MM-DD`, with or without a time after it; null where there is no such day. */
export function dayOf(date: string): number | null {
	const match = /^(\d{4})-(\d{2})-(\d{2})(?:[ T]\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?)?$/.exec(date);
	if (!match) return null;
	const ms = Date.UTC(Number(match[1]), Number(match[2]) - 1, Number(match[3]));
	return new Date(ms).toISOString().startsWith(date.slice(0, 10)) ? ms / DAY_MS : null;
}

/** `YYYY-MM-DD` of a day. */
export function dateOf(day: number): string {
	return new Date(day * DAY_MS).toISOString().slice(0, 10);
}

/** The period that a day lies in. */
export function periodOf(day: number, period: Period): number {
	if (period === 'day') return day;
	if (period === 'week') return Math.floor((day + 3) / 7);
	const date = new Date(day * DAY_MS);
	return (date.getUTCFullYear() - 1970) * 12 + date.getUTCMonth();
}

/** The first day of a period. */
export function firstDay(index: number, period: Period): number {
	if (period === 'day') return index;
	if (period === 'week') return index * 7 - 3;
	return Date.UTC(1970, index, 1) / DAY_MS;
}

/** How people name a period: its first day, or `YYYY-MM` for a month. */
export function periodLabel(index: number, period: Period): string {
	const date = dateOf(firstDay(index, period));
	return period === 'month' ? date.slice(0, 7) : date;
}

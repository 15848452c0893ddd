import { dateOf, dayOf } from '../forecast/calendar';

/** A stretch of the shop's wall clock: `from` on and before `to`, each a day or a moment of it. */
export interface Stretch {
	from: string;
	to: string;
}

export const spans = ['12h', '1', '3', '7', '30', '90'] as const;
/** Twelve hours back, or so many days, today included. */
export type Span = (typeof spans)[number];

/** The stretch of a span that ends now (`YYYY-MM-DD HH:MM:SS`). */
export function stretchOf(span: Span, now: string): Stretch {
	const today = dayOf(now)!;
	const to = dateOf(today + 1);
	if (span !== '12h') return { from: dateOf(today + 1 - Number(span)), to };
	const hour = Number(now.slice(11, 13));
	const day = dateOf(hour < 12 ? today - 1 : today);
	return { from: `${day} ${String((hour + 12) % 24).padStart(2, '0')}${now.slice(13)}`, to };
}

/** The days that a stretch touches, `YYYY-MM-DD`, both included. */
export function daysOf({ from, to }: Stretch): { first: string; last: string; days: number } {
	const first = dayOf(from)!;
	const last = to.length > 10 ? dayOf(to)! : dayOf(to)! - 1;
	return { first: dateOf(first), last: dateOf(last), days: last - first + 1 };
}

/**
 * As long a stretch before, up to the same time of the day where the stretch is not over at `now`: a morning is not
 * compared with a whole day, nor twelve hours with the night before them.
 */
export function stretchBefore({ from, to }: Stretch, now: string): Stretch {
	const days = from.length > 10 ? 1 : daysOf({ from, to }).days;
	const back = (text: string) => dateOf(dayOf(text)! - days) + text.slice(10);
	return { from: back(from), to: back(to < now ? to : now) };
}

import type { Cell } from '$lib/domain/insights/abc-xyz';
import { spans, stretchOf, type Span, type Stretch } from '$lib/domain/insights/range';
import { dateOf, dayOf } from '$lib/domain/forecast/calendar';
import { isDay } from '$lib/domain/sales/report';

export const spanWords: Record<Span, string> = {
	'12h': '12 hours',
	'1': 'Today',
	'3': '3 days',
	'7': '7 days',
	'30': '30 days',
	'90': '90 days'
};

/** What the address of the insights says. */
export interface Choices {
	view: 'sales' | 'together';
	/** Null for days of one's own. */
	span: Span | null;
	from: string;
	to: string;
	section?: string;
	cell?: Cell;
	by: 'revenue' | 'units';
	/** The range as it was asked for, where it can't be read. */
	unread: string | null;
}

/** Reads an address. `now` is the shop's wall clock. */
export function choicesOf(asked: URLSearchParams, now: string): Choices {
	const [from, to] = [asked.get('from') ?? '', asked.get('to') ?? ''];
	const own = isDay(from) && isDay(to) && from <= to;
	const range = asked.get('range');
	const known = spans.find((span) => span === range);
	const span = own ? null : (known ?? '30');
	const unread = from || to ? !own && `${from} to ${to}` : range !== null && !known && range;
	const cell = asked.get('cell') ?? '';
	return {
		view: asked.get('view') === 'together' ? 'together' : 'sales',
		span,
		...(own ? { from, to } : { from: stretchOf(span!, now).from.slice(0, 10), to: now.slice(0, 10) }),
		section: asked.get('section') ?? undefined,
		cell: /^[ABC][XYZ]$/.test(cell) ? (cell as Cell) : undefined,
		by: asked.get('by') === 'units' ? 'units' : 'revenue',
		unread: unread || null
	};
}

/** The stretch of the choices at a moment of the shop's wall clock. */
export const stretchIn = ({ span, from, to }: Pick<Choices, 'span' | 'from' | 'to'>, now: string): Stretch =>
	span ? stretchOf(span, now) : { from, to: dateOf(dayOf(to)! + 1) };

/** The address with some choices changed; null takes one away. */
export function addressOf(asked: URLSearchParams, changes: Record<string, string | null>): string {
	const chosen = { ...Object.fromEntries(asked), ...changes };
	const kept = Object.entries(chosen).filter((entry): entry is [string, string] => entry[1] !== null);
	return `/admin/insights?${kept.map(([name, value]) => `${name}=${encodeURIComponent(value)}`).join('&')}`;
}

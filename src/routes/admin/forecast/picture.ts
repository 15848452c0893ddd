import { firstDay, type Period } from '$lib/domain/forecast/calendar';
import { movingLine, type MethodLine } from '$lib/domain/forecast/lines';
import type { Panel } from '$lib/domain/forecast/panel';
import type { Series } from '$lib/ui/charts/series';

/** The forecast that is shown as the shop's own. */
export interface Shown {
	forecast: ArrayLike<number>;
	lower: ArrayLike<number | null>;
	upper: ArrayLike<number | null>;
}

export interface Picture {
	/** One history. */
	history: Panel;
	/** Periods of it to show; all where it is null. */
	past: number | null;
	horizon: number;
	auto: Shown | null;
	/** Whether the history says enough for moving lines. */
	moves: boolean;
	/** The forest, and what a person chose beside it; EMA and SMA are drawn in any case. */
	others: readonly Pick<MethodLine, 'label' | 'path'>[];
	/** Units sold in the period that runs, which no forecast knows. */
	soFar: number;
	/** What a period is called. */
	nameOf(firstDay: number, period: Period): string;
}

const orNull = (value: number | null | undefined) =>
	value === null || value === undefined || Number.isNaN(value) ? null : value;

/** A history, its moving lines and what comes, on one row of periods. */
export function pictureOf({ history, past, horizon, auto, moves, others, soFar, nameOf }: Picture): {
	labels: string[];
	series: Series[];
} {
	const { period, end } = history;
	const units = history.values[0]!;
	const shown = Math.min(past ?? Infinity, units.length);
	const from = units.length - shown;
	const labels = Array.from({ length: shown + horizon }, (_, at) =>
		nameOf(firstDay(end - shown + at, period), period)
	);
	const before = <T>(values: T[]): (T | null)[] => [...Array<null>(shown).fill(null), ...values];
	const coming = (values: ArrayLike<number | null>) =>
		before(Array.from({ length: horizon }, (_, step) => orNull(values[step])));
	const moving = (method: 'ema' | 'sma') =>
		Array.from(movingLine(history, 0, method, shown, horizon), orNull);
	const sold = Array.from(units.subarray(from), orNull);
	// The first period of a history may be unknown because it began in it.
	const out = sold.map((value, at) => (value === null && from + at > 0 ? 1 : null));
	return {
		labels,
		series: [
			{ label: 'Sold', kind: 'bar', faint: true, values: [...sold, ...Array<null>(horizon).fill(null)] },
			...(soFar > 0
				? [{ label: 'Sold so far', kind: 'bar' as const, colour: 4, values: before([soFar]) }]
				: []),
			...(moves
				? [
						{ label: 'Exponential average', colour: 0, values: moving('ema') },
						{ label: 'Moving average', colour: 2, values: moving('sma') }
					]
				: []),
			...others.flatMap(({ label, path }, at): Series[] =>
				path ? [{ label, values: coming(path), colour: 3 + at, ...(at > 0 && { faint: true }) }] : []
			),
			...(auto
				? [
						{
							label: 'Forecast',
							colour: 1,
							values: coming(auto.forecast),
							band: { lower: coming(auto.lower), upper: coming(auto.upper) }
						}
					]
				: []),
			...(out.some(Boolean)
				? [
						{
							label: 'Out of stock',
							kind: 'shade' as const,
							values: [...out, ...Array<null>(horizon).fill(null)]
						}
					]
				: [])
		]
	};
}

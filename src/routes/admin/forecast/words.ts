import { dateOf, type Period } from '$lib/domain/forecast/calendar';
import type { DemandClass } from '$lib/domain/forecast/demand-class';
import { methodLabel } from '$lib/domain/forecast/forecast';
import { dayFormats, numberFormats } from '$lib/domain/formats';
import { TREND_PERIODS } from '$lib/domain/forecast/trend';
import type { TrendLabel } from '$lib/domain/insights/trend';
import type { TrackRecord } from '$lib/domain/forecast/track-record';
import { count, plural, shop } from '../../words.svelte';

const tenths = numberFormats({ maximumFractionDigits: 1 });
const hundredths = numberFormats({ maximumFractionDigits: 2 });
const errors = numberFormats({ minimumFractionDigits: 2, maximumFractionDigits: 2 });
const percents = numberFormats({ style: 'percent', maximumFractionDigits: 0 });
const signedPercents = numberFormats({
	style: 'percent',
	maximumFractionDigits: 0,
	signDisplay: 'exceptZero'
});
const days = dayFormats({ day: 'numeric', month: 'short', year: '2-digit' });
const months = dayFormats({ month: 'short', year: '2-digit' });

/** Units as people count them: decimals only where they say something. */
export function units(value: number): string {
	const size = Math.abs(value);
	if (size >= 100) return count(Math.round(value));
	return (size >= 1 || size === 0 ? tenths : hundredths)(shop().locale).format(value);
}

/** An error, with decimals that line up. */
export const errorOf = (value: number): string => errors(shop().locale).format(value);

/** A share as a percentage. */
export const percent = (share: number, signed = false): string =>
	(signed ? signedPercents : percents)(shop().locale).format(share);

export const periodWord: Record<Period, string> = { day: 'day', week: 'week', month: 'month' };
export const spanOf = (horizon: number, period: Period) => plural(horizon, periodWord[period]);

/** `Next day`, `Next 7 days`. */
export const nextOf = (horizon: number, period: Period) =>
	horizon === 1 ? `Next ${periodWord[period]}` : `Next ${spanOf(horizon, period)}`;

/** A period by its first day, in the shop's locale. */
export function periodName(firstDay: number, period: Period): string {
	const at = Date.parse(`${dateOf(firstDay)}T00:00:00Z`);
	return (period === 'month' ? months : days)(shop().locale).format(at);
}

export const classWord: Record<DemandClass, string> = {
	none: 'Never sold',
	smooth: 'Smooth',
	erratic: 'Erratic',
	intermittent: 'Intermittent',
	lumpy: 'Lumpy'
};
export const trendWord: Record<TrendLabel, string> = {
	growing: 'Growing',
	declining: 'Declining',
	stable: 'Stable',
	'not enough data': 'Not enough data'
};

/** A trend with what it is of: weeks where a product is meant, or days are counted. */
export const trendIn = (trend: TrendLabel, period: Period) =>
	trend === 'not enough data'
		? 'Not enough data for a trend'
		: `${trendWord[trend]} over ${plural(TREND_PERIODS, period === 'month' ? 'month' : 'week')}`;

/** The methods of a mix. */
export const mixWord = (method: string) => method.split('+').map(methodLabel).join(' + ');

/** What came of the forecasts that were kept. */
export function trackWord(track: TrackRecord | null | undefined, period: Period = 'day'): string {
	if (!track) return 'None of its kept forecasts has come true yet.';
	const { forecasts, periods, mae, bias, coverage } = track;
	return [
		`${plural(forecasts, 'forecast')} came true over ${plural(periods, periodWord[period])}: off by ${units(mae)} a ${periodWord[period]}`,
		...(bias === null ? [] : [`${percent(Math.abs(bias))} too ${bias < 0 ? 'little' : 'much'} on balance`]),
		...(coverage === null ? [] : [`${percent(coverage)} within the interval`])
	]
		.join(', ')
		.concat('.');
}

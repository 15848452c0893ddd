import type { Period } from '$lib/domain/forecast/calendar';

/** How far ahead a person can look, by the length of a period. */
export const ahead: Record<Period, { param: string; usual: number; presets: number[]; most: number }> = {
	day: { param: 'days', usual: 7, presets: [1, 2, 3, 7, 14, 28], most: 365 },
	week: { param: 'weeks', usual: 4, presets: [1, 2, 4, 8, 13], most: 104 },
	month: { param: 'months', usual: 3, presets: [1, 2, 3, 6, 12], most: 36 }
};
export const periods = Object.keys(ahead) as Period[];

/** Periods of the past that a chart can show; the first one where nothing was chosen. */
export const pasts: Record<Period, number[]> = { day: [90, 30, 365], week: [52, 26], month: [24, 12] };

/** What the page's address asks for. */
export interface Choices {
	/** One product, or all of a section, or with neither the whole shop. */
	product: string | null;
	section: string | null;
	period: Period;
	/** Periods to forecast. */
	horizon: number;
	/** Periods of the past to show; all of them where it is null. */
	past: number | null;
	/** Methods that are drawn beside the owner's usual ones: their ids, or those that erred least. */
	methods: readonly string[] | 'best';
	/** The horizon as it was asked for, where it can't be had. */
	beyond: string | null;
}

/** Reads an address; a horizon that can't be had becomes the nearest that can. */
export function readChoices(params: URLSearchParams): Choices {
	const period = periods.find((name) => params.has(ahead[name].param)) ?? 'day';
	const { param, usual, most } = ahead[period];
	const asked = params.get(param)?.trim() || null;
	const horizon = asked === null ? usual : nearest(asked, usual, most);
	const past = params.get('past');
	return {
		product: params.get('product'),
		section: params.has('product') ? null : params.get('section'),
		period,
		horizon,
		past: past === 'all' ? null : (pasts[period].find((one) => String(one) === past) ?? pasts[period][0]!),
		methods:
			params.get('methods') === 'all' ? 'best' : (params.get('methods') ?? '').split(',').filter(Boolean),
		beyond: asked === null || asked === String(horizon) ? null : asked
	};
}

function nearest(asked: string, usual: number, most: number): number {
	const number = Number(asked);
	if (Number.isNaN(number)) return usual;
	return Math.max(1, Math.min(most, Math.round(number)));
}

/** The address of choices; what is usual is left out, but for the horizon. */
export function addressOf({ product, section, period, horizon, past, methods }: Choices): string {
	const params = new URLSearchParams();
	if (product !== null) params.set('product', product);
	else if (section !== null) params.set('section', section);
	params.set(ahead[period].param, String(horizon));
	if (past !== pasts[period][0]) params.set('past', past === null ? 'all' : String(past));
	if (methods === 'best') params.set('methods', 'all');
	else if (methods.length) params.set('methods', methods.join());
	return `/admin/forecast?${params}`;
}

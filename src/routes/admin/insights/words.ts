import { dayFormats, numberFormats } from '$lib/domain/formats';
import { currencyDigits } from '$lib/domain/money';
import { catalogue } from '$lib/client/state/catalogue.svelte';
import { money, shop } from '../../words.svelte';

/** A product's name; its id, which may be an old file's name, once it is gone. */
export const nameOf = (productId: string) => catalogue.product(productId)?.name ?? productId;

/** Minor units as charts and files hold amounts: 150050 is 1500.5. */
export const amount = (minor: number) => minor / 10 ** currencyDigits(shop().currency);

/** An amount of a chart as people read it. */
export const amountText = (value: number) => money(Math.round(value * 10 ** currencyDigits(shop().currency)));

/** The same where room is short: `₹1.2L`. */
export const shortAmount = (value: number) =>
	new Intl.NumberFormat(shop().locale, {
		style: 'currency',
		currency: shop().currency,
		notation: 'compact',
		maximumFractionDigits: 1
	}).format(value);

type Digits = 0 | 1 | 2;
const digitsTo = (options: Intl.NumberFormatOptions) =>
	[0, 1, 2].map((maximumFractionDigits) => numberFormats({ ...options, maximumFractionDigits }));
const decimals = digitsTo({});
const percents = digitsTo({ style: 'percent' });
const shortDays = dayFormats({ day: 'numeric', month: 'short' });

/** A number with at most so many decimals. */
export const decimal = (value: number, digits: Digits = 1) => decimals[digits]!(shop().locale).format(value);

/** A share as `12.3 %`. */
export const percent = (share: number, digits: Digits = 1) => percents[digits]!(shop().locale).format(share);

/** A day `YYYY-MM-DD` as an axis has room for. */
export const shortDay = (date: string) => shortDays(shop().locale).format(Date.parse(`${date}T00:00:00Z`));

/** Monday to Sunday. */
export const weekdays = () =>
	Array.from({ length: 7 }, (_, day) =>
		new Intl.DateTimeFormat(shop().locale, { timeZone: 'UTC', weekday: 'short' }).format(
			Date.UTC(2024, 0, 1 + day)
		)
	);

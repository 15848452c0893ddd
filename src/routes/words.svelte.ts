import { page } from '$app/state';
import { numberFormats } from '$lib/domain/formats';
import { formatMoney } from '$lib/domain/money';
import { numberStyle, writeNumber } from '$lib/domain/number-style';
import type { Shop } from '$lib/domain/shop/shop';
import { catalogue } from '$lib/client/state/catalogue.svelte';

/** The shop's settings: the device's, or on the first visit those that came with the page. */
export function shop(): Shop {
	return catalogue.status === 'empty'
		? ((page.data.shop as Shop | undefined) ?? catalogue.shop)
		: catalogue.shop;
}

/** Minor units as people read them. */
export const money = (minor: number) => formatMoney(minor, shop());

/** An instant, ISO 8601 or ms since 1970, as day and time in the shop's zone. */
export function when(instant: string | number): string {
	const { locale, timeZone } = shop();
	return new Intl.DateTimeFormat(locale, { timeZone, dateStyle: 'medium', timeStyle: 'short' }).format(
		typeof instant === 'string' ? Date.parse(instant) : instant
	);
}

/** An instant of today as a time, an older one with its day. */
export function lately(instant: number): string {
	const { locale, timeZone } = shop();
	const day = (at: number) => new Intl.DateTimeFormat(locale, { timeZone, dateStyle: 'short' }).format(at);
	const time = new Intl.DateTimeFormat(locale, { timeZone, timeStyle: 'short' }).format(instant);
	return day(instant) === day(Date.now()) ? time : `${day(instant)}, ${time}`;
}

const others = numberFormats();

/** A number, nearly always a whole one, in the shop's locale. */
export const count = (value: number): string =>
	Number.isSafeInteger(value)
		? writeNumber(value, numberStyle(shop().locale))
		: others(shop().locale).format(value);

/** `1 piece`, `2 pieces`. */
export const plural = (value: number, one: string, many = `${one}s`) =>
	`${count(value)} ${value === 1 ? one : many}`;

/**
 * How a locale writes whole numbers and amounts, learnt from Intl once and small enough to be kept. The first use of Intl
 * in a browser's process takes it 20 ms, a tenth of what a page needs to start: a start writes with a kept style.
 */

/** Parts of a number's text, as Intl writes them (CLDR's number patterns, Unicode Technical Standard #35, part 3). */
export interface NumberStyle {
	/** The ten digits, `0` first. */
	digits: string[];
	/** Between whole and fraction. */
	decimal: string;
	/** Between groups of digits; empty where there are none. */
	group: string;
	/** Digits of the last group, and of each group before it. */
	groups: [last: number, others: number];
	/** Digits from which on a number is grouped. */
	groupedFrom: number;
	/** Digits behind the decimal sign. */
	fraction: number;
	/** What stands before and behind, of zero and more and of less than zero. */
	around: { positive: [string, string]; negative: [string, string] };
}

/** A style and what it is of. `currency`: empty for whole numbers. */
export interface KeptStyle {
	locale: string;
	currency: string;
	style: NumberStyle;
}

const styles = new Map<string, NumberStyle>();
const keyOf = (locale: string, currency: string) => `${locale} ${currency}`;

/** The style of whole numbers, or of amounts in a currency (ISO 4217). RangeError: no such locale or currency. */
export function numberStyle(locale: string, currency = ''): NumberStyle {
	const key = keyOf(locale, currency);
	let style = styles.get(key);
	if (!style) styles.set(key, (style = learn(locale, currency)));
	return style;
}

/** The styles of a shop's numbers, learnt anew: the browser may know better than when they were kept. */
export function shopStyles({ locale, currency }: { locale: string; currency: string }): KeptStyle[] {
	const of = (locale: string, currency: string) => ({ locale, currency, style: learn(locale, currency) });
	return [of(locale, ''), of(locale, currency), of('en', currency)];
}

/** Takes styles that were kept, so that they need not be learnt. */
export function useStyles(kept: KeptStyle[]): void {
	for (const { locale, currency, style } of kept) styles.set(keyOf(locale, currency), style);
}

/** `value / 10 ** style.fraction`, written out. `value`: a safe integer. */
export function writeNumber(value: number, style: NumberStyle): string {
	const text = String(Math.abs(value)).padStart(style.fraction + 1, '0');
	const wholes = text.length - style.fraction;
	const [last, others] = style.groups;
	let written = '';
	for (let at = 0; at < text.length; at++) {
		const after = wholes - at;
		if (after === 0) written += style.decimal;
		else if (at > 0 && wholes >= style.groupedFrom && after >= last && (after - last) % others === 0)
			written += style.group;
		written += style.digits[Number(text[at])];
	}
	const [before, behind] = style.around[value < 0 ? 'negative' : 'positive'];
	return before + written + behind;
}

function learn(locale: string, currency: string): NumberStyle {
	const format = new Intl.NumberFormat(locale, currency ? { style: 'currency', currency } : {});
	const plain = new Intl.NumberFormat(locale, { useGrouping: false });
	const parts = format.formatToParts(123_456_789);
	const valueOf = (type: string) => parts.find((part) => part.type === type)?.value ?? '';
	const wholes = parts.filter(({ type }) => type === 'integer').map(({ value }) => [...value].length);
	const last = wholes.at(-1)!;
	const grouped = (digits: number) =>
		format.formatToParts(10 ** (digits - 1)).some(({ type }) => type === 'group');
	let groupedFrom = last + 1;
	while (wholes.length > 1 && !grouped(groupedFrom)) groupedFrom++;
	return {
		digits: Array.from({ length: 10 }, (_, digit) => plain.format(digit)),
		decimal: valueOf('decimal'),
		group: valueOf('group'),
		groups: [last, wholes.at(-2) ?? last],
		groupedFrom,
		fraction: currency ? (format.resolvedOptions().maximumFractionDigits ?? 2) : 0,
		around: { positive: around(parts), negative: around(format.formatToParts(-1)) }
	};
}

/** The texts before the first digit and behind the last. */
function around(parts: Intl.NumberFormatPart[]): [string, string] {
	const isNumber = ({ type }: Intl.NumberFormatPart) => type === 'integer' || type === 'fraction';
	const text = (some: Intl.NumberFormatPart[]) => some.map(({ value }) => value).join('');
	return [
		text(parts.slice(0, parts.findIndex(isNumber))),
		text(parts.slice(parts.findLastIndex(isNumber) + 1))
	];
}

/** How a cell holds a value: what it says, why it is refused, and how it is written. */

import { formatDecimal, MAX_AMOUNT } from '../money';
import { instantOf, localOf } from './wall-clock';

/** What reading and writing cells needs to know beyond the cell. */
export interface CellContext {
	/** Digits of the shop's currency behind the point. */
	digits: number;
	/** Whether numbers are written `1500,50`. */
	decimalComma: boolean;
	/** Whether commas can only be thousands, since they part the cells. */
	commaDelimited: boolean;
	/** IANA. */
	timeZone: string;
}

/** Why a cell can't be read, for people: it follows "line 5, price: ". */
export class Refusal {
	constructor(readonly reason: string) {}
}

export interface CellType<T> {
	/** The value of a cell that is not empty; undefined where it says nothing. */
	read(cell: string, context: CellContext): T | Refusal | undefined;
	write(value: T, context: CellContext): string;
	/** Takes blanks and `nan`, with which old tools say "empty", as text. */
	verbatim?: true;
	numeric?: true;
}

const refuse = (reason: string) => new Refusal(reason);

/** Longer cells are an accident (a file pasted into a cell) that every device would have to carry. */
const TEXT_LIMIT = 10_000;

function readText(cell: string): string | Refusal {
	return cell.length > TEXT_LIMIT ? refuse(`is longer than ${TEXT_LIMIT} characters`) : cell;
}

/** Any text, exactly: names, ids, descriptions. */
export const text: CellType<string> = { read: readText, write: (value) => value, verbatim: true };

/** Text that may be missing: `nan` means that it is. */
export const note: CellType<string> = { read: readText, write: (value) => value };

/** One of a few words, in any case. */
export function word<T extends string>(...words: T[]): CellType<T> {
	return {
		read: (cell) =>
			words.find((known) => known === cell.trim().toLowerCase()) ??
			refuse(`is not one of: ${words.join(', ')}`),
		write: (value) => value
	};
}

export const flag: CellType<boolean> = {
	read: (cell) =>
		/^(yes|true|1|y)$/i.test(cell.trim()) ||
		(/^(no|false|0|n)$/i.test(cell.trim()) ? false : refuse('is not yes or no')),
	write: (value) => (value ? 'yes' : '')
};

/** Texts parted by semicolons. */
export const list: CellType<string[]> = {
	read(cell) {
		const parts = cell
			.split(';')
			.map((part) => part.trim())
			.filter((part) => part !== '');
		return parts.length > 0 ? parts : undefined;
	},
	write: (value) => value.join(';')
};

/** A whole number within bounds; `5.0` is 5. */
export function whole(min: number, max = Number.MAX_SAFE_INTEGER): CellType<number> {
	return {
		numeric: true,
		read(cell, context) {
			const units = plainUnits(cell, 0, context);
			const value = Number.isNaN(units) ? readNumber(cell, context) : units;
			if (value instanceof Refusal) return value;
			if (!Number.isSafeInteger(value)) return refuse('is not a whole number');
			return inBounds(value, min, max);
		},
		write: (value) => String(value)
	};
}

/** Any decimal number from a minimum on. */
export function decimal(min: number): CellType<number> {
	return {
		numeric: true,
		read(cell, context) {
			const value = readNumber(cell, context);
			return value instanceof Refusal ? value : inBounds(value, min, Number.MAX_VALUE);
		},
		write: (value, { decimalComma }) => withComma(String(value), decimalComma)
	};
}

function inBounds(value: number, min: number, max: number): number | Refusal {
	if (value < min) return refuse(min === 0 ? 'is negative' : `is under ${min}`);
	return value > max ? refuse(`is over ${max}`) : value;
}

/** `₹`, `€`, `Rs.`, `USD` before or behind an amount. */
const currencySign = /^\s*(?:\p{Sc}|Rs\.?|[A-Z]{3}\b)|(?:\p{Sc}|Rs\.?|\b[A-Z]{3})\s*$/u;

/** Float noise such as 0.30000000000000004, in minor units: far above what doubles lose, far below what a person types. */
const NOISE = 1e-3;

/**
 * An amount in minor units. Digits beyond the currency's are refused, but for the float noise that old tools leave;
 * `rounded` takes any, and any size, for totals that say again what quantity and price say.
 */
export function amount(min: number, { rounded = false } = {}): CellType<number> {
	return {
		numeric: true,
		read(cell, context) {
			const units = plainUnits(cell, context.digits, context);
			if (!Number.isNaN(units))
				return !rounded && units > MAX_AMOUNT ? tooLarge(context) : inBounds(units, min, Infinity);
			const plain = isPlain(cell, context) ? cell : plainNumber(cell.replace(currencySign, ''), context);
			if (plain instanceof Refusal) return plain;
			const exact = Number(plain) * 10 ** context.digits;
			const minor = Math.round(exact) || 0;
			if (!rounded && minor > MAX_AMOUNT) return tooLarge(context);
			if (!Number.isSafeInteger(minor)) return refuse('is too large');
			if (!rounded && Math.abs(exact - minor) > NOISE)
				return refuse(`has more than ${context.digits} digits behind the point`);
			return inBounds(minor, min, Infinity);
		},
		write: (value, { digits, decimalComma }) => withComma(formatDecimal(value, digits), decimalComma)
	};
}

/** An amount beyond the largest. */
export const tooLarge = ({ digits }: Pick<CellContext, 'digits'>): Refusal =>
	refuse(`is over ${formatDecimal(MAX_AMOUNT, digits)}, the most that an amount can be`);

const withComma = (plain: string, decimalComma: boolean) => (decimalComma ? plain.replace('.', ',') : plain);

function readNumber(cell: string, context: CellContext): number | Refusal {
	const plain = plainNumber(cell, context);
	return plain instanceof Refusal ? plain : Number(plain) || 0;
}

/** Digits, with the sign and the point, that a double holds exactly. */
const EXACT = 15;

/**
 * A plain number such as `-12.5` in units of its last of `digits` behind the point, 1250 at 2: what nearly all numbers of a
 * file are, in one walk over their characters. NaN for what is written in another way, or with more digits.
 */
function plainUnits(cell: string, digits: number, { decimalComma }: CellContext): number {
	if (decimalComma || cell.length + digits > EXACT) return NaN;
	const first = cell.charCodeAt(0) === MINUS ? 1 : 0;
	let units = 0;
	let point = cell.length;
	for (let at = first; at < cell.length; at++) {
		const code = cell.charCodeAt(at);
		if (code >= ZERO && code <= NINE) units = units * 10 + code - ZERO;
		else if (code === POINT && point === cell.length && at > first) point = at;
		else return NaN;
	}
	const behind = Math.max(0, cell.length - point - 1);
	if (cell.length === first || point === cell.length - 1 || behind > digits) return NaN;
	for (let left = digits - behind; left > 0; left--) units *= 10;
	return first === 1 ? 0 - units : units;
}

const MINUS = 45;
const POINT = 46;
const ZERO = 48;
const NINE = 57;

const isPlain = (cell: string, { decimalComma }: CellContext) =>
	!decimalComma && /^-?\d+(?:\.\d+)?$/.test(cell);

/**
 * A number as `-1234.5`, from what people's tools write: blanks and apostrophes between thousands, both conventions of
 * comma and point, India's groups of two. What could be read in two ways is refused.
 */
function plainNumber(cell: string, context: CellContext): string | Refusal {
	if (isPlain(cell, context)) return cell;
	const match = /^([+-]?)([\d.,]+)(e[+-]?\d+)?$/i.exec(cell.replace(/[\s'’]/g, '').replace(/^[−–]/, '-'));
	if (!match) return refuse('is not a number');
	const [, sign, digits = '', exponent = ''] = match;
	const mark = decimalMark(digits, context);
	const [whole = '', fraction = '', ...more] = mark === '' ? [digits] : digits.split(mark);
	const unclear = context.decimalComma && /^\d{1,3}\.\d{3}$/.test(digits); // thousands, or a slip?
	const clear =
		!unclear && (/^\d*$/.test(whole) || /^\d{1,3}(?:(?:,\d{2,3})*,\d{3}|(?:\.\d{3})+)$/.test(whole));
	if (!clear || !/^\d*$/.test(fraction) || more.length > 0 || !/\d/.test(digits))
		return refuse('is not a clear number');
	return `${sign === '-' ? '-' : ''}${whole.replace(/[.,]/g, '') || '0'}.${fraction || '0'}${exponent}`;
}

/** The mark that parts a number's fraction; '' where its marks, if any, part thousands. */
function decimalMark(digits: string, { commaDelimited }: CellContext): ',' | '.' | '' {
	const point = digits.lastIndexOf('.');
	const comma = digits.lastIndexOf(',');
	if (point !== -1 && comma !== -1) return point > comma ? '.' : ',';
	if (comma !== -1) return commaDelimited ? '' : ',';
	return point !== -1 && point === digits.indexOf('.') ? '.' : '';
}

/** `2026-01-31 09:30:00` in the shop's zone; a date alone is its midnight, an instant with a zone is brought to the shop's. */
export const dateTime: CellType<string> = {
	read: (cell, context) => (plainDateTime.test(cell) && isReal(cell) ? cell : readDateTime(cell, context)),
	write: (value) => value
};

/** The same, or a date alone. */
export const date: CellType<string> = {
	read: (cell, context) =>
		/^\d{4}-\d\d-\d\d$/.test(cell.trim()) && isReal(cell.trim()) ? cell.trim() : dateTime.read(cell, context),
	write: (value) => value
};

/** An instant, ISO 8601 in UTC inside; the file has the shop's wall clock, to the second. */
export const instant: CellType<string> = {
	read(cell, context) {
		const at = readInstant(cell, context);
		return at === null ? refuse(noDate) : new Date(at).toISOString();
	},
	write: (value, { timeZone }) => localOf(Date.parse(value), timeZone)
};

const noDate = 'is not a date like 2026-01-31 09:30:00';
const plainDateTime = /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$/;

/** Whether the calendar and the clock have what a text of this form says. */
function isReal(text: string): boolean {
	const [month, day] = [twoDigits(text, 5), twoDigits(text, 8)];
	const isLeap = twoDigits(text, twoDigits(text, 2) === 0 ? 0 : 2) % 4 === 0;
	const length = month === 2 && isLeap ? 29 : (DAYS[month - 1] ?? 0);
	if (day < 1 || day > length) return false;
	return (
		text.length === 10 || (twoDigits(text, 11) < 24 && twoDigits(text, 14) < 60 && twoDigits(text, 17) < 60)
	);
}

const DAYS = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
const twoDigits = (text: string, at: number) =>
	(text.charCodeAt(at) - ZERO) * 10 + text.charCodeAt(at + 1) - ZERO;

function readDateTime(cell: string, context: CellContext): string | Refusal {
	const at = readInstant(cell, context);
	return at === null ? refuse(noDate) : localOf(at, context.timeZone);
}

function readInstant(cell: string, { timeZone }: CellContext): number | null {
	const text = cell.trim();
	if (/^\d{4}-\d\d-\d\d[ T]\d\d:\d\d.*(?:Z|[+-]\d\d:?\d\d)$/i.test(text)) {
		const at = Date.parse(text.replace(' ', 'T'));
		return Number.isNaN(at) ? null : at;
	}
	return instantOf(text.replace(/\.\d+$/, ''), timeZone);
}

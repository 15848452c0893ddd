import * as v from 'valibot';
import type { Shop } from '../domain/shop/shop';
import type { CodeIssued } from './session';

const text = (most: number) => v.pipe(v.string(), v.maxLength(most, `Use at most ${most} characters.`));
const number = (min: number, max: number) =>
	v.pipe(
		v.number('Write a number.'),
		v.minValue(min, `Use a number from ${min} to ${max}.`),
		v.maxValue(max, `Use a number from ${min} to ${max}.`)
	);
/** A text that a constructor of Intl takes. */
const known = (use: (value: string) => unknown, message: string) =>
	v.pipe(
		v.string(),
		v.check((value) => {
			try {
				return Boolean(use(value));
			} catch {
				return false;
			}
		}, message)
	);

/** The PIN of the desk. */
export const newPin = v.pipe(v.string(), v.regex(/^\d{4,12}$/, 'Use 4 to 12 digits.'));

/** `was` is the name that a section had: its products get the new one. */
const section = v.strictObject({
	name: v.pipe(v.string(), v.trim(), v.minLength(1, 'Name the section.'), v.maxLength(80)),
	icon: v.optional(text(40)),
	was: v.optional(v.string())
});

/** The body of `PUT /api/admin/settings`: what is not named stays. */
export const settingsRequest = v.strictObject({
	name: v.optional(v.pipe(text(120), v.trim(), v.minLength(1, 'Name the shop.'))),
	address: v.optional(text(300)),
	phone: v.optional(text(40)),
	taxNumber: v.optional(text(40)),
	currency: v.optional(
		v.pipe(
			known(
				(currency) => Intl.supportedValuesOf('currency').includes(currency),
				'Use a currency’s code, such as EUR.'
			)
		)
	),
	locale: v.optional(
		known((locale) => Intl.DateTimeFormat.supportedLocalesOf(locale).length, 'Use a locale, such as de-DE.')
	),
	timeZone: v.optional(
		known(
			(timeZone) => new Intl.DateTimeFormat('en', { timeZone }),
			'Use a time zone, such as Europe/Berlin.'
		)
	),
	taxRate: v.optional(number(0, 100)),
	taxIncluded: v.optional(v.boolean()),
	lowStock: v.optional(v.pipe(number(0, 1_000_000), v.integer('Use a whole number.'))),
	serviceLevel: v.optional(number(0.5, 0.9999)),
	leadTimeDays: v.optional(number(0, 3650)),
	forecastMethod: v.optional(v.picklist(['auto', 'ema'], 'Use auto or ema.')),
	sections: v.optional(v.pipe(v.array(section), v.maxLength(500)))
});
export type SettingsChanges = v.InferOutput<typeof settingsRequest>;

export const changePinRequest = v.strictObject({
	pin: v.pipe(v.string(), v.minLength(1), v.maxLength(32)),
	newPin
});

export interface SettingsResponse {
	shop: Shop;
	/** There are sales, so the currency stays. */
	currencyFixed: boolean;
}

/** Answer of `POST /api/admin/delivery`: the channel took a sample code, sent to this address. */
export interface DeliveryTested {
	delivery: CodeIssued['delivery'];
	to?: string;
}

/** Why the data folder is no place for the shop's files: others write there too, or it is no disk of this machine. */
export type FolderRisk = 'cloud_folder' | 'network_share';

/** What is wrong with the data folder, in words of the interface. */
export type FolderWarning = 'disk_low' | 'readable_by_all' | 'secret_inside' | FolderRisk;

/** A file that can't be written; `since` is in ms since 1970. */
export interface FileProblem {
	name: string;
	/** The system's: `EBUSY`. */
	code: string;
	since: number;
}

/** Rows of a file that the shop could not take: they stay in it as they are. */
export interface RefusedRows {
	name: string;
	/** How many there are; more than this where `atLeast`. */
	count: number;
	atLeast?: true;
	/** The first of them; none of files that only their owner reads. */
	rows: { line: number; reason: string }[];
}

/** How the shop is. */
export interface Health {
	version: string;
	mode: 'demo' | 'live';
	store: { kind: 'sqlite' | 'postgres'; storeId: string };
	/** How far the files are behind the store, in ms, which can't be written, copies that nobody reads, rows refused. */
	files: { lagMs: number; problems: FileProblem[]; copies: string[]; refused: RefusedRows[] };
	/** Open streams of devices. */
	devices: number;
	/** Bytes. */
	disk: { free: number; total: number };
	warnings: FolderWarning[];
	/** How codes reach buyers, whether they do, and which mails did not go out. */
	delivery: { kind: CodeIssued['delivery'] | 'none'; codes: FailingCodes | null; failed: FailedMail[] };
}

/** One-time codes that did not go out, since the last one that did. */
export interface FailingCodes {
	/** The first of them, ms since 1970. */
	since: number;
	count: number;
	/** A code of the last one: of the mail server, the gateway or the connection. */
	error: string;
}

/** A mail with a way to a new password that failed. */
export interface FailedMail {
	username: string;
	/** ms since 1970. */
	requestedAt: number;
	/** A code of the mail server or of the connection. */
	error: string;
	/** It is not tried again. */
	givenUp: boolean;
}

/** Answer of `GET /api/admin/log/verify`; `line` counts from 1. */
export type LogVerdict =
	| { ok: true; lines: number }
	| { ok: false; lines: number; line: number; kind: 'changed' | 'removed' | 'inserted'; text: string };

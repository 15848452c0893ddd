import { createHash } from 'node:crypto';
import type { Actor } from '../auth/actor';

/** Which columns and rows somebody may see. */
export type View = 'public' | 'desk';

/** Where a reader is: opaque outside. */
export interface Cursor {
	storeId: string;
	view: View;
	/** A hash of the account: names stay out of addresses and logs. */
	reader: string;
	/** The reader has all products up to this version… */
	products: number;
	/** …and everything else up to this one. */
	rest: number;
	/** In the middle of a pull: what it goes up to, and the row after which the next page starts. */
	page?: PageCursor;
}

export interface PageCursor {
	upto: number;
	table: number;
	/** Version, then position or key, of the last row that was sent; null at the start of a table. */
	after: [version: number, place: number | string] | null;
}

export const viewOf = (actor: Actor | null): View => (actor?.role === 'admin' ? 'desk' : 'public');

export function readerOf(actor: Actor | null): string {
	if (!actor) return '';
	return createHash('sha256').update(actor.username).digest('base64url').slice(0, 12);
}

export function encodeCursor({ storeId, view, reader, products, rest, page }: Cursor): string {
	const fields = [
		storeId,
		view,
		reader,
		products,
		rest,
		...(page ? [page.upto, page.table, page.after] : [])
	];
	return Buffer.from(JSON.stringify(fields)).toString('base64url');
}

/** The cursor in a text, or null where there is none: a device that sends such a one starts anew. */
export function decodeCursor(text: string): Cursor | null {
	let fields: unknown;
	try {
		fields = JSON.parse(Buffer.from(text, 'base64url').toString());
	} catch {
		return null;
	}
	if (!Array.isArray(fields)) return null;
	const [storeId, view, reader, products, rest, upto, table, after] = fields;
	const numbers = upto === undefined ? [products, rest] : [products, rest, upto, table];
	if (typeof storeId !== 'string' || typeof reader !== 'string') return null;
	if (view !== 'public' && view !== 'desk') return null;
	if (!numbers.every((value) => Number.isSafeInteger(value) && value >= 0)) return null;
	const cursor: Cursor = { storeId, view, reader, products, rest };
	if (upto === undefined) return cursor;
	if (after !== null && !isPlace(after)) return null;
	return { ...cursor, page: { upto, table, after } };
}

function isPlace(value: unknown): value is [number, number | string] {
	if (!Array.isArray(value) || value.length !== 2) return false;
	const [version, place] = value;
	const key = typeof place === 'string' && !place.includes('\0');
	return Number.isSafeInteger(version) && (key || Number.isSafeInteger(place));
}

import * as v from 'valibot';
import type { keyFields } from '../domain/sync/keys';
import { instant, type RejectionCode } from './mutations';

/** The number that a browser's database gives itself. */
export const clientIdText = v.pipe(v.string(), v.minLength(1), v.maxLength(64), v.regex(/^[\w.:-]+$/));

/** The device's own name for what a person did: it stays where a rebuilt store makes it number its queue anew. */
const intentId = v.pipe(v.string(), v.minLength(1), v.maxLength(64), v.regex(/^[\w.:-]+$/));

export const pushRequest = v.strictObject({
	clientId: clientIdText,
	schema: v.optional(v.pipe(v.number(), v.integer())),
	mutations: v.pipe(
		v.array(
			v.strictObject({
				seq: v.pipe(v.number(), v.integer(), v.minValue(1)),
				name: v.pipe(v.string(), v.maxLength(64)),
				args: v.unknown(),
				id: v.optional(intentId),
				at: v.optional(instant)
			})
		),
		v.maxLength(1000)
	)
});
export type PushRequest = v.InferOutput<typeof pushRequest>;

export interface MutationResult {
	seq: number;
	status: 'ok' | 'rejected';
	code?: RejectionCode;
	/** For people: what is wrong and what to do. */
	detail?: string;
}

export interface PushResponse {
	storeId: string;
	lastSeq: number;
	results: MutationResult[];
}

/** The tables a device may hold. */
export type SyncTable = keyof typeof keyFields;

export interface PullResponse {
	storeId: string;
	cursor: string;
	/** Whether another page waits behind the cursor. */
	more: boolean;
	/** The device's rows are of another store, account or role: drop them before these. */
	reset: boolean;
	changes: Partial<Record<SyncTable, Record<string, unknown>[]>>;
	/** Keys, as `keyOf` in domain/sync makes them. */
	deleted: Partial<Record<SyncTable, string[]>>;
	/** The last mutation of this client that the same snapshot holds. */
	lastSeq?: number;
}

/** A part of the catalogue: at most 500 products of one section. Immutable under its hash. */
export interface ChunkInfo {
	id: string;
	section: string;
	hash: string;
	rows: number;
}

/** `GET /api/sync/catalogue[?from=CURSOR]`: with a cursor of the same store and view, only a new cursor. */
export interface CatalogueManifest {
	storeId: string;
	/** Pull from here afterwards: products since the chunks' snapshot, everything else from the start. */
	cursor: string;
	/** Null where the device's products, of the cursor it sent, are good. */
	chunks: ChunkInfo[] | null;
}

/** `GET /api/sync/catalogue/HASH[,HASH…]` (of several an array of these): one array a field, in the order of the products; null where a product has none. */
export interface CatalogueChunk {
	id: string;
	section: string;
	columns: Record<string, unknown[]>;
}

/** The same with `?dictionaries`: where it is shorter, a field is its values and each product's place in them. */
export interface PackedChunk {
	id: string;
	section: string;
	columns: Record<string, unknown[] | { values: unknown[]; at: number[] }>;
}

import type { PullResponse, SyncTable } from '../../protocol/sync';
import type { Actor } from '../auth/actor';
import { clients } from '../store/clients';
import type { ReadTx, Store } from '../store/store';
import { buriedFor } from '../store/tombstones';
import { decodeCursor, encodeCursor, readerOf, viewOf, type Cursor } from './cursor';
import { sourcesOf } from './sources';

/** Rows in one answer at most. */
export const PAGE_ROWS = 2000;

export type Pull = (
	cursor: string | null,
	clientId: string | null,
	actor: Actor | null
) => Promise<PullResponse>;

/**
 * What changed for somebody since a cursor. A round goes up to one fixed version, whatever is written meanwhile, in
 * pages of rows in the order of their versions; the next round starts from that version.
 */
export function createPull(store: Store, pageRows = PAGE_ROWS): Pull {
	return (text, clientId, actor) =>
		store.read(async (tx) => {
			const { version: current } = await tx.db.selectFrom('meta').select('version').executeTakeFirstOrThrow();
			const sent = text === null ? null : decodeCursor(text);
			const from = sent && fits(sent, store, actor) ? sent : startOf(store, actor);
			const upto = Math.min(from.page?.upto ?? current, current);
			const sources = sourcesOf(actor);
			const sinceOf = (table: SyncTable) => (table === 'products' ? from.products : from.rest);

			const answer: PullResponse = {
				storeId: store.storeId,
				cursor: '',
				more: false,
				reset: from !== sent,
				changes: {},
				deleted: {}
			};
			const remove = (table: SyncTable, key: string) => (answer.deleted[table] ??= []).push(key);
			if (!from.page) {
				const tables = sources.map(({ table }) => table).filter((table) => sinceOf(table) > 0);
				const since = Math.min(from.products, from.rest);
				const gone = await buriedFor(tx, tables, actor?.username ?? '', since, upto);
				for (const { tbl, key, version } of gone) {
					const table = tbl as SyncTable;
					if (version > sinceOf(table)) remove(table, key);
				}
			}

			let room = pageRows;
			let after = from.page?.after ?? null;
			for (let i = from.page?.table ?? 0; i < sources.length; i++) {
				const { table, page, atMost = pageRows } = sources[i]!;
				const limit = Math.min(room, atMost);
				const since = sinceOf(table);
				const items = since < upto ? await page(tx, { since, upto, after, limit }) : [];
				for (const { row, gone } of items) {
					if (row) (answer.changes[table] ??= []).push(row as Record<string, unknown>);
					else if (gone !== undefined && since > 0) remove(table, gone);
				}
				room -= items.length;
				const last = items.at(-1);
				if (last && items.length === limit) {
					const next = { upto, table: i, after: [last.version, last.place] as [number, number | string] };
					return { ...answer, more: true, cursor: encodeCursor({ ...from, page: next }) };
				}
				after = null;
			}
			const { page: _, ...place } = from;
			answer.cursor = encodeCursor({ ...place, products: upto, rest: upto });
			answer.more = upto < current;
			const lastSeq = await lastSeqIn(tx, clientId, actor, upto);
			return lastSeq === null ? answer : { ...answer, lastSeq };
		});
}

/** The cursor of a version for a reader: what an event says is there to pull. */
export function cursorOf(store: Pick<Store, 'storeId'>, actor: Actor | null, version: number): string {
	return encodeCursor({ ...startOf(store, actor), products: version, rest: version });
}

export function startOf({ storeId }: Pick<Store, 'storeId'>, actor: Actor | null): Cursor {
	return { storeId, view: viewOf(actor), reader: readerOf(actor), products: 0, rest: 0 };
}

function fits(cursor: Cursor, { storeId }: Store, actor: Actor | null): boolean {
	return cursor.storeId === storeId && cursor.view === viewOf(actor) && cursor.reader === readerOf(actor);
}

/** How far a client's queue is in the rows up to a version; null where it went on after it, or is not the actor's. */
async function lastSeqIn(
	tx: ReadTx,
	clientId: string | null,
	actor: Actor | null,
	upto: number
): Promise<number | null> {
	if (!actor || clientId === null) return null;
	const client = await clients.byId(tx, clientId);
	if (!client) return 0;
	return client.username === actor.username && client.version <= upto ? client.lastSeq : null;
}

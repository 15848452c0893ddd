import type { MutationArgs, MutationName } from '../../protocol/mutations';
import { randomId } from '../ids';
import type { ClientRow, DeviceDb, OutboxRow } from './schema';

/** A mutation as a person meant it, before it has a number. */
export type Intent = { [N in MutationName]: { name: N; args: MutationArgs<N> } }[MutationName];

/** Tables that a transaction with `enqueue` must name. */
export const outboxTables = ['clients', 'outbox'] as const;

const newClientId = () => randomId('c', 20);

/**
 * Queues mutations of an account in their order, numbered without a gap, and returns their rows. Durable when the
 * returned promise is resolved; runs in the caller's transaction if there is one.
 */
export function enqueue(db: DeviceDb, username: string, intents: Intent[], at: string): Promise<OutboxRow[]> {
	return db.transaction('rw', [...outboxTables], async () => {
		const client: ClientRow = (await db.clients.get(username)) ?? {
			username,
			clientId: newClientId(),
			nextSeq: 1,
			lastSeq: 0
		};
		const queued = intents.map(({ name, args }, i) => ({
			username,
			clientId: client.clientId,
			seq: client.nextSeq + i,
			name,
			args,
			id: randomId('m', 20),
			at
		}));
		await db.outbox.bulkAdd(queued);
		await db.clients.put({ ...client, nextSeq: client.nextSeq + intents.length });
		return queued;
	});
}

/** All rows of an account, in the order they were meant. */
export function outboxOf(db: DeviceDb, username: string): Promise<OutboxRow[]> {
	return db.outbox.where('[username+seq]').between([username, 0], [username, Infinity]).toArray();
}

/** Of an account's rows those whose effect the pulled rows do not hold: what is applied on top of them. */
export function pendingOf(rows: OutboxRow[], lastSeq: number): OutboxRow[] {
	return rows.filter((row) => row.held || row.seq > lastSeq);
}

/** Of an account's rows those that the server is still to answer. */
export function unanswered(rows: OutboxRow[]): OutboxRow[] {
	return rows.filter((row) => !row.answered && !row.held);
}

/**
 * Gives an account a new identity and numbers its unanswered rows from 1: the server's store is another one, or it
 * knows the old identity otherwise than this device. Answered rows go: their verdict was given.
 */
export function renumber(db: DeviceDb, username: string): Promise<void> {
	return db.transaction('rw', [...outboxTables], async () => {
		const rows = (await outboxOf(db, username)).filter((row) => !row.answered);
		const clientId = newClientId();
		await db.outbox.where('[username+seq]').between([username, 0], [username, Infinity]).delete();
		await db.outbox.bulkAdd(rows.map(({ held: _, ...row }, i) => ({ ...row, clientId, seq: i + 1 })));
		await db.clients.put({ username, clientId, nextSeq: rows.length + 1, lastSeq: 0 });
	});
}

/** Queues the held rows of an account again, behind the others. */
export function release(db: DeviceDb, username: string): Promise<void> {
	return db.transaction('rw', [...outboxTables], async () => {
		const client = await db.clients.get(username);
		const held = (await outboxOf(db, username)).filter((row) => row.held);
		if (!client || held.length === 0) return;
		await db.outbox.bulkDelete(held.map((row) => [username, row.seq] as [string, number]));
		await db.outbox.bulkAdd(
			held.map(({ held: _, ...row }, i) => ({
				...row,
				clientId: client.clientId,
				seq: client.nextSeq + i
			}))
		);
		await db.clients.put({ ...client, nextSeq: client.nextSeq + held.length });
	});
}

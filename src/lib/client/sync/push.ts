import { SCHEMA_VERSION } from '../../protocol/version';
import { PUSH_LIMIT } from '../../protocol/limits';
import type { MutationResult } from '../../protocol/sync';
import { currentUser, meetNewStore } from '../db/account';
import { outboxOf, renumber, unanswered } from '../db/outbox';
import type { DeviceDb, OutboxRow } from '../db/schema';
import { offline } from '../problem';
import type { Refused, SyncApi } from './transport';

/** Sends the account's outbox, oldest first, until it is empty. Null when it is, else what stopped it. */
export async function push(db: DeviceDb, api: SyncApi): Promise<Refused | null> {
	const user = await currentUser(db);
	if (!user) return null;
	let limit = PUSH_LIMIT;
	for (;;) {
		const rows = unanswered(await outboxOf(db, user.username)).slice(0, limit);
		if (rows.length === 0) return null;
		const reply = await api.push({
			clientId: rows[0]!.clientId,
			schema: SCHEMA_VERSION,
			mutations: rows.map(({ seq, name, args, id, at }) => ({ seq, name, args, ...(id && { id }), at }))
		});
		if (reply.ok) {
			const recorded = await record(db, rows, reply.body.results);
			if (recorded === 0) return offline('This');
			await meetNewStore(db, reply.body.storeId, user.username);
		} else if (reply.problem.code === 'too_large' && limit > 1) {
			limit = Math.ceil(Math.min(limit, rows.length) / 2);
		} else if (reply.problem.code === 'seq_gap' || reply.problem.code === 'wrong_client') {
			// The server applied none of these under this identity: a new one starts from 1.
			await renumber(db, user.username);
			if (reply.problem.code === 'wrong_client') return reply;
		} else {
			return reply;
		}
	}
}

/** Ends rows by their verdicts; returns how many. A row without one stays as it is. */
function record(db: DeviceDb, sent: OutboxRow[], results: MutationResult[]): Promise<number> {
	const rows = new Map(sent.map((row) => [row.seq, row]));
	return db.transaction('rw', [db.clients, db.outbox, db.refusals], async () => {
		const pulled = (await db.clients.get(sent[0]!.username))?.lastSeq ?? 0;
		let recorded = 0;
		for (const { seq, status, code = 'invalid', detail = '' } of results) {
			const row = rows.get(seq);
			// A tab that syncs beside this one may have recorded the verdict, or numbered the rows anew.
			const stored = row && (await db.outbox.get([row.username, seq]));
			if (!row || stored?.clientId !== row.clientId || stored.answered) continue;
			const key: [string, number] = [row.username, seq];
			if (status === 'ok' && seq <= pulled) await db.outbox.delete(key);
			else if (status === 'ok') await db.outbox.put({ ...row, answered: true });
			else if (code === 'pin_required') await db.outbox.put({ ...row, held: true });
			else {
				await db.outbox.delete(key);
				const { id: change, username, name, args } = row;
				await db.refusals.add({ ...(change && { change }), username, name, args, code, detail });
			}
			recorded++;
		}
		return recorded;
	});
}

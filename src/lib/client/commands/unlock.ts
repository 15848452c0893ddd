import { tell } from '../channel';
import { device } from '../device';
import type { ProblemResult } from '../problem';
import { rows } from '../state/rows.svelte';
import { session } from '../state/session.svelte';
import { call } from '../sync/transport';

/** Admins: opens what needs the PIN for 10 minutes; changes that waited for it are sent again. */
export async function unlock(pin: string): Promise<{ ok: true } | ProblemResult> {
	const reply = await call<void>('POST', '/api/admin/unlock', { pin });
	if (!reply.ok) return reply;
	const [{ db }, { release }] = await Promise.all([device(), import('../db/outbox')]);
	if (session.user) await release(db, session.user.username);
	// The database tells of it some moments later: what goes on must not look given up.
	rows.pending = rows.pending.map(({ held: _, ...row }) => row);
	tell({ kind: 'wake' });
	return { ok: true };
}

import type { User } from '../../domain/account/account';
import type { SessionResponse } from '../../protocol/session';
import { tell } from '../channel';
import { device, rememberSignedIn } from '../device';
import type { ProblemResult } from '../problem';
import { session } from '../state/session.svelte';
import { holdAccount } from '../sync/leader';
import { call, httpApi } from '../sync/transport';

type SignedIn = { ok: true; user: User } | ProblemResult;

/** Signs in; the guest's cart joins the account's. Needs the connection. */
export async function signIn(username: string, password: string): Promise<SignedIn> {
	return enter('/api/session', { username, password });
}

/** Makes an account and signs it in. Leave `email` empty for none. */
export async function register(username: string, password: string, email = ''): Promise<SignedIn> {
	return enter('/api/users', { username, password, ...(email && { email }) });
}

async function enter(path: string, body: object): Promise<SignedIn> {
	const [{ db }, { switchAccount }] = await Promise.all([device(), import('../db/account')]);
	const result = await holdAccount(async (): Promise<SignedIn> => {
		// Should this tab die before the answer is stored, the sync asks whose cookie the browser holds.
		await db.setMeta('verified', false);
		const reply = await call<SessionResponse>('POST', path, body);
		if (!reply.ok) return reply;
		await switchAccount(db, reply.body.user);
		rememberSignedIn(true);
		session.user = reply.body.user;
		session.expired = false;
		return { ok: true, user: reply.body.user };
	});
	tell({ kind: 'wake', account: true });
	return result;
}

/**
 * Signs out, also without the connection: the server is told as soon as it is back. Waiting changes stay on the device
 * for their account, hidden.
 */
export async function signOut(): Promise<void> {
	const [{ db }, { switchAccount }] = await Promise.all([device(), import('../db/account')]);
	await holdAccount(async () => {
		await switchAccount(db, null, true);
		rememberSignedIn(false);
		session.user = null;
		const reply = await httpApi.signOut();
		if (reply.ok || reply.problem.code === 'signed_out') await db.setMeta('signOutDue', false);
	});
	tell({ kind: 'wake', account: true });
}

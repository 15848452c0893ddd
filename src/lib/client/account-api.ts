import type { User } from '../domain/account/account';
import type { AccountResponse } from '../protocol/account';
import { tell } from './channel';
import { device } from './device';
import { session } from './state/session.svelte';
import { holdAccount } from './sync/leader';
import { call, type Reply } from './sync/transport';

/** What people ask about their own account; all of it needs the connection. */
export const accountApi = {
	async show(): Promise<Reply<AccountResponse>> {
		const reply = await call<AccountResponse>('GET', '/api/account');
		if (reply.ok) await remember(reply.body.user);
		return reply;
	},
	changePassword: (password: string, newPassword: string) =>
		changed(call('POST', '/api/account/password', { password, newPassword })),
	changeEmail: (password: string, email: string) =>
		changed(call('POST', '/api/account/email', { password, email })),
	endSession: (id: string) => call<void>('DELETE', `/api/account/sessions/${encodeURIComponent(id)}`),
	endOtherSessions: () => call<void>('DELETE', '/api/account/sessions'),
	forgot: (username: string) => call<object>('POST', '/api/account/forgot', { username }),
	reset: (token: string, newPassword: string) =>
		call<void>('POST', '/api/account/reset', { token, newPassword }),

	/** Deletes the account, and from this device all that was its own. */
	async remove(password: string): Promise<Reply<void>> {
		const [{ db }, { switchAccount }] = await Promise.all([device(), import('./db/account')]);
		const reply = await holdAccount(async () => {
			const username = session.user?.username;
			const reply = await call<void>('DELETE', '/api/account', { password });
			if (!reply.ok || username === undefined) return reply;
			await switchAccount(db, null);
			await db.outbox.where('[username+seq]').between([username, 0], [username, Infinity]).delete();
			session.user = null;
			return reply;
		});
		tell({ kind: 'wake', account: true });
		return reply;
	}
};

async function changed(reply: Promise<Reply<{ user: User }>>): Promise<Reply<{ user: User }>> {
	const got = await reply;
	if (got.ok) await remember(got.body.user);
	return got;
}

/** The account as the server has it now, unless somebody else signed in meanwhile. */
async function remember(user: User): Promise<void> {
	if (session.user?.username !== user.username || session.user.role !== user.role) return;
	const { db } = await device();
	await db.setMeta('session', { user });
	const served = session.user.mustChange && !user.mustChange;
	session.user = user;
	// Until the password was the person's own, the shop told this device nothing.
	if (served) tell({ kind: 'wake', account: true });
}

import { createHash, randomUUID } from 'node:crypto';
import type { Account, User } from '../../domain/account/account';
import type { AccountResponse } from '../../protocol/account';
import { writeLog } from '../audit';
import type { Actor } from '../auth/actor';
import { userOf } from '../auth/auth';
import { hashPassword } from '../auth/passwords';
import { countTry, signInKey, signInsPerAccount, unlessBusy } from '../auth/tries';
import { withPassword } from '../auth/with-password';
import { ProblemError } from '../problem';
import { limits, type Limit } from '../store/limits';
import { resetMails } from '../store/reset-mails';
import { sessions } from '../store/sessions';
import type { Store, WriteTx } from '../store/store';
import { users } from '../store/users';
import { removeAccount } from './remove';
import { isGood, ownerOf } from './reset-token';

const HOUR = 3_600_000;
const forgotPerAccount: Limit = { max: 3, windowMs: HOUR };
const forgotPerAddress: Limit = { max: 60, windowMs: HOUR };
const resetsPerAddress: Limit = { max: 60, windowMs: HOUR };

/** What people do with their own account. */
export interface Accounts {
	show(actor: Actor): Promise<AccountResponse>;
	/** Ends the other sessions. @throws ProblemError invalid at `password`, too_many_requests */
	changePassword(actor: Actor, password: string, newPassword: string): Promise<User>;
	/** @throws ProblemError invalid at `password`, too_many_requests */
	changeEmail(actor: Actor, password: string, email: string): Promise<User>;
	/** Ends one of the own sessions, or all others. @throws ProblemError not_found */
	endSession(actor: Actor, id: string): Promise<void>;
	endOtherSessions(actor: Actor): Promise<void>;
	/** @throws ProblemError invalid at `password`, too_many_requests, last_admin */
	remove(actor: Actor, password: string): Promise<void>;
	/** Mails a way to a new password where there is such an account with an address; says nothing of it. */
	forgot(username: string, address: string): Promise<void>;
	/** Sets a new password and ends all sessions. @throws ProblemError code_expired, too_many_requests */
	reset(token: string, newPassword: string, address: string): Promise<void>;
}

export interface AccountsConfig {
	store: Store;
	/** The key of what is mailed. */
	secret: string;
	now: () => number;
	/** Told that a mail waits to be sent. */
	onMail(): void;
}

export function createAccounts({ store, secret, now, onMail }: AccountsConfig): Accounts {
	/**
	 * Proves that the actor knows the password, then changes the account with it.
	 * @throws ProblemError invalid, too_many_requests, signed_out where the account is gone
	 */
	async function prove<T>(
		{ username }: Actor,
		password: string,
		change: (tx: WriteTx, account: Account) => Promise<T>
	): Promise<T> {
		const key = signInKey(username);
		const left = await store.write((tx) => countTry(tx, key, signInsPerAccount, now()));
		const done = await withPassword(store, { username, password }, async (tx, account) => {
			await limits.clear(tx, key);
			return change(tx, account);
		});
		if (done !== null) return done;
		await store.write(async (tx) => {
			if (!(await users.byName(tx, username))) throw gone();
			await writeLog(tx, now(), username, 'WRONG_PASSWORD');
			if (left === 0) await writeLog(tx, now(), username, 'LOCK_SIGN_IN', '15 minutes');
		});
		throw wrongPassword();
	}

	return {
		show: (actor) =>
			store.read(async (tx) => {
				const account = await users.byName(tx, actor.username);
				if (!account) throw gone();
				const own = await sessions.of(tx, actor.username);
				return {
					user: userOf(account),
					sessions: own.map(({ tokenHash, device, createdAt, seenAt }) => ({
						id: idOf(tokenHash),
						...(device && { device }),
						createdAt,
						seenAt,
						current: tokenHash === actor.sessionId
					}))
				};
			}),

		async changePassword(actor, password, newPassword) {
			if (password === newPassword) throw samePassword();
			const passwordHash = await unlessBusy(hashPassword(newPassword));
			return prove(actor, password, async (tx, account) => {
				const changed = { ...account, passwordHash, mustChange: false };
				await users.update(tx, changed);
				await sessions.removeOf(tx, account.username, actor.sessionId);
				await writeLog(tx, now(), account.username, 'CHANGE_PASSWORD');
				return userOf(changed);
			});
		},

		changeEmail: (actor, password, email) =>
			prove(actor, password, async (tx, { email: _, ...account }) => {
				const changed: Account = { ...account, ...(email && { email }) };
				await users.update(tx, changed);
				await writeLog(tx, now(), account.username, 'CHANGE_EMAIL');
				return userOf(changed);
			}),

		endSession: (actor, id) =>
			store.write(async (tx) => {
				const own = await sessions.of(tx, actor.username);
				const ended = own.find(({ tokenHash }) => idOf(tokenHash) === id);
				if (!ended) throw new ProblemError('not_found', { detail: 'This session has ended already.' });
				await sessions.remove(tx, ended.tokenHash);
				await writeLog(tx, now(), actor.username, 'END_SESSION', ended.device ?? '');
			}),

		endOtherSessions: (actor) =>
			store.write(async (tx) => {
				await sessions.removeOf(tx, actor.username, actor.sessionId);
				await writeLog(tx, now(), actor.username, 'END_OTHER_SESSIONS');
			}),

		remove: (actor, password) =>
			prove(actor, password, async (tx, account) => {
				await removeAccount(tx, account);
				await writeLog(tx, now(), account.username, 'DELETE_ACCOUNT');
			}),

		async forgot(username, address) {
			await store.write(async (tx) => {
				await countTry(tx, `forgot address ${address}`, forgotPerAddress, now());
				const mayMail = await limits.hit(
					tx,
					`forgot account ${username.toLowerCase()}`,
					forgotPerAccount,
					now()
				);
				const account = await users.byName(tx, username);
				if (!mayMail.ok || !account?.email || account.status === 'disabled') return;
				await resetMails.insert(tx, {
					mailId: randomUUID(),
					username,
					requestedAt: now(),
					attempts: 0,
					dueAt: now(),
					error: null
				});
				await writeLog(tx, now(), username, 'FORGOT_PASSWORD', address);
			});
			onMail();
		},

		async reset(token, newPassword, address) {
			await store.write((tx) => countTry(tx, `reset address ${address}`, resetsPerAddress, now()));
			const owner = ownerOf(token);
			const passwordHash = await unlessBusy(hashPassword(newPassword));
			await store.write(async (tx) => {
				const account = owner === null ? undefined : await users.byName(tx, owner);
				if (!account || account.status === 'disabled' || !isGood(token, account, now(), secret))
					throw new ProblemError('code_expired', {
						detail: 'This link was used or is too old. Ask for a new one.'
					});
				await users.update(tx, { ...account, passwordHash, mustChange: false });
				await limits.clear(tx, signInKey(account.username));
				await sessions.removeOf(tx, account.username);
				await writeLog(tx, now(), account.username, 'RESET_OWN_PASSWORD', address);
			});
		}
	};
}

/** Names a session without what its token is compared with. */
const idOf = (tokenHash: string): string => createHash('sha256').update(tokenHash).digest('hex').slice(0, 16);

const gone = () => new ProblemError('signed_out', { detail: 'This account is gone.' });

const wrongPassword = () =>
	new ProblemError('invalid', {
		detail: 'This is not your password.',
		fields: { password: 'This is not your password.' }
	});

const samePassword = () =>
	new ProblemError('invalid', {
		detail: 'This is the password that you have. Choose another.',
		fields: { newPassword: 'This is the password that you have. Choose another.' }
	});

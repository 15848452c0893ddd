import type { Account } from '../../domain/account/account';
import type { DeskUser, NewUser, UserChanges, UserSaved, UsersResponse } from '../../protocol/users';
import { writeLog } from '../audit';
import type { Actor } from '../auth/actor';
import { hashPassword } from '../auth/passwords';
import { unlessBusy } from '../auth/tries';
import { ProblemError } from '../problem';
import { sessions } from '../store/sessions';
import type { ReadTx, Store, WriteTx } from '../store/store';
import { users } from '../store/users';
import { keepAnAdmin } from './last-admin';
import { removeAccount } from './remove';
import { temporaryPassword } from './temporary-password';

const SHOWN = 200;

/** What the desk does with accounts. Every change is in the log, in the transaction of the change. */
export interface Users {
	/** Those with a text in name, e-mail or phone. */
	list(text: string): Promise<UsersResponse>;
	/** @throws ProblemError username_taken */
	add(actor: Actor, wish: NewUser): Promise<UserSaved>;
	/** @throws ProblemError not_found, last_admin */
	change(actor: Actor, username: string, changes: UserChanges): Promise<DeskUser>;
	/**
	 * Gives the account another password, a temporary one where none is named, and ends its sessions.
	 * @throws ProblemError not_found
	 */
	setPassword(actor: Actor, username: string, password?: string): Promise<UserSaved>;
	/** Ends the account's sessions. @throws ProblemError not_found */
	signOut(actor: Actor, username: string): Promise<void>;
	/** @throws ProblemError not_found, last_admin */
	remove(actor: Actor, username: string): Promise<void>;
}

export function createUsers({ store, now }: { store: Store; now: () => number }): Users {
	const note = (tx: WriteTx, actor: Actor, action: string, target: string) =>
		writeLog(tx, now(), actor.username, action, target);

	return {
		list: (text) =>
			store.read(async (tx) => {
				const { found, total } = await users.search(tx, text, SHOWN);
				const counts = await sessions.countOf(
					tx,
					found.map(({ username }) => username)
				);
				return { users: found.map((account) => shown(account, counts.get(account.username))), total };
			}),

		async add(actor, { username, role, email, phone, password }) {
			const temporary = password === undefined ? temporaryPassword() : undefined;
			const passwordHash = await unlessBusy(hashPassword(password ?? temporary!));
			const account = withContact(
				{ username, role, passwordHash, status: 'active', mustChange: true },
				{ email, phone }
			);
			await store.write(async (tx) => {
				if (await users.isTaken(tx, username)) throw taken();
				await users.insert(tx, account);
				await note(tx, actor, 'ADD_USER', `${username} ${role}`);
			});
			return { user: shown(account), ...(temporary && { temporaryPassword: temporary }) };
		},

		change: (actor, username, changes) =>
			store.write(async (tx) => {
				const before = await accountOf(tx, username);
				const { role = before.role, status = before.status } = changes;
				const after = withContact({ ...before, role, status }, changes);
				if (role !== 'admin' || status !== 'active') await keepAnAdmin(tx, before);
				await users.update(tx, after);
				if (role !== before.role) await note(tx, actor, 'CHANGE_ROLE', `${username} ${role}`);
				if (status !== before.status) {
					if (status === 'disabled') await sessions.removeOf(tx, username);
					await note(tx, actor, status === 'disabled' ? 'DISABLE_USER' : 'ENABLE_USER', username);
				}
				if (after.email !== before.email || after.phone !== before.phone)
					await note(tx, actor, 'CHANGE_CONTACT', username);
				return shown(after, (await sessions.countOf(tx, [username])).get(username));
			}),

		async setPassword(actor, username, password) {
			await store.read((tx) => accountOf(tx, username));
			const temporary = password === undefined ? temporaryPassword() : undefined;
			const passwordHash = await unlessBusy(hashPassword(password ?? temporary!));
			return store.write(async (tx) => {
				const account = { ...(await accountOf(tx, username)), passwordHash, mustChange: true };
				await users.update(tx, account);
				await sessions.removeOf(tx, username);
				await note(tx, actor, 'RESET_PASSWORD', username);
				return { user: shown(account), ...(temporary && { temporaryPassword: temporary }) };
			});
		},

		signOut: (actor, username) =>
			store.write(async (tx) => {
				await accountOf(tx, username);
				await sessions.removeOf(tx, username);
				await note(tx, actor, 'SIGN_OUT_USER', username);
			}),

		remove: (actor, username) =>
			store.write(async (tx) => {
				await removeAccount(tx, await accountOf(tx, username));
				await note(tx, actor, 'DELETE_USER', username);
			})
	};
}

async function accountOf(tx: ReadTx, username: string): Promise<Account> {
	const account = await users.byName(tx, username);
	if (account) return account;
	throw new ProblemError('not_found', { detail: `There is no account ${username}.` });
}

const taken = () =>
	new ProblemError('username_taken', {
		detail: 'This username is taken, or past orders have it. Choose another.',
		fields: { username: 'This username is taken, or past orders have it.' }
	});

/** With e-mail and phone as they are wished; '' clears one, undefined leaves it. */
function withContact(account: Account, wish: { email?: string; phone?: string }): Account {
	const { email = account.email, phone = account.phone } = wish;
	const { email: _, phone: __, ...rest } = account;
	return { ...rest, ...(email && { email }), ...(phone && { phone }) };
}

function shown({ username, role, status, mustChange, email, phone }: Account, sessions = 0): DeskUser {
	return { username, role, status, mustChange, sessions, ...(email && { email }), ...(phone && { phone }) };
}

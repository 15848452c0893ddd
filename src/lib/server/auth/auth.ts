import { createHash, randomBytes } from 'node:crypto';
import type { Account, User } from '../../domain/account/account';
import { ProblemError } from '../problem';
import { limits, type Limit } from '../store/limits';
import { sessions } from '../store/sessions';
import { shops } from '../store/shop';
import type { Store, WriteTx } from '../store/store';
import { users } from '../store/users';
import type { Actor } from './actor';
import { GateFull } from './gate';
import { hashPassword, verifyPassword } from './passwords';
import { verifyPin } from './pin';

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;

/** A session ends when it was not seen for this long. */
export const SESSION_MS = 30 * DAY;
/** How far the last sight of a session may lag behind: not every request is a write. */
const SEEN_LAG_MS = DAY;
/** How long the PIN opens what it guards. */
const UNLOCK_MS = 10 * MINUTE;

const signInsPerAccount: Limit = { max: 10, windowMs: 15 * MINUTE };
const signInsPerAddress: Limit = { max: 600, windowMs: 15 * MINUTE };
const registrationsPerAddress: Limit = { max: 100, windowMs: 10 * MINUTE };
const wrongPins: Limit = { max: 5, windowMs: 15 * MINUTE };

export interface SignedIn {
	user: User;
	/** The session's token: known to its device alone, only its hash is kept. */
	token: string;
}

export interface Auth {
	/** @throws ProblemError invalid_credentials, account_disabled, too_many_requests */
	signIn(credentials: { username: string; password: string }, address: string): Promise<SignedIn>;
	/** @throws ProblemError username_taken, too_many_requests */
	register(wish: { username: string; password: string; email?: string }, address: string): Promise<SignedIn>;
	signOut(token: string): Promise<void>;
	/** Who holds a token; `renewed` once a day, when its end has moved on. */
	actorOf(token: string): Promise<{ actor: Actor; user: User; renewed: boolean } | null>;
	/**
	 * Opens what the PIN guards to this session.
	 * @throws ProblemError wrong_pin, pin_locked
	 */
	unlock(actor: Actor, pin: string): Promise<void>;
}

const hashToken = (token: string): string => createHash('sha256').update(token).digest('hex');

/** An account as its owner sees it. */
function userOf({ username, role, email }: Account): User {
	return { username, role, ...(email !== undefined && { email }) };
}

/** Accounts and sessions over a store. */
export function createAuth({
	store,
	secret,
	now
}: {
	store: Store;
	secret: string;
	now: () => number;
}): Auth {
	async function openSession(tx: WriteTx, username: string): Promise<string> {
		const token = randomBytes(32).toString('base64url');
		const at = now();
		const session = { tokenHash: hashToken(token), username, createdAt: at, seenAt: at, unlockedUntil: null };
		await sessions.insert(tx, session);
		return token;
	}

	return {
		async signIn({ username, password }, address) {
			// Counted before the password is looked at, so that guesses sent at once are counted too.
			const accountKey = `sign-in account ${username.toLowerCase()}`;
			await store.write(async (tx) => {
				await hit(tx, `sign-in address ${address}`, signInsPerAddress, now());
				await hit(tx, accountKey, signInsPerAccount, now());
			});
			const account = await store.read((tx) => users.byName(tx, username));
			const verdict = await unlessBusy(verifyPassword(password, account?.passwordHash ?? null));
			if (!account || !verdict.ok)
				throw new ProblemError('invalid_credentials', { detail: 'This username and password do not fit.' });
			if (account.status === 'disabled')
				throw new ProblemError('account_disabled', { detail: 'This account is closed. Ask the shop.' });
			return store.write(async (tx) => {
				await limits.clear(tx, accountKey);
				const current = (await users.byName(tx, username)) ?? account;
				if (verdict.replacement && current.passwordHash === account.passwordHash)
					await users.update(tx, { ...current, passwordHash: verdict.replacement });
				return { user: userOf(current), token: await openSession(tx, username) };
			});
		},

		async register({ username, password, email }, address) {
			const taken = () =>
				new ProblemError('username_taken', {
					detail: 'This username is taken. Choose another.',
					fields: { username: 'This username is taken.' }
				});
			if (await store.read((tx) => users.isTaken(tx, username))) throw taken();
			const passwordHash = await unlessBusy(hashPassword(password));
			return store.write(async (tx) => {
				if (await users.isTaken(tx, username)) throw taken();
				await hit(tx, `register ${address}`, registrationsPerAddress, now());
				const account: Account = {
					username,
					passwordHash,
					role: 'user',
					status: 'active',
					mustChange: false
				};
				if (email) account.email = email;
				await users.insert(tx, account);
				return { user: userOf(account), token: await openSession(tx, username) };
			});
		},

		signOut: (token) => store.write((tx) => sessions.remove(tx, hashToken(token))),

		async actorOf(token) {
			const sessionId = hashToken(token);
			const at = now();
			const found = await store.read(async (tx) => {
				const session = await sessions.byTokenHash(tx, sessionId);
				const account = session && (await users.byName(tx, session.username));
				return account && { session, account };
			});
			if (!found || found.account.status === 'disabled' || found.session.seenAt <= at - SESSION_MS)
				return null;
			const { session, account } = found;
			const renewed = session.seenAt <= at - SEEN_LAG_MS;
			if (renewed) await store.write((tx) => sessions.touch(tx, sessionId, at));
			const unlocked = session.unlockedUntil !== null && session.unlockedUntil > at;
			const { username, role } = account;
			return { actor: { username, role, sessionId, unlocked }, user: userOf(account), renewed };
		},

		async unlock({ username, sessionId }, pin) {
			const key = `pin ${username}`;
			await store.write((tx) => hit(tx, key, wrongPins, now(), 'pin_locked'));
			const { pinHash } = await store.read((tx) => shops.get(tx));
			if (!(await unlessBusy(verifyPin(pin, pinHash, secret))))
				throw new ProblemError('wrong_pin', {
					detail:
						pinHash === undefined
							? 'This shop has no PIN yet: set one with npm run pop -- init.'
							: 'This is not the PIN.'
				});
			await store.write(async (tx) => {
				await limits.clear(tx, key);
				await sessions.setUnlocked(tx, sessionId, now() + UNLOCK_MS);
			});
		}
	};
}

async function hit(
	tx: WriteTx,
	key: string,
	limit: Limit,
	now: number,
	code: 'too_many_requests' | 'pin_locked' = 'too_many_requests'
): Promise<void> {
	const verdict = await limits.hit(tx, key, limit, now);
	if (verdict.ok) return;
	const minutes = Math.ceil(verdict.retryAfterMs / MINUTE);
	throw new ProblemError(code, {
		detail: `Too many tries. Try again in ${minutes === 1 ? 'a minute' : `${minutes} minutes`}.`,
		retryAfterMs: verdict.retryAfterMs
	});
}

async function unlessBusy<T>(work: Promise<T>): Promise<T> {
	try {
		return await work;
	} catch (error) {
		if (!(error instanceof GateFull)) throw error;
		throw new ProblemError('too_many_requests', {
			detail: 'Too many people sign in at this moment. Try again in a few seconds.',
			retryAfterMs: 5_000
		});
	}
}

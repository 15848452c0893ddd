import { createHash, randomBytes } from 'node:crypto';
import type { Account, User } from '../../domain/account/account';
import { writeLog } from '../audit';
import { ProblemError } from '../problem';
import { limits, type Limit } from '../store/limits';
import { sessions } from '../store/sessions';
import { shops } from '../store/shop';
import type { Store, WriteTx } from '../store/store';
import { users } from '../store/users';
import type { Actor } from './actor';
import { hashPassword } from './passwords';
import { verifyPin } from './pin';
import { countTry, signInsPerAccount, signInKey, unlessBusy } from './tries';
import { withPassword } from './with-password';

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;

/** A session ends when it was not seen for this long. */
export const SESSION_MS = 30 * DAY;
/** How far the last sight of a session may lag behind: not every request is a write. */
const SEEN_LAG_MS = DAY;
/** How long the PIN opens what it guards. */
const UNLOCK_MS = 10 * MINUTE;

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
	signIn(
		credentials: { username: string; password: string },
		address: string,
		device?: string
	): Promise<SignedIn>;
	/** @throws ProblemError username_taken, too_many_requests */
	register(
		wish: { username: string; password: string; email?: string },
		address: string,
		device?: string
	): Promise<SignedIn>;
	signOut(token: string): Promise<void>;
	/** Who holds a token; `renewed` once a day, when its end has moved on. */
	actorOf(token: string): Promise<{ actor: Actor; user: User; renewed: boolean } | null>;
	/**
	 * Opens what the PIN guards to this session.
	 * @throws ProblemError wrong_pin, pin_locked
	 */
	unlock(actor: Actor, pin: string): Promise<void>;
	/**
	 * Proves that the actor knows the PIN.
	 * @throws ProblemError wrong_pin, pin_locked
	 */
	provePin(actor: Actor, pin: string): Promise<void>;
}

/** Who a line of the log is about where there is no such account: no new name is as short. */
const NOBODY = '-';

const hashToken = (token: string): string => createHash('sha256').update(token).digest('hex');

/** An account as its owner sees it. */
export function userOf({ username, role, email, mustChange }: Account): User {
	return { username, role, ...(email !== undefined && { email }), ...(mustChange && { mustChange }) };
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
	async function openSession(tx: WriteTx, username: string, device?: string): Promise<string> {
		const token = randomBytes(32).toString('base64url');
		const at = now();
		await sessions.insert(tx, {
			tokenHash: hashToken(token),
			username,
			createdAt: at,
			seenAt: at,
			unlockedUntil: null,
			device: device ?? null
		});
		return token;
	}

	async function provePin({ username }: Actor, pin: string): Promise<void> {
		const key = `pin ${username}`;
		const left = await store.write((tx) => countTry(tx, key, wrongPins, now(), 'pin_locked'));
		const { pinHash } = await store.read((tx) => shops.get(tx));
		const right = await unlessBusy(verifyPin(pin, pinHash, secret));
		await store.write(async (tx) => {
			if (right) return limits.clear(tx, key);
			await writeLog(tx, now(), username, 'WRONG_PIN');
			if (left === 0) await writeLog(tx, now(), username, 'LOCK_PIN', '15 minutes');
		});
		if (right) return;
		const detail =
			pinHash === undefined
				? 'This shop has no PIN yet: set one with npm run pop -- init.'
				: 'This is not the PIN.';
		throw new ProblemError('wrong_pin', { detail, fields: { pin: detail } });
	}

	return {
		async signIn({ username, password }, address, device) {
			// Counted before the password is looked at, so that guesses sent at once are counted too.
			const accountKey = signInKey(username);
			const left = await store.write(async (tx) => ({
				address: await countTry(tx, `sign-in address ${address}`, signInsPerAddress, now()),
				account: await countTry(tx, accountKey, signInsPerAccount, now())
			}));
			const signedIn = await withPassword(store, { username, password }, async (tx, account, replacement) => {
				if (account.status === 'disabled') throw disabled();
				await limits.clear(tx, accountKey);
				if (replacement) await users.update(tx, { ...account, passwordHash: replacement });
				if (account.role === 'admin') await writeLog(tx, now(), username, 'SIGN_IN', address);
				return { user: userOf(account), token: await openSession(tx, username, device) };
			});
			if (signedIn) return signedIn;
			await store.write(async (tx) => {
				// A name of nobody may be a password that was typed into the wrong field.
				const tried = (await users.byName(tx, username))?.username ?? NOBODY;
				await writeLog(tx, now(), tried, 'FAILED_SIGN_IN', address);
				if (left.account === 0) await writeLog(tx, now(), tried, 'LOCK_SIGN_IN', '15 minutes');
				if (left.address === 0) await writeLog(tx, now(), NOBODY, 'LOCK_ADDRESS', address);
			});
			throw new ProblemError('invalid_credentials', { detail: 'This username and password do not fit.' });
		},

		async register({ username, password, email }, address, device) {
			const taken = () =>
				new ProblemError('username_taken', {
					detail: 'This username is taken. Choose another.',
					fields: { username: 'This username is taken.' }
				});
			if (await store.read((tx) => users.isTaken(tx, username))) throw taken();
			const passwordHash = await unlessBusy(hashPassword(password));
			return store.write(async (tx) => {
				if (await users.isTaken(tx, username)) throw taken();
				await countTry(tx, `register ${address}`, registrationsPerAddress, now());
				const account: Account = {
					username,
					passwordHash,
					role: 'user',
					status: 'active',
					mustChange: false
				};
				if (email) account.email = email;
				await users.insert(tx, account);
				await writeLog(tx, now(), username, 'REGISTER');
				return { user: userOf(account), token: await openSession(tx, username, device) };
			});
		},

		signOut: (token) => store.write((tx) => sessions.remove(tx, hashToken(token))),

		async actorOf(token) {
			const sessionId = hashToken(token);
			const at = now();
			const found = await store.read((tx) => sessions.byTokenHash(tx, sessionId));
			if (!found || found.account.status === 'disabled' || found.session.seenAt <= at - SESSION_MS)
				return null;
			const { session, account } = found;
			const renewed = session.seenAt <= at - SEEN_LAG_MS;
			if (renewed) await store.write((tx) => sessions.touch(tx, sessionId, at));
			const unlocked = session.unlockedUntil !== null && session.unlockedUntil > at;
			const { username, role } = account;
			return { actor: { username, role, sessionId, unlocked }, user: userOf(account), renewed };
		},

		async unlock(actor, pin) {
			await provePin(actor, pin);
			await store.write(async (tx) => {
				await sessions.setUnlocked(tx, actor.sessionId, now() + UNLOCK_MS);
				await writeLog(tx, now(), actor.username, 'UNLOCK');
			});
		},

		provePin
	};
}

const disabled = () =>
	new ProblemError('account_disabled', { detail: 'This account is closed. Ask the shop.' });

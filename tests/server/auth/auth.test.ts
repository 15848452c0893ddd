import { afterAll, beforeAll, expect, test } from 'vitest';
import { createAuth, SESSION_MS, type Auth } from '../../../src/lib/server/auth/auth';
import { demoSignIns, openDoors } from '../../../src/lib/server/auth/published';
import { hashPin, pinFits } from '../../../src/lib/server/auth/pin';
import { fits, hashPassword } from '../../../src/lib/server/auth/passwords';
import { withPassword } from '../../../src/lib/server/auth/with-password';
import { sessions } from '../../../src/lib/server/store/sessions';
import { shops } from '../../../src/lib/server/store/shop';
import type { Store } from '../../../src/lib/server/store/store';
import { users } from '../../../src/lib/server/store/users';
import { openers } from '../../helpers/store';

const MINUTE = 60_000;
const secret = 'a secret of this test alone';
/** The row of `admin123` in an old shop's users.csv. */
const oldHash =
	'werkzeug$scrypt:32768:8:1$y4wYbA2tv6QYrlc3$cd55adb8ca0417a7bef5b6042573cad603185a7d848c63c1f20b66d345a771e6ed27366e784a1bccc5c7e9c4fa4a9b77c30afbd041d6b904a5fa2124bd864106';

let store: Store;
let auth: Auth;
let now = 1_700_000_000_000;

beforeAll(async () => {
	store = await openers.sqlite();
	auth = createAuth({ store, secret, now: () => now });
	await store.write((tx) =>
		users.insertAll(tx, [
			{ username: 'admin123', passwordHash: oldHash, role: 'admin', status: 'active', mustChange: true },
			{ username: 'ß 12', passwordHash: oldHash, role: 'user', status: 'active', mustChange: false },
			{ username: 'gone', passwordHash: oldHash, role: 'user', status: 'disabled', mustChange: false }
		])
	);
});
afterAll(() => store.close());

const account = (username: string) => store.read((tx) => users.byName(tx, username));
const signIn = (username: string, password: string, address = '10.0.0.1') =>
	auth.signIn({ username, password }, address);

test('an old shop’s account signs in as it is and its hash is replaced, all else kept', async () => {
	const { user, token } = await signIn('admin123', 'sriyanshu1');
	expect(user).toEqual({ username: 'admin123', role: 'admin', mustChange: true });
	expect((await auth.actorOf(token))?.actor).toMatchObject({
		username: 'admin123',
		role: 'admin',
		unlocked: false
	});
	const kept = await account('admin123');
	expect(kept?.passwordHash).toMatch(/^pop\$/);
	expect(kept?.mustChange).toBe(true);
	expect((await signIn('ß 12', 'sriyanshu1')).user.username).toBe('ß 12');
});

test('sign-ins at the same moment all succeed, though the first replaces the old hash', async () => {
	await store.write((tx) =>
		users.insert(tx, {
			username: 'thrice',
			passwordHash: oldHash,
			role: 'user',
			status: 'active',
			mustChange: false
		})
	);
	const signedIn = await Promise.all([1, 2, 3].map(() => signIn('thrice', 'sriyanshu1')));
	for (const { token } of signedIn) expect((await auth.actorOf(token))?.user.username).toBe('thrice');
});

test('a password that is changed while it is looked at does not sign in', async () => {
	await auth.register({ username: 'changer', password: 'the old one' }, '10.0.0.3');
	const passwordHash = await hashPassword('the new one');
	let looks = 0;
	const meanwhile: Store = {
		...store,
		read: async (work) => {
			const seen = await store.read(work);
			if (looks++ === 0)
				await store.write(async (tx) =>
					users.update(tx, { ...(await users.byName(tx, 'changer'))!, passwordHash })
				);
			return seen;
		}
	};
	const signInto = (password: string) =>
		withPassword(meanwhile, { username: 'changer', password }, async (_, { username }) => username);
	expect(await signInto('the old one')).toBeNull();
	expect(looks).toBe(2);
	expect(await signInto('the new one')).toBe('changer');
});

test('a wrong password, an unknown name and another case of a name get the same answer', async () => {
	const answers = await Promise.all(
		[signIn('ß 12', 'wrong'), signIn('nobody', 'wrong'), signIn('ADMIN123', 'sriyanshu1')].map((answer) =>
			answer.catch((error) => [error.code, error.details])
		)
	);
	expect(answers[0]).toEqual(['invalid_credentials', { detail: expect.any(String) }]);
	expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1);
});

test('a closed account is told only to who knows its password, and its sessions end', async () => {
	await expect(signIn('gone', 'wrong')).rejects.toMatchObject({ code: 'invalid_credentials' });
	await expect(signIn('gone', 'sriyanshu1')).rejects.toMatchObject({ code: 'account_disabled' });
	const { token } = await auth.register({ username: 'leaver', password: 'long enough' }, '10.0.0.2');
	await store.write(async (tx) =>
		users.update(tx, { ...(await users.byName(tx, 'leaver'))!, status: 'disabled' })
	);
	expect(await auth.actorOf(token)).toBeNull();
});

test('a name is registered once, ignoring case, also against imported ones', async () => {
	const { user } = await auth.register(
		{ username: 'New.One', password: 'long enough', email: '' },
		'10.0.0.2'
	);
	expect(user).toEqual({ username: 'New.One', role: 'user' });
	for (const username of ['new.one', 'Admin123'])
		await expect(auth.register({ username, password: 'long enough' }, '10.0.0.2')).rejects.toMatchObject({
			code: 'username_taken',
			details: { fields: { username: expect.any(String) } }
		});
});

test('ten wrong passwords close an account for a while, from everywhere and over a restart', async () => {
	await auth.register({ username: 'target', password: 'long enough' }, '10.0.0.3');
	const wrong = await Promise.allSettled(
		Array.from({ length: 12 }, () => signIn('target', 'wrong', '10.0.0.4'))
	);
	const codes = wrong.map((result) => (result.status === 'rejected' ? result.reason.code : 'in'));
	expect(codes.filter((code) => code === 'invalid_credentials')).toHaveLength(10);
	expect(codes.filter((code) => code === 'too_many_requests')).toHaveLength(2);
	auth = createAuth({ store, secret, now: () => now });
	await expect(signIn('target', 'long enough', '10.0.0.5')).rejects.toMatchObject({
		code: 'too_many_requests',
		details: { retryAfterMs: 15 * MINUTE }
	});
	now += 15 * MINUTE;
	expect((await signIn('target', 'long enough', '10.0.0.5')).user.username).toBe('target');
}, 60_000);

test('a session slides with use, ends with 30 days of rest or a sign-out, and its token is not in the store', async () => {
	const { token } = await auth.register({ username: 'sleeper', password: 'long enough' }, '10.0.0.6');
	const [session] = await store.read((tx) => sessions.of(tx, 'sleeper'));
	expect(session!.tokenHash).not.toContain(token);
	now += SESSION_MS - 1;
	expect(await auth.actorOf(token)).toMatchObject({ renewed: true });
	expect(await auth.actorOf(token)).toMatchObject({ renewed: false });
	now += SESSION_MS - 1;
	expect(await auth.actorOf(token)).toMatchObject({ renewed: true });
	now += SESSION_MS;
	expect(await auth.actorOf(token)).toBeNull();
	const again = await signIn('sleeper', 'long enough', '10.0.0.6');
	await auth.signOut(again.token);
	expect(await auth.actorOf(again.token)).toBeNull();
});

test('the PIN opens one session for 10 minutes; five wrong ones lock it for 15', async () => {
	const first = await signIn('admin123', 'sriyanshu1', '10.0.0.7');
	const second = await signIn('admin123', 'sriyanshu1', '10.0.0.7');
	const actor = async (token: string) => (await auth.actorOf(token))!.actor;
	await expect(auth.unlock(await actor(first.token), '5624')).rejects.toMatchObject({ code: 'wrong_pin' });
	const pinHash = await hashPin('5624', secret);
	expect(await pinFits('5624', pinHash, 'the secret of another server')).toBe(false);
	await store.write(async (tx) => shops.save(tx, { ...(await shops.get(tx)), pinHash }));
	await auth.unlock(await actor(first.token), '5624');
	expect((await actor(first.token)).unlocked).toBe(true);
	expect((await actor(second.token)).unlocked).toBe(false);
	now += 10 * MINUTE;
	expect((await actor(first.token)).unlocked).toBe(false);

	for (let i = 0; i < 5; i++)
		await expect(auth.unlock(await actor(first.token), '0000')).rejects.toMatchObject({ code: 'wrong_pin' });
	await expect(auth.unlock(await actor(second.token), '5624')).rejects.toMatchObject({ code: 'pin_locked' });
	now += 15 * MINUTE;
	await auth.unlock(await actor(second.token), '5624');
}, 60_000);

test('published credentials are found wherever they open something', async () => {
	const boss = { username: 'boss', passwordHash: await hashPassword('sriyanshu1'), role: 'admin' } as const;
	await store.write((tx) => users.insertAll(tx, [{ ...boss, status: 'active', mustChange: false }]));
	const open = await store.read((tx) => openDoors(tx, secret));
	expect(open.accounts.map(({ username }) => username)).toEqual(['admin123', 'boss']);
	expect(open.pin).toBe(true);
	expect(await fits('sriyanshu1', (await account('boss'))!.passwordHash)).toBe(true);
}, 60_000);

test('the demo names only what opens it', async () => {
	const lines = () => demoSignIns(store, secret);
	let told = false;
	const telling = lines().finally(() => (told = true));
	await store.read((tx) => shops.get(tx));
	expect(told, 'who reads meanwhile waits for no hash').toBe(false);
	expect(await telling).toEqual(['Admin: admin123 / sriyanshu1, PIN 5624']);
	const pinHash = await hashPin('774411', secret);
	await store.write(async (tx) => shops.save(tx, { ...(await shops.get(tx)), pinHash }));
	expect(await lines()).toEqual(['Admin: admin123 / sriyanshu1']);
}, 60_000);

import { afterEach, beforeEach, expect, test } from 'vitest';
import { createAuth, type Auth } from '../../../src/lib/server/auth/auth';
import type { Actor } from '../../../src/lib/server/auth/actor';
import { carts } from '../../../src/lib/server/store/carts';
import { log } from '../../../src/lib/server/store/log';
import { orders } from '../../../src/lib/server/store/orders';
import { sessions } from '../../../src/lib/server/store/sessions';
import type { Store } from '../../../src/lib/server/store/store';
import { users } from '../../../src/lib/server/store/users';
import { deviceName } from '../../../src/lib/server/users/device-name';
import { createUsers, type Users } from '../../../src/lib/server/users/users';
import { openers } from '../../helpers/store';

const boss: Actor = { username: 'boss', role: 'admin', sessionId: 's', unlocked: true };
/** A form that can sign in as far as `isHash` tells; the password is not asked for. */
const someHash = 'pop$scrypt$131072$8$1$AAAAAAAAAAAAAAAAAAAAAA$AAAA';

let store: Store;
let desk: Users;
let auth: Auth;
const now = () => Date.UTC(2026, 0, 5, 6, 30);

beforeEach(async () => {
	store = await openers.sqlite();
	desk = createUsers({ store, now });
	auth = createAuth({ store, secret: 'of this test', now });
	const account = (username: string, role: 'admin' | 'user') =>
		({ username, role, passwordHash: someHash, status: 'active', mustChange: false }) as const;
	await store.write((tx) => users.insertAll(tx, [account('boss', 'admin'), account('ann', 'user')]));
});
afterEach(() => store.close());

const openSession = (username: string, tokenHash = username) =>
	store.write((tx) =>
		sessions.insert(tx, {
			tokenHash,
			username,
			createdAt: now(),
			seenAt: now(),
			unlockedUntil: null,
			device: null
		})
	);
const sessionsOf = (username: string) => store.read((tx) => sessions.of(tx, username));
const logged = async () =>
	(await store.read((tx) => log.all(tx))).map(
		({ username, action, target }) => `${username} ${action} ${target}`
	);

test('the last admin who can sign in can’t be demoted, disabled or deleted; with another one they can', async () => {
	const refused = { code: 'last_admin' };
	await expect(desk.change(boss, 'boss', { role: 'user' })).rejects.toMatchObject(refused);
	await expect(desk.change(boss, 'boss', { status: 'disabled' })).rejects.toMatchObject(refused);
	await expect(desk.remove(boss, 'boss')).rejects.toMatchObject(refused);
	await store.write((tx) =>
		users.insert(tx, {
			username: 'ghost',
			role: 'admin',
			passwordHash: '',
			status: 'active',
			mustChange: false
		})
	);
	await expect(desk.remove(boss, 'boss')).rejects.toMatchObject(refused);

	await desk.change(boss, 'ann', { role: 'admin' });
	await desk.change(boss, 'boss', { role: 'user' });
	await expect(desk.change(boss, 'ann', { status: 'disabled' })).rejects.toMatchObject(refused);
	expect(await logged()).toEqual(['boss CHANGE_ROLE ann admin', 'boss CHANGE_ROLE boss user']);
});

test('of two admins who demote each other at once, one stays', async () => {
	await desk.change(boss, 'ann', { role: 'admin' });
	const both = await Promise.allSettled([
		desk.change(boss, 'ann', { role: 'user' }),
		desk.change({ ...boss, username: 'ann' }, 'boss', { role: 'user' })
	]);
	expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
	expect(await store.read((tx) => users.activeAdmins(tx))).toHaveLength(1);
});

test('a new account has a temporary password, told once, that must be changed', async () => {
	const { user, temporaryPassword } = await desk.add(boss, {
		username: 'carl',
		role: 'admin',
		email: 'carl@example.org'
	});
	expect(user).toEqual({
		username: 'carl',
		role: 'admin',
		status: 'active',
		mustChange: true,
		sessions: 0,
		email: 'carl@example.org'
	});
	expect(temporaryPassword).toMatch(/^(?:[a-z2-9]{4}-){3}[a-z2-9]{4}$/);
	const { user: own, token } = await auth.signIn(
		{ username: 'carl', password: temporaryPassword! },
		'here',
		'Firefox on Linux'
	);
	expect(own.mustChange).toBe(true);
	expect((await auth.actorOf(token))!.user.mustChange).toBe(true);
	await expect(desk.add(boss, { username: 'CARL', role: 'user' })).rejects.toMatchObject({
		code: 'username_taken'
	});
	expect(await logged()).toEqual(['boss ADD_USER carl admin', 'carl SIGN_IN here']);
});

test('another password ends every session; signing out does, and disabling', async () => {
	for (const [index, end] of [
		() => desk.setPassword(boss, 'ann', 'chosen by the desk'),
		() => desk.signOut(boss, 'ann'),
		() => desk.change(boss, 'ann', { status: 'disabled' })
	].entries()) {
		await openSession('ann', `${index}`);
		await openSession('boss', `boss ${index}`);
		await end();
		expect(await sessionsOf('ann')).toEqual([]);
		expect(await sessionsOf('boss')).toHaveLength(index + 1);
	}
	expect((await desk.list('ann')).users).toMatchObject([{ status: 'disabled', mustChange: true }]);
	expect(await logged()).toEqual([
		'boss RESET_PASSWORD ann',
		'boss SIGN_OUT_USER ann',
		'boss DISABLE_USER ann'
	]);
});

test('where sessions end, every node looks at its streams again', async () => {
	await openSession('ann');
	const touched: string[][] = [];
	store.onCommit(({ tables }) => touched.push([...tables]));
	await desk.signOut(boss, 'ann');
	expect(touched[0]).toContain('users');
});

test('a deleted account leaves its orders, and nobody gets its name', async () => {
	await openSession('ann');
	await store.write(async (tx) => {
		await orders.insert(
			tx,
			{
				orderId: 'W1',
				username: 'ann',
				status: 'awaiting_code',
				lines: [],
				total: 0,
				placedAt: new Date(now()).toISOString()
			},
			now()
		);
		await carts.setLine(tx, { username: 'ann', productId: 'P1', quantity: 2, name: 'Pad', price: 1 });
	});
	await desk.remove(boss, 'ann');
	expect(await store.read((tx) => users.byName(tx, 'ann'))).toBeUndefined();
	expect(await sessionsOf('ann')).toEqual([]);
	expect(await store.read((tx) => carts.of(tx, 'ann'))).toEqual([]);
	expect((await store.read((tx) => orders.byId(tx, 'W1')))?.username).toBe('ann');
	await expect(auth.register({ username: 'ann', password: 'long enough' }, 'here')).rejects.toMatchObject({
		code: 'username_taken'
	});
	await expect(desk.add(boss, { username: 'ann', role: 'user' })).rejects.toMatchObject({
		code: 'username_taken'
	});
	await expect(desk.remove(boss, 'ann')).rejects.toMatchObject({ code: 'not_found' });
});

test('the search looks into name, e-mail and phone, upper and lower case alike, and takes signs as they are', async () => {
	await desk.change(boss, 'ann', { email: 'Ann_B@example.org', phone: '+91 98' });
	const names = async (text: string) => (await desk.list(text)).users.map(({ username }) => username);
	expect(await names('')).toEqual(['ann', 'boss']);
	expect(await names('BOS')).toEqual(['boss']);
	expect(await names('n_b@')).toEqual(['ann']);
	expect(await names('+91')).toEqual(['ann']);
	expect(await names('%')).toEqual([]);
	expect(await names("'\\")).toEqual([]);
	expect(JSON.stringify(await desk.list(''))).not.toContain('scrypt');
});

test.each([
	[
		'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/141.0 Safari/537.36 Edg/141.0',
		'Edge on Windows'
	],
	['Mozilla/5.0 (X11; Linux x86_64; rv:143.0) Gecko/20100101 Firefox/143.0', 'Firefox on Linux'],
	[
		'Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1 Version/18.0 Mobile Safari/604.1',
		'Safari on iPhone'
	],
	['curl/8.5', undefined],
	[null, undefined]
])('%s is %s', (agent, name) => expect(deviceName(agent)).toBe(name));

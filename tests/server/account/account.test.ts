import type { AddressInfo } from 'node:net';
import { SMTPServer } from 'smtp-server';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { createAuth, type Auth } from '../../../src/lib/server/auth/auth';
import { createMailer } from '../../../src/lib/server/delivery/mail';
import { createResetMails, type ResetMailSender } from '../../../src/lib/server/delivery/reset-mails';
import { log } from '../../../src/lib/server/store/log';
import { resetMails } from '../../../src/lib/server/store/reset-mails';
import type { Store } from '../../../src/lib/server/store/store';
import { createAccounts, type Accounts } from '../../../src/lib/server/users/accounts';
import { RESET_MS } from '../../../src/lib/server/users/reset-token';
import { openers } from '../../helpers/store';

const secret = 'of this test';
let store: Store;
let auth: Auth;
let accounts: Accounts;
let mails: ResetMailSender;
let smtp: SMTPServer;
let port: number;
let now = Date.UTC(2026, 0, 5, 6, 30);
/** What the mail server took, decoded, and whether it takes anything. */
const inbox: { to: string; text: string }[] = [];
let refusing = false;

beforeAll(async () => {
	store = await openers.sqlite();
	smtp = new SMTPServer({
		authOptional: true,
		disabledCommands: ['STARTTLS'],
		onData(stream, { envelope }, done) {
			let text = '';
			stream.on('data', (part) => (text += part));
			stream.on('end', () => {
				if (refusing) return done(Object.assign(new Error('Not now'), { responseCode: 451 }));
				inbox.push({
					to: envelope.rcptTo[0]!.address,
					text: text.replace(/=\r\n/g, '').replace(/=3D/g, '=')
				});
				done();
			});
		}
	});
	await new Promise<void>((ready) => smtp.listen(0, '127.0.0.1', ready));
	port = (smtp.server.address() as AddressInfo).port;
	auth = createAuth({ store, secret, now: () => now });
	mails = sender();
	accounts = createAccounts({ store, secret, now: () => now, onMail: () => mails.wake() });
	await auth.register({ username: 'ann', password: 'the first one', email: 'ann@example.org' }, 'here');
	await auth.register({ username: 'mute', password: 'the first one' }, 'here');
});
afterAll(async () => {
	await mails.stop();
	await new Promise<void>((done) => smtp.close(done));
	await store.close();
});

const sender = () =>
	createResetMails({
		store,
		secret,
		mailer: createMailer(`smtp://127.0.0.1:${port}`, 'shop@example.org'),
		origin: 'https://shop.example',
		now: () => now,
		onError: () => undefined
	});
const signIn = async (username: string, password: string) => {
	const { token } = await auth.signIn({ username, password }, 'here', 'Firefox on Linux');
	return (await auth.actorOf(token))!.actor;
};
const isSignedIn = async (actor: { sessionId: string; username: string }) =>
	(await accounts.show({ ...actor, role: 'user', unlocked: false })).sessions.some(({ current }) => current);
const waiting = () => store.read(({ db }) => db.selectFrom('resetMails').selectAll().execute());
const actions = async () => (await store.read((tx) => log.all(tx))).map(({ action }) => action);
const linkIn = (text: string) => /https:\/\/shop\.example\/reset#(\S+)/.exec(text)![1]!;

test('a changed password ends the other sessions and asks for the one before', async () => {
	const here = await signIn('ann', 'the first one');
	const there = await signIn('ann', 'the first one');
	await expect(accounts.changePassword(here, 'wrong', 'the second one')).rejects.toMatchObject({
		code: 'invalid',
		details: { fields: { password: expect.any(String) } }
	});
	await expect(accounts.changePassword(here, 'the first one', 'the first one')).rejects.toMatchObject({
		details: { fields: { newPassword: expect.any(String) } }
	});
	await accounts.changePassword(here, 'the first one', 'the second one');
	expect([await isSignedIn(here), await isSignedIn(there)]).toEqual([true, false]);
	await expect(signIn('ann', 'the first one')).rejects.toMatchObject({ code: 'invalid_credentials' });
	expect(await actions()).toContain('CHANGE_PASSWORD');
});

test('sessions are seen without what their tokens are compared with, and ended one by one', async () => {
	const here = await signIn('ann', 'the second one');
	const there = await signIn('ann', 'the second one');
	const { sessions } = await accounts.show(here);
	expect(sessions.find(({ current }) => current)?.device).toBe('Firefox on Linux');
	expect(JSON.stringify(sessions)).not.toContain(here.sessionId);
	const other = (await accounts.show(there)).sessions.find(({ current }) => current)!;
	await accounts.endSession(here, other.id);
	expect([await isSignedIn(here), await isSignedIn(there)]).toEqual([true, false]);
	const mute = await signIn('mute', 'the first one');
	await expect(accounts.endSession(mute, sessions[0]!.id)).rejects.toMatchObject({ code: 'not_found' });
	await accounts.endOtherSessions(here);
	expect((await accounts.show(here)).sessions).toHaveLength(1);
});

test('a forgotten password: a mail, once usable, for 30 minutes', async () => {
	await accounts.forgot('ann', 'here');
	await vi.waitFor(() => expect(inbox).toHaveLength(1));
	await vi.waitFor(async () => expect(await waiting()).toEqual([]));
	expect(inbox[0]!.to).toBe('ann@example.org');
	const token = linkIn(inbox[0]!.text);
	const session = await signIn('ann', 'the second one');

	now += RESET_MS;
	await expect(accounts.reset(token, 'the third one', 'here')).rejects.toMatchObject({
		code: 'code_expired'
	});
	now -= 1;
	const forged = token.replace(/^\w+/, Buffer.from('mute').toString('base64url'));
	for (const wrong of [forged, `${token}A`, 'x', '..', token.replace(/\.\d/, '.9')])
		await expect(accounts.reset(wrong, 'the third one', 'here')).rejects.toMatchObject({
			code: 'code_expired'
		});
	await accounts.reset(token, 'the third one', 'here');
	expect(await isSignedIn(session)).toBe(false);
	await signIn('ann', 'the third one');
	await expect(accounts.reset(token, 'the fourth one', 'here')).rejects.toMatchObject({
		code: 'code_expired'
	});
});

test('nobody learns from it who has an account or an address', async () => {
	const sent = inbox.length;
	for (const name of ['nobody', 'mute']) expect(await accounts.forgot(name, 'here')).toBeUndefined();
	expect(await waiting()).toEqual([]);
	expect(inbox).toHaveLength(sent);
});

test('a mail that is refused waits in the store, is shown, and goes out after a restart', async () => {
	const sent = inbox.length;
	refusing = true;
	await accounts.forgot('ann', 'here');
	await vi.waitFor(async () =>
		expect((await store.read((tx) => resetMails.failed(tx)))[0]?.attempts).toBe(1)
	);
	const [failed] = await store.read((tx) => resetMails.failed(tx));
	expect(failed!.error).toBe('EMESSAGE 451');
	expect(JSON.stringify(failed)).not.toMatch(/\.\d{13}\./);
	await mails.stop();
	refusing = false;
	now = failed!.dueAt!;
	mails = sender();
	mails.wake();
	await vi.waitFor(() => expect(inbox).toHaveLength(sent + 1));
	await vi.waitFor(async () => expect(await waiting()).toEqual([]));
});

test('a mail is given up when its link would be too old', async () => {
	refusing = true;
	await accounts.forgot('ann', 'here');
	await vi.waitFor(async () =>
		expect((await store.read((tx) => resetMails.failed(tx)))[0]?.attempts).toBe(1)
	);
	now += RESET_MS;
	mails.wake();
	await vi.waitFor(async () =>
		expect((await store.read((tx) => resetMails.failed(tx)))[0]).toMatchObject({ attempts: 2, dueAt: null })
	);
	expect(await actions()).toContain('MAIL_FAILED');
	refusing = false;
});

test('an account is deleted with its password alone', async () => {
	const ann = await signIn('ann', 'the third one');
	await expect(accounts.remove(ann, 'wrong')).rejects.toMatchObject({ code: 'invalid' });
	await accounts.remove(ann, 'the third one');
	await expect(accounts.show(ann)).rejects.toMatchObject({ code: 'signed_out' });
	await expect(signIn('ann', 'the third one')).rejects.toMatchObject({ code: 'invalid_credentials' });
});

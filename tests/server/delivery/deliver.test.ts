import { createHmac } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { SMTPServer } from 'smtp-server';
import { expect, test } from 'vitest';
import { defaultShop } from '../../../src/lib/domain/shop/shop';
import { createDelivery, type CodeMessage } from '../../../src/lib/server/delivery/deliver';
import { createMailer, reasonOf } from '../../../src/lib/server/delivery/mail';

const message: CodeMessage = {
	code: '04711',
	expiresInMs: 300_000,
	order: {
		orderId: 'W1',
		username: 'ann',
		status: 'awaiting_code',
		lines: [],
		total: 150_000,
		placedAt: '2026-01-01T00:00:00.000Z',
		phone: '+91 98'
	},
	account: {
		username: 'ann',
		role: 'user',
		email: 'ann@example.org',
		passwordHash: '',
		status: 'active',
		mustChange: false
	},
	shop: defaultShop
};
const none = { mode: 'live', otpWebhookUrl: null } as const;

async function listening(server: {
	listen(port: number, host: string, done: () => void): unknown;
}): Promise<void> {
	await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
}

test('a code goes by e-mail to the account, through a real SMTP server', async () => {
	const mails: { to: string[]; text: string }[] = [];
	const smtp = new SMTPServer({
		authOptional: true,
		disabledCommands: ['STARTTLS'],
		onData(stream, session, done) {
			let text = '';
			stream.on('data', (part) => (text += part));
			stream.on('end', () => {
				mails.push({ to: session.envelope.rcptTo.map(({ address }) => address), text });
				done();
			});
		}
	});
	await listening(smtp);
	const { port } = smtp.server.address() as AddressInfo;
	const mailer = createMailer(`smtp://127.0.0.1:${port}`, 'shop@example.org');
	const delivery = createDelivery(none, mailer, 'secret')!;
	expect(delivery.kind).toBe('email');
	await delivery.send(message);
	expect(mails).toHaveLength(1);
	expect(mails[0]!.to).toEqual(['ann@example.org']);
	expect(mails[0]!.text).toMatch(/From: shop@example\.org/);
	expect(mails[0]!.text).toMatch(/Subject: 04711 is your code for order W1/);
	expect(delivery.reaches(message.order, { ...message.account, email: undefined })).toBe(false);
	mailer.close();
	await new Promise<void>((done) => smtp.close(done));
	const refused = await delivery.send(message).catch((error: unknown) => error);
	expect(reasonOf(refused)).toBe('ESOCKET');
});

test('a code goes by a POST that its receiver can check', async () => {
	const calls: { body: string; signature: string }[] = [];
	let status = 204;
	const gateway = createServer((request, response) => {
		let body = '';
		request.on('data', (part) => (body += part));
		request.on('end', () => {
			calls.push({ body, signature: String(request.headers['pop-signature']) });
			response.writeHead(status).end();
		});
	});
	await listening(gateway);
	const { port } = gateway.address() as AddressInfo;
	const delivery = createDelivery(
		{ ...none, otpWebhookUrl: `http://127.0.0.1:${port}/codes` },
		null,
		'secret'
	)!;
	expect(delivery.kind).toBe('webhook');
	await delivery.send(message);
	const [, time, signature] = /^t=(\d+),v1=([0-9a-f]{64})$/.exec(calls[0]!.signature)!;
	expect(signature).toBe(createHmac('sha256', 'secret').update(`${time}.${calls[0]!.body}`).digest('hex'));
	expect(JSON.parse(calls[0]!.body)).toMatchObject({ code: '04711', orderId: 'W1', phone: '+91 98' });
	status = 500;
	expect(reasonOf(await delivery.send(message).catch((error: unknown) => error))).toBe('500');
	gateway.closeAllConnections();
	await new Promise((done) => gateway.close(done));
});

test('codes are on screen in demo mode alone', () => {
	expect(createDelivery({ ...none, mode: 'demo' }, null, 'secret')?.kind).toBe('demo');
	expect(createDelivery(none, null, 'secret')).toBeNull();
});

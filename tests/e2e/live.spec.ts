/** A shop in earnest: its codes go by e-mail. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SMTPServer } from 'smtp-server';
import { builtModule } from '../../scripts/built.mjs';
import {
	addToCart,
	confirmedOrder,
	expect,
	fillRegistration,
	newShopper,
	placeOrder,
	test
} from '../helpers/browser';
import { startServer } from '../helpers/server';

test('a buyer without an address is asked for one, once, and then the code goes there', async ({
	browser
}) => {
	const mails: string[] = [];
	const smtp = new SMTPServer({
		authOptional: true,
		disabledCommands: ['STARTTLS'],
		onData(stream, _, done) {
			let mail = '';
			stream.on('data', (part) => (mail += part));
			stream.on('end', () => {
				mails.push(mail);
				done();
			});
		}
	});
	await new Promise<void>((listens) => void smtp.listen(0, '127.0.0.1', listens));
	const { port } = smtp.server.address() as AddressInfo;
	const dataDir = mkdtempSync(join(tmpdir(), 'pop-live-'));
	const catalogue = join(dataDir, 'products.csv');
	writeFileSync(
		catalogue,
		'product_id,name,section,price,stock,description\nP1,Sump plug,Filters,85.50,9,\n'
	);
	const { pop } = await import(builtModule('cli/pop.js'));
	const env = { DATA_DIR: dataDir, POP_ADMIN_PASSWORD: 'published nowhere', POP_ADMIN_PIN: '739152' };
	const io = { stdout: () => {}, stderr: () => {}, env, cwd: dataDir };
	expect(await pop(['init', '--admin', 'owner', '--email', 'owner@example.com'], io)).toBe(0);
	const shop = await startServer({
		dataDir,
		env: { POP_MODE: 'live', SMTP_URL: `smtp://127.0.0.1:${port}`, MAIL_FROM: 'shop@example.com' }
	});
	const context = await browser.newContext({ baseURL: shop.url });
	const page = await context.newPage();
	let asked = 0;
	page.on('request', (request) => void (request.url().endsWith('/code') && asked++));

	const buyer = newShopper();
	await page.goto('/register');
	await fillRegistration(page, buyer);
	await expect(page.getByRole('link', { name: 'Account' })).toBeVisible();
	await addToCart(page, 'P1', 'Sump plug');
	// What is pulled after the answer shows the order anew, and must not ask again.
	const answer = page.waitForResponse('**/code');
	await page.route('**/api/sync/pull**', async (route) => {
		await Promise.race([answer, page.waitForTimeout(1500)]); // One before the order is sent must not hold it up.
		await route.continue();
	});
	await placeOrder(page);
	await expect(page.getByText('There is no address to send the code to.')).toBeVisible();
	const pull = page.waitForResponse(
		async (response) =>
			response.url().includes('/api/sync/pull') && (await response.text()).includes('Sump plug M14')
	);
	writeFileSync(catalogue, readFileSync(catalogue, 'utf8').replace('Sump plug', 'Sump plug M14'));
	await pull;
	expect(asked).toBe(1);

	await page.getByRole('link', { name: 'Add an e-mail to your account' }).click();
	await page.getByLabel('Email', { exact: true }).fill('buyer@example.com');
	await page.getByLabel('Your password, to change the email').fill(buyer.password);
	await page.getByRole('button', { name: 'Save email' }).click();
	await expect(page.getByText('Your email is saved.')).toBeVisible();
	await page.getByRole('link', { name: /^W/ }).first().click();
	await expect.poll(() => mails.length).toBe(1);
	expect(asked).toBe(2);
	expect(mails[0]).toContain('buyer@example.com');
	const code = /code: (\d{5})/.exec(mails[0]!)![1]!;
	await page.getByRole('textbox', { name: 'One-time code' }).fill(code);
	await page.getByRole('button', { name: 'Confirm order', exact: true }).click();
	await confirmedOrder(page);

	await context.close();
	await shop.close();
	await new Promise<void>((closed) => void smtp.close(() => closed()));
	rmSync(dataDir, { recursive: true });
});

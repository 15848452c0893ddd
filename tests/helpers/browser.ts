/** Fixtures and the few things every shopper does, by the names that the contract gives. */
import AxeBuilder from '@axe-core/playwright';
import { test as base, expect, type Browser, type BrowserContext, type Page } from '@playwright/test';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import Papa from 'papaparse';
import { ApiClient } from './api';
import { startServer, type Server } from './server';

export { expect, type Page };

interface Fixtures {
	/** A shop of this test alone, which it may stop. */
	ownShop: Server;
	/** A page in the shop of this test alone. */
	ownPage: Page;
}

interface WorkerFixtures {
	/** The shop of all tests of a worker: use accounts and parts that no other test counts on. */
	shop: Server;
}

export const test = base.extend<Fixtures, WorkerFixtures>({
	shop: [
		async ({ browserName: _ }, use) => {
			const server = await startServer();
			await use(server);
			await server.close();
		},
		{ scope: 'worker' }
	],
	ownShop: async ({ browserName: _ }, use) => {
		const server = await startServer();
		await use(server);
		await server.close();
	},
	baseURL: async ({ shop }, use) => use(shop.url),
	context: async ({ context }, use) => {
		const faults = watch(context);
		await use(context);
		expect(faults, 'what went wrong in the pages').toEqual([]);
	},
	ownPage: async ({ browser, ownShop }, use) => {
		const context = await browser.newContext({ baseURL: ownShop.url });
		const faults = watch(context);
		await use(await context.newPage());
		await context.close();
		expect(faults, 'what went wrong in the pages').toEqual([]);
	}
});

/** Collects uncaught errors, and what the content security policy refused. */
function watch(context: BrowserContext): string[] {
	const faults: string[] = [];
	context.on('weberror', (error) => faults.push(String(error.error().stack ?? error.error())));
	context.on('console', (message) => {
		if (message.text().includes('Content Security Policy')) faults.push(message.text());
	});
	return faults;
}

export const admin = { username: 'admin123', password: 'sriyanshu1', pin: '5624' };
export const shopper = { username: 'shopper1', password: 'shopper-demo' };

let registered = 0;
/** A name that nobody has yet. */
export const newShopper = () => ({
	username: `e2e-${process.pid}-${++registered}`,
	password: `long enough ${registered}`
});

/** Another person's browser on the same shop. */
export async function anotherBrowser(
	browser: Browser,
	shop: Server
): Promise<{ context: BrowserContext; page: Page }> {
	const context = await browser.newContext({ baseURL: shop.url });
	return { context, page: await context.newPage() };
}

export const connection = (page: Page) => page.getByRole('status', { name: 'Connection' });

/** Waits until every page opens without the network. */
export async function offlineReady(page: Page): Promise<void> {
	await expect(connection(page)).toHaveAttribute('data-offline-ready', 'true', { timeout: 30_000 });
}

export async function signIn(page: Page, account: { username: string; password: string }): Promise<void> {
	await page.goto('/login');
	await fillSignIn(page, account);
	await expect(page.getByRole('link', { name: 'Account' })).toBeVisible();
}

export async function fillSignIn(page: Page, account: { username: string; password: string }): Promise<void> {
	await page.getByRole('textbox', { name: 'Username', exact: true }).fill(account.username);
	await page.getByLabel('Password', { exact: true }).fill(account.password);
	await page.getByRole('button', { name: 'Sign in', exact: true }).click();
}

export async function fillRegistration(
	page: Page,
	account: { username: string; password: string }
): Promise<void> {
	await page.getByRole('textbox', { name: 'Username', exact: true }).fill(account.username);
	await page.getByLabel('Password', { exact: true }).fill(account.password);
	await page.getByLabel('Confirm password', { exact: true }).fill(account.password);
	await page.getByRole('button', { name: 'Create account', exact: true }).click();
}

/** Puts a part into the cart from its own page. */
export async function addToCart(page: Page, productId: string, name: string): Promise<void> {
	await page.goto(`/products/${productId}`);
	await page
		.getByRole('button', { name: `Add ${name} to cart`, exact: true })
		.first()
		.click();
	await expect(page.getByRole('link', { name: /^Cart\b.*\d/ }).first()).toBeVisible();
}

/** From the cart to the order that waits for its code. */
export async function placeOrder(page: Page): Promise<void> {
	await page.goto('/cart');
	await page.getByRole('link', { name: 'Checkout', exact: true }).click();
	await page.getByRole('button', { name: 'Place order', exact: true }).click();
}

/** Types the code that the demo shows. */
export async function enterCode(page: Page): Promise<void> {
	const shown = page.getByTestId('demo-code');
	await expect(shown).toHaveText(/^\d{5}$/);
	await page.getByRole('textbox', { name: 'One-time code' }).fill(await shown.innerText());
	await page.getByRole('button', { name: 'Confirm order', exact: true }).click();
}

/** The id on the receipt. */
export async function confirmedOrder(page: Page): Promise<string> {
	await expect(page.getByRole('heading', { name: 'Order confirmed' })).toBeVisible();
	return (await page.getByTestId('order-id').first().innerText()).trim();
}

/** The rows of a file in the shop's folder as they are now. */
export function csvRows(shop: Server, name: string): Record<string, string>[] {
	const text = readFileSync(join(shop.dataDir, name), 'utf8');
	return Papa.parse<Record<string, string>>(text, { header: true, skipEmptyLines: true }).data;
}

export const shelf = (shop: Server, productId: string) =>
	Number(csvRows(shop, 'products.csv').find((row) => row.product_id === productId)?.stock);

/** The demo admin at the API, to change the shop behind the shopper's back. */
export async function adminApi(shop: Server): Promise<ApiClient> {
	const client = new ApiClient(shop.url);
	await client.signIn(admin.username, admin.password);
	return client;
}

/** Axe has nothing to say of the page as it stands once nothing moves. */
export async function withoutViolation(page: Page, where: string): Promise<void> {
	await page.waitForFunction(() => document.getAnimations().length === 0);
	// The mode without a second page for each look: the shop has no frames.
	const { violations } = await new AxeBuilder({ page })
		.setLegacyMode()
		.withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'])
		.analyze();
	expect(
		violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.target.join(' ')).join(', ')}`),
		where
	).toEqual([]);
}

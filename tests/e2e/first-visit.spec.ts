import { expect, offlineReady, shopper, signIn, test } from '../helpers/browser';

const catalogue = [
	['/', /Brake/],
	['/sections', /Clutch & Gearbox/],
	['/sections/Brake', /Front Brake/],
	['/products/P001', /Front Brake/],
	['/search?q=front+brake', /Front Brake/],
	['/bundles', /together|Bundles/]
] as const;

test.describe('without script', () => {
	test.use({ javaScriptEnabled: false });

	test('the catalogue is rendered by the server', async ({ page }) => {
		for (const [path, text] of catalogue) {
			await page.goto(path);
			await expect(page.getByRole('heading', { level: 1 }), path).toBeVisible();
			await expect(page.getByRole('main').getByText(text).first(), path).toBeVisible();
		}
	});
});

test('what the server renders holds nothing of an account', async ({ page, context }) => {
	await signIn(page, shopper);
	for (const [path] of catalogue) {
		const html = await (await context.request.get(path)).text();
		expect(html, path).not.toContain(shopper.username);
	}
});

test('the policy lets a page begin with its own script, from the server and from the device', async ({
	page
}) => {
	await page.addInitScript(() => localStorage.setItem('pop:theme', 'dark'));
	await page.goto('/');
	await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark');
	await offlineReady(page);
	await page.goto('/');
	await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark');
	expect(await page.evaluate(async () => Boolean(await window.popKept))).toBe(true);
});

test('after the first visit a click asks the server for nothing; the tab that is seen syncs for all', async ({
	page
}) => {
	await page.goto('/');
	await offlineReady(page);
	const asked: string[] = [];
	page.on('request', (request) => {
		if (['fetch', 'xhr', 'document'].includes(request.resourceType()))
			asked.push(new URL(request.url()).pathname);
	});
	await page
		.getByRole('link', { name: /^Tyres/ })
		.first()
		.click();
	await page
		.getByRole('link', { name: /Offroad tyres/ })
		.first()
		.click();
	await expect(page.getByRole('heading', { name: 'Offroad tyres', level: 1 })).toBeVisible();
	await page
		.getByRole('link', { name: /^Bundles/ })
		.first()
		.click();
	await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
	expect(asked.filter((path) => !path.startsWith('/api/sync/') && path !== '/api/events')).toEqual([]);

	// A tab that went out of sight while it was the only one, and one that is opened then.
	await page.evaluate(() => {
		Object.defineProperty(document, 'visibilityState', { value: 'hidden' });
		document.dispatchEvent(new Event('visibilitychange'));
	});
	const seen = await page.context().newPage();
	await Promise.all([seen.waitForRequest('**/api/events'), seen.goto('/')]);
});

test('typos, spaces and dashes in part numbers are forgiven', async ({ page }) => {
	await page.goto('/');
	await offlineReady(page);
	const find = async (q: string, name: RegExp) => {
		await page.goto(`/search?q=${encodeURIComponent(q)}`);
		await expect(page.getByRole('main').getByRole('link', { name }).first(), q).toBeVisible();
	};
	await find('shok absorber', /Shock absorber/);
	await find('termostat', /Thermostat/);
	await find('GFOF1010', /Oil filter, spin-on/);
	await find('gf of-1010', /Oil filter, spin-on/);
	await find('Rear brakes', /Back brakes/);
});

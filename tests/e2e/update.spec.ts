import { expect, offlineReady, shopper, signIn, test } from '../helpers/browser';
import { nextBuild } from '../helpers/next-build';

test('an open tab survives an update, is told of it, loses no input, and moves on at a click', async ({
	ownPage: page,
	ownShop: shop
}) => {
	test.setTimeout(240_000);
	const next = nextBuild();
	try {
		await signIn(page, shopper);
		await offlineReady(page);
		await page.goto('/');
		await page.getByRole('searchbox', { name: 'Search' }).first().fill('half a wor');
		await page.evaluate(() => ((window as { sameLoad?: boolean }).sameLoad = true));

		await shop.stop();
		await shop.restart(next.project);
		await page.evaluate(async () => (await navigator.serviceWorker.getRegistration())?.update());
		await expect(page.getByText(/new version is ready/i).first()).toBeVisible({ timeout: 30_000 });

		// The old tab goes on as it is: nothing reloads it, and pages it has not opened yet still load.
		expect(await page.evaluate(() => (window as { sameLoad?: boolean }).sameLoad)).toBe(true);
		await expect(page.getByRole('searchbox', { name: 'Search' }).first()).toHaveValue('half a wor');
		for (const name of ['Bundles', 'Orders']) {
			await page
				.getByRole('link', { name: new RegExp(`^${name}`) })
				.first()
				.click();
			await expect(page.getByRole('heading', { level: 1 }).first()).toBeVisible();
		}
		expect(await page.evaluate(() => (window as { sameLoad?: boolean }).sameLoad)).toBe(true);

		// A request that the old worker still waits for does not keep the new one out.
		shop.pause();
		await page.evaluate(() => void fetch('/images/never-answered.jpg').catch(() => {}));
		await page.getByRole('button', { name: 'Reload' }).click();
		await page.waitForFunction(() => !(window as { sameLoad?: boolean }).sameLoad);
		shop.resume();
		await page.waitForFunction(() => navigator.serviceWorker.controller?.state === 'activated');
		expect(await page.evaluate(async () => (await navigator.serviceWorker.ready).waiting)).toBeNull();
		await offlineReady(page);
		await shop.stop();
		await page.goto('/products/P001');
		await expect(page.getByRole('heading', { name: 'Front Brake', level: 1 })).toBeVisible();
	} finally {
		next.remove();
	}
});

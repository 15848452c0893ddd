import { expect, test } from '../helpers/browser';

test('opened by its icon the app goes on where it was left, and nowhere else than in the shop', async ({
	page
}) => {
	await page.goto('/sections/Brake');
	await expect(page.getByRole('heading', { name: 'Brake', level: 1 })).toBeVisible();
	await page.goto('/?from-icon');
	await expect(page).toHaveURL(/\/sections\/Brake$/);

	await page.evaluate(() => localStorage.setItem('pop:last-page', '//example.org/'));
	await page.goto('/?from-icon');
	await expect(page).toHaveURL(/\/$/);
	await expect(page.getByRole('heading', { level: 1 }).first()).toBeVisible();
});

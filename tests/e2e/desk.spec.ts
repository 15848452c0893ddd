import {
	admin,
	anotherBrowser,
	csvRows,
	expect,
	offlineReady,
	shopper,
	signIn,
	test
} from '../helpers/browser';

test('the demo admin sees products, orders and users', async ({ page }) => {
	await signIn(page, admin);
	await page.getByRole('link', { name: 'Admin', exact: true }).first().click();
	await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
	await page.goto('/admin/products');
	await expect(page.getByRole('button', { name: 'Delete Back brakes' })).toBeVisible();
	await page.goto('/admin/users');
	await page
		.getByRole('textbox', { name: 'Admin PIN' })
		.or(page.getByLabel('Admin PIN'))
		.first()
		.fill(admin.pin);
	await page.getByRole('button', { name: 'Unlock' }).click();
	await expect(page.getByText(shopper.username).first()).toBeVisible();
});

test('a shopper has no link to the desk and sees nothing of it', async ({ page }) => {
	await signIn(page, shopper);
	await expect(page.getByRole('link', { name: 'Admin', exact: true })).toHaveCount(0);
	await page.goto('/admin/products');
	await expect(page.getByRole('button', { name: 'Add product' })).toHaveCount(0);
});

test('a new product is in every open shop and in the file', async ({
	browser,
	ownPage: page,
	ownShop: shop
}) => {
	const watcher = await anotherBrowser(browser, shop);
	await watcher.page.goto('/search?q=sump+plug');
	await offlineReady(watcher.page);
	await signIn(page, admin);
	await page.goto('/admin/products');
	await page.getByRole('button', { name: 'Add product' }).first().click();
	await page.getByLabel('Name', { exact: true }).fill('Sump plug');
	await page.getByLabel('Section', { exact: true }).fill('Filters');
	await page.getByLabel('Price', { exact: true }).fill('85.50');
	await page.getByLabel('Stock', { exact: true }).fill('12');
	await page.getByLabel('Description', { exact: true }).fill('M14, with a copper washer.');
	await page.getByRole('button', { name: 'Save', exact: true }).click();
	await expect
		.poll(() => csvRows(shop, 'products.csv').find((row) => row.name === 'Sump plug'))
		.toMatchObject({ section: 'Filters', stock: '12', description: 'M14, with a copper washer.' });
	expect(Number(csvRows(shop, 'products.csv').find((row) => row.name === 'Sump plug')!.price)).toBe(85.5);
	await expect(watcher.page.getByRole('link', { name: /Sump plug/ }).first()).toBeVisible();
	await watcher.context.close();
});

import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import {
	admin,
	anotherBrowser,
	csvRows,
	expect,
	fillRegistration,
	fillSignIn,
	newShopper,
	offlineReady,
	signIn,
	test,
	type Page
} from '../helpers/browser';

const sizes = [
	{ width: 390, height: 844 },
	{ width: 1440, height: 900 }
];

async function unlock(page: Page): Promise<void> {
	await page.getByRole('textbox', { name: 'Admin PIN' }).or(page.getByLabel('Admin PIN')).fill(admin.pin);
	await page.getByRole('button', { name: 'Unlock' }).click();
}

async function register(page: Page) {
	const account = newShopper();
	await page.goto('/register');
	await fillRegistration(page, account);
	await expect(page.getByRole('link', { name: 'Account' })).toBeVisible();
	return account;
}

const field = (page: Page, name: string) => page.getByLabel(name, { exact: true });
const button = (page: Page, name: string) => page.getByRole('button', { name, exact: true });

test('a form of passwords says all that is wrong with it at once', async ({ page }) => {
	await page.goto('/register');
	await field(page, 'Username').fill('a b');
	await field(page, 'Email').fill('nowhere');
	await field(page, 'Password').fill('short');
	await field(page, 'Confirm password').fill('other');
	await button(page, 'Create account').click();
	await expect(page.locator('[aria-invalid]')).toHaveCount(4);
	await expect(field(page, 'Username')).toBeFocused();
	await page.goto('/reset#token');
	await field(page, 'New password').fill('short');
	await field(page, 'Confirm new password').fill('other');
	await page.keyboard.press('Enter');
	await expect(page.locator('[aria-invalid]')).toHaveCount(2);
});

for (const viewport of sizes)
	test(`an admin adds a user, who chooses a password before anything else (${viewport.width})`, async ({
		browser,
		page,
		shop
	}) => {
		await page.setViewportSize(viewport);
		await signIn(page, admin);
		await page.goto('/admin/users');
		await unlock(page);
		await button(page, 'Add user').click();
		const { username, password } = newShopper();
		await field(page, 'Username').fill(username);
		await field(page, 'Email').fill(`${username}@mail.example`);
		await page.getByRole('dialog').getByRole('button', { name: 'Add user' }).click();
		const temporary = (await page.getByTestId('temporary-password').textContent())!;
		await button(page, 'Done').click();
		await page.getByLabel('Search users').fill(username.toUpperCase());
		await expect(page.getByText('1 account', { exact: true })).toBeVisible();
		await expect(page.getByText('New password due')).toBeVisible();

		const other = await anotherBrowser(browser, shop);
		await other.page.goto('/login');
		await fillSignIn(other.page, { username, password: temporary });
		await expect(other.page.getByRole('heading', { name: 'Choose your password' })).toBeVisible();
		await field(other.page, 'Current password').fill(temporary);
		await field(other.page, 'New password').fill(password);
		await field(other.page, 'Confirm new password').fill(password);
		await button(other.page, 'Change password').click();
		await expect(other.page.getByText('temporary one')).toHaveCount(0);
		expect(csvRows(shop, 'users.csv').find((row) => row.username === username)).toMatchObject({
			role: 'user'
		});
		await other.context.close();
	});

test('a PIN that runs out in the middle of a form is asked for over it, and nothing typed is lost', async ({
	ownPage: page,
	ownShop: shop
}) => {
	await signIn(page, admin);
	await page.goto('/admin/settings');
	await field(page, 'Shop name').fill('Second Hand Parts');
	await field(page, 'Phone').fill('+49 30 1');
	await field(page, 'Shop name').press('Enter');
	const dialog = page.getByRole('dialog', { name: 'This needs the PIN' });
	await dialog.getByLabel('Admin PIN').fill('9999');
	await dialog.getByRole('button', { name: 'Unlock' }).click();
	await expect(dialog.getByText('This is not the PIN.')).toBeVisible();
	await page.keyboard.press('Escape');
	await expect(field(page, 'Shop name')).toHaveValue('Second Hand Parts');
	await field(page, 'Shop name').press('Enter');
	await unlock(page);
	await expect(
		page.getByRole('link', { name: 'Second Hand Parts' }).or(page.locator('header')).first()
	).toContainText('Second Hand Parts');
	await expect
		.poll(() => JSON.parse(readFileSync(join(shop.dataDir, 'shop.json'), 'utf8')))
		.toMatchObject({ name: 'Second Hand Parts', phone: '+49 30 1' });
});

test('a renamed section has its products in every open shop', async ({
	browser,
	ownPage: page,
	ownShop: shop
}) => {
	const watcher = await anotherBrowser(browser, shop);
	await watcher.page.goto('/sections');
	await offlineReady(watcher.page);
	await signIn(page, admin);
	await page.goto('/admin/settings');
	await field(page, 'Name of section 1').fill('Stopping');
	await button(page, 'Save sections').click();
	await unlock(page);
	await expect(watcher.page.getByRole('link', { name: /Stopping/ }).first()).toBeVisible();
	await expect
		.poll(() => csvRows(shop, 'products.csv').filter((row) => row.section === 'Stopping').length)
		.toBe(9);
	await watcher.context.close();
});

test('a disabled account is out at once, and its open page says so', async ({ browser, page, shop }) => {
	const other = await anotherBrowser(browser, shop);
	const { username } = await register(other.page);
	await signIn(page, admin);
	await page.goto('/admin/users');
	await unlock(page);
	await page.getByLabel('Search users').fill(username);
	await button(page, username).click();
	await button(page, 'Disable').click();
	await expect(page.getByText('This account is disabled')).toBeVisible();
	await expect(other.page.getByText('You were signed out.')).toBeVisible();
	await other.context.close();
});

test('people see their devices, end one, change the email, and delete the account', async ({
	browser,
	page,
	shop
}) => {
	const account = await register(page);
	const other = await anotherBrowser(browser, shop);
	await signIn(other.page, account);
	await page.goto('/account');
	await page.getByRole('button', { name: /^Sign out .+, signed in/ }).click();
	await expect(page.getByRole('button', { name: /^Sign out .+, signed in/ })).toHaveCount(0);
	await expect(other.page.getByText('You were signed out.')).toBeVisible();

	await field(page, 'Email').fill('new@mail.example');
	await field(page, 'Your password, to change the email').fill('wrong');
	await button(page, 'Save email').click();
	await expect(page.getByText('This is not your password.')).toBeVisible();
	await field(page, 'Your password, to change the email').fill(account.password);
	await button(page, 'Save email').click();
	await expect(page.getByText('Your email is saved.')).toBeVisible();

	await button(page, 'Delete account').click();
	await field(page, 'Your password, to delete the account').fill(account.password);
	await button(page, 'Delete my account for good').click();
	await expect(page.getByRole('link', { name: 'Sign in' }).first()).toBeVisible();
	await expect
		.poll(() => csvRows(shop, 'users.csv').some((row) => row.username === account.username))
		.toBe(false);
	await other.context.close();
});

test('the log is searched, and a changed line is found', async ({ ownPage: page, ownShop: shop }) => {
	await signIn(page, admin);
	await page.goto('/admin/log');
	await page.getByLabel('Search the log').fill('sign_in admin123');
	await expect(page.getByRole('cell', { name: 'Signed in from' }).first()).toBeVisible();
	await button(page, 'Verify').click();
	await expect(page.getByText(/lines of admin_log.txt are as they were written/)).toBeVisible();
	const path = join(shop.dataDir, 'admin_log.txt');
	const lines = readFileSync(path, 'utf8').split('\n');
	const place = lines.findIndex((line) => line.includes('SIGN_IN'));
	writeFileSync(
		path,
		lines.map((line, i) => (i === place ? line.replace('admin123', 'somebody') : line)).join('\n')
	);
	await button(page, 'Verify').click();
	await expect(page.getByText(`Line ${place + 1} of admin_log.txt was changed`)).toBeVisible();
});

test('users are locked without the connection, and the page says why', async ({ page, context }) => {
	await signIn(page, admin);
	await offlineReady(page);
	await context.setOffline(true);
	await page.goto('/admin/users');
	await expect(page.getByText('this page needs the connection')).toBeVisible();
	await expect(page.getByLabel('Admin PIN')).toBeVisible();
	await context.setOffline(false);
});

import {
	addToCart,
	admin,
	csvRows,
	expect,
	offlineReady,
	placeOrder,
	shopper,
	signIn,
	test,
	withoutViolation,
	type Page
} from '../helpers/browser';

const guestPages = [
	'/',
	'/sections',
	'/sections/Tyres',
	'/products/P001',
	'/search?q=filter',
	'/garage',
	'/cart',
	'/bundles',
	'/login',
	'/register',
	'/forgot',
	'/reset'
];
const deskPages = [
	'',
	'/sale',
	'/products',
	'/users',
	'/sales',
	'/inventory',
	'/forecast',
	'/insights',
	'/data',
	'/log',
	'/settings'
].map((page) => `/admin${page}`);
/** Views that no entry of the rail leads to. */
const deskViews = [
	'products?product=P001',
	'orders',
	'inventory?view=purchases',
	'inventory?view=stock',
	'inventory?view=replay',
	'insights?view=together'
];

/** The page that is there now, once it has its heading. */
async function isAccessible(page: Page, where: string) {
	await expect(page.getByRole('heading', { level: 1 }).first(), where).toBeVisible();
	await withoutViolation(page, where);
	const beyond = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
	expect(beyond, `${where} is wider than the screen by`).toBeLessThanOrEqual(0);
}

/** Each colour scheme at the size of one kind of screen: both layouts and both sets of colours are seen. */
for (const [colorScheme, width, height] of [
	['light', 1440, 900],
	['dark', 390, 844]
] as const) {
	test.describe(`${colorScheme}, ${width} wide`, () => {
		test.use({ colorScheme, viewport: { width, height }, contextOptions: { reducedMotion: 'reduce' } });

		test(`axe finds nothing on a guest’s pages, ${colorScheme}`, async ({ page }) => {
			for (const path of guestPages) {
				await page.goto(path);
				await isAccessible(page, path);
			}
		});

		test(`axe finds nothing on a shopper’s pages, ${colorScheme}`, async ({ page, shop }) => {
			await signIn(page, shopper);
			await addToCart(page, 'P0073', 'Wiper blade 18"');
			const orderId = csvRows(shop, 'orders.csv').find((row) => row.Username === shopper.username)!.OrderID!;
			for (const path of ['/cart', '/checkout', '/orders', `/orders/${orderId}`, '/account']) {
				await page.goto(path);
				await isAccessible(page, path);
			}
			await placeOrder(page);
			await expect(page.getByTestId('demo-code')).toBeVisible();
			await isAccessible(page, 'the code');
		});

		test(`axe finds nothing on the desk’s pages, ${colorScheme}`, async ({ page }) => {
			test.slow();
			await signIn(page, admin);
			await offlineReady(page);
			await page.goto('/admin');
			for (const path of deskPages) {
				await page.locator(`nav[aria-label=Desk] a[href="${path}"]`).click();
				await expect(page).toHaveURL(new RegExp(`${path}(\\?.*)?$`));
				if (path === '/admin/inventory') await page.getByText('What if').click();
				await isAccessible(page, path);
			}
			for (const path of deskViews) {
				await page.goto(`/admin/${path}`);
				await isAccessible(page, path);
			}
			await page.goto('/admin/users');
			await page.getByLabel('Admin PIN').fill(admin.pin);
			await page.getByRole('button', { name: 'Unlock' }).click();
			await page.getByRole('button', { name: admin.username, exact: true }).click();
			await expect(page.getByLabel('Role', { exact: true })).toBeVisible();
			await isAccessible(page, 'a user');
		});
	});
}

test('axe finds nothing offline and on a phone', async ({ ownPage: page, ownShop: shop }) => {
	await page.setViewportSize({ width: 390, height: 844 });
	await signIn(page, shopper);
	await offlineReady(page);
	await shop.stop();
	for (const path of ['/', '/products/P0007', '/cart', '/orders', '/search?q=nothing+at+all']) {
		await page.goto(path);
		await isAccessible(page, `${path}, offline`);
	}
});

/** Tab until the element with the focus has this role and name. */
async function tabTo(
	page: Page,
	role: 'link' | 'button' | 'textbox' | 'searchbox' | 'spinbutton',
	name: string | RegExp
) {
	const wanted = page
		.getByRole(role, { name, ...(typeof name === 'string' ? { exact: true } : {}) })
		.and(page.locator(':focus'));
	for (let presses = 0; presses < 150; presses++) {
		await page.keyboard.press('Tab');
		if (await wanted.count()) {
			await expect(wanted).toBeInViewport();
			return;
		}
	}
	throw new Error(`Tab never reached the ${role} “${name}” on ${page.url()}`);
}

test('the buying flow goes by keyboard alone', async ({ page }) => {
	await signIn(page, shopper);
	await offlineReady(page);
	await page.goto('/');
	await tabTo(page, 'searchbox', 'Search');
	await page.keyboard.type('thermostat');
	await page.keyboard.press('Enter');
	await expect(page).toHaveURL(/\/search\?q=thermostat/);
	await tabTo(page, 'link', /Thermostat 82/);
	await page.keyboard.press('Enter');
	await expect(page.getByRole('heading', { name: 'Thermostat 82 °C', level: 1 })).toBeVisible();
	await tabTo(page, 'button', 'Add Thermostat 82 °C to cart');
	await page.keyboard.press('Enter');
	await expect(page.getByRole('link', { name: /^Cart\b.*\d/ }).first()).toBeVisible();
	await page
		.getByRole('heading', { level: 1 })
		.first()
		.press('Tab')
		.catch(() => undefined);
	await tabTo(page, 'link', /^Cart/);
	await page.keyboard.press('Enter');
	await tabTo(page, 'spinbutton', 'Quantity of Thermostat 82 °C');
	await page.keyboard.press('Control+a');
	await page.keyboard.type('2');
	await tabTo(page, 'link', 'Checkout');
	await page.keyboard.press('Enter');
	await tabTo(page, 'button', 'Place order');
	await page.keyboard.press('Enter');
	const shown = page.getByTestId('demo-code');
	await expect(shown).toHaveText(/^\d{5}$/);
	if (!(await page.getByRole('textbox', { name: 'One-time code' }).and(page.locator(':focus')).count()))
		await tabTo(page, 'textbox', 'One-time code');
	await page.keyboard.type(await shown.innerText());
	await page.keyboard.press('Enter');
	await expect(page.getByRole('heading', { name: 'Order confirmed' })).toBeVisible();
});

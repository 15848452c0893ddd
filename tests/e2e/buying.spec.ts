import {
	addToCart,
	anotherBrowser,
	confirmedOrder,
	csvRows,
	enterCode,
	expect,
	fillRegistration,
	newShopper,
	offlineReady,
	shelf,
	shopper,
	signIn,
	test
} from '../helpers/browser';

test('a newcomer buys a part: cart, account, code, receipt, files, and another browser sees the stock go down', async ({
	browser,
	ownPage: page,
	ownShop: shop
}) => {
	const before = shelf(shop, 'P0040');
	const watcher = await anotherBrowser(browser, shop);
	await watcher.page.goto('/products/P0040');
	await offlineReady(watcher.page);
	await watcher.page.evaluate(() => ((window as { sameLoad?: boolean }).sameLoad = true));

	await page.goto('/');
	await page.getByRole('searchbox', { name: 'Search' }).first().fill('batery 35');
	await page.getByRole('searchbox', { name: 'Search' }).first().press('Enter');
	await page
		.getByRole('link', { name: /Battery 12 V 35 Ah/ })
		.first()
		.click();
	await expect(page.getByRole('heading', { name: 'Battery 12 V 35 Ah', level: 1 })).toBeVisible();
	await page.getByRole('button', { name: 'Add Battery 12 V 35 Ah to cart', exact: true }).first().click();
	await page.getByRole('link', { name: /^Cart/ }).first().click();
	await page.getByRole('spinbutton', { name: 'Quantity of Battery 12 V 35 Ah' }).fill('2');
	await page.getByRole('link', { name: 'Checkout', exact: true }).click();

	const account = newShopper();
	await page.getByRole('main').getByRole('link', { name: 'Register' }).click();
	await page.getByRole('textbox', { name: 'Username', exact: true }).fill(account.username);
	await page.reload();
	await expect(page.getByRole('textbox', { name: 'Username', exact: true })).toHaveValue(account.username);
	await fillRegistration(page, account);
	await page.getByRole('button', { name: 'Place order', exact: true }).click();
	await enterCode(page);
	const orderId = await confirmedOrder(page);

	const sold = () => csvRows(shop, 'sales.csv').filter((row) => row.OrderID === orderId);
	await expect
		.poll(sold)
		.toMatchObject([
			{ Item: 'Battery 12 V 35 Ah', Quantity: '2', Username: account.username, ProductID: 'P0040' }
		]);
	await expect.poll(() => shelf(shop, 'P0040')).toBe(before - 2);
	expect(csvRows(shop, 'orders.csv').find((row) => row.OrderID === orderId)).toMatchObject({
		Status: 'confirmed'
	});
	expect(csvRows(shop, 'users.csv').some((row) => row.username === account.username)).toBe(true);

	await expect(watcher.page.getByText(`${before - 2} on the shelf`)).toBeVisible();
	expect(await watcher.page.evaluate(() => (window as { sameLoad?: boolean }).sameLoad)).toBe(true);
	await watcher.context.close();

	await page.goto('/orders');
	await expect(page.getByText(orderId).first()).toBeVisible();
	await page.goto('/cart');
	await expect(page.getByRole('spinbutton')).toHaveCount(0);
});

test('how to get it is remembered on the device and stands on the order', async ({ page, shop }) => {
	await signIn(page, shopper);
	await addToCart(page, 'P0047', 'Blade fuse set, 30 pieces');
	await page.goto('/checkout');
	await page.getByRole('radio', { name: /Delivery/ }).check();
	await page.getByRole('textbox', { name: 'Name', exact: true }).fill('Asha Rao');
	await page.getByRole('textbox', { name: /Phone/ }).fill('+91 50000 00000');
	await page.getByRole('textbox', { name: /Address/ }).fill('3 Lake View Road');
	await page.getByRole('button', { name: 'Place order', exact: true }).click();
	await enterCode(page);
	const orderId = await confirmedOrder(page);
	await page.goto(`/orders/${orderId}`);
	await expect(page.getByText('3 Lake View Road').first()).toBeVisible();
	await expect
		.poll(() => csvRows(shop, 'orders.csv').find((row) => row.OrderID === orderId))
		.toMatchObject({ Fulfilment: 'delivery', Contact: 'Asha Rao', Address: '3 Lake View Road' });
	await addToCart(page, 'P0047', 'Blade fuse set, 30 pieces');
	await page.goto('/checkout');
	await expect(page.getByRole('textbox', { name: /Address/ })).toHaveValue('3 Lake View Road');
});

test('a cart follows its account to a second device', async ({ browser, shop }) => {
	const account = newShopper();
	const first = await anotherBrowser(browser, shop);
	await first.page.goto('/register');
	await fillRegistration(first.page, account);
	await expect(first.page.getByRole('link', { name: 'Account' })).toBeVisible();
	await addToCart(first.page, 'P0032', 'Oil filter, spin-on');
	const second = await anotherBrowser(browser, shop);
	await signIn(second.page, account);
	await second.page.goto('/cart');
	await expect(second.page.getByRole('spinbutton', { name: 'Quantity of Oil filter, spin-on' })).toHaveValue(
		'1'
	);
	await first.page.goto('/cart');
	await first.page.getByRole('button', { name: 'Remove Oil filter, spin-on' }).click();
	await expect(second.page.getByRole('spinbutton')).toHaveCount(0);
	await first.context.close();
	await second.context.close();
});

test('a guest’s cart joins the account’s: the larger quantity of each part', async ({ browser, shop }) => {
	const account = newShopper();
	const home = await anotherBrowser(browser, shop);
	await home.page.goto('/register');
	await fillRegistration(home.page, account);
	await expect(home.page.getByRole('link', { name: 'Account' })).toBeVisible();
	await addToCart(home.page, 'P0034', 'Air filter, panel');
	await home.page.goto('/cart');
	await home.page.getByRole('spinbutton', { name: 'Quantity of Air filter, panel' }).fill('3');
	await home.page.getByRole('spinbutton', { name: 'Quantity of Air filter, panel' }).press('Tab');
	await expect(home.page.getByRole('status', { name: 'Connection' })).not.toContainText('waiting');

	const guest = await anotherBrowser(browser, shop);
	await addToCart(guest.page, 'P0034', 'Air filter, panel');
	await addToCart(guest.page, 'P0056', 'Shock absorber, front');
	await signIn(guest.page, account);
	await guest.page.goto('/cart');
	await expect(guest.page.getByRole('spinbutton', { name: 'Quantity of Air filter, panel' })).toHaveValue(
		'3'
	);
	await expect(guest.page.getByRole('spinbutton', { name: 'Quantity of Shock absorber, front' })).toHaveValue(
		'1'
	);
	await home.context.close();
	await guest.context.close();
});

import {
	addToCart,
	adminApi,
	confirmedOrder,
	csvRows,
	enterCode,
	expect,
	fillRegistration,
	newShopper,
	placeOrder,
	shelf,
	test,
	type Page
} from '../helpers/browser';

async function register(page: Page) {
	const account = newShopper();
	await page.goto('/register');
	await fillRegistration(page, account);
	await expect(page.getByRole('link', { name: 'Account' })).toBeVisible();
	return account;
}

test('two tabs that place the same cart make one order', async ({ page, context, shop }) => {
	const { username } = await register(page);
	await addToCart(page, 'P0060', 'Stabiliser link');
	const second = await context.newPage();
	await page.goto('/checkout');
	await second.goto('/checkout');
	await expect(second.getByRole('button', { name: 'Place order', exact: true })).toBeVisible();
	await Promise.all(
		[page, second].map((tab) =>
			tab
				.getByRole('button', { name: 'Place order', exact: true })
				.click({ timeout: 5_000 })
				.catch(() => undefined)
		)
	);
	await expect
		.poll(() => csvRows(shop, 'orders.csv').filter((row) => row.Username === username).length)
		.toBe(1);
	const winner = (await page.getByTestId('demo-code').isVisible()) ? page : second;
	await enterCode(winner);
	await confirmedOrder(winner);
	await expect
		.poll(() => csvRows(shop, 'sales.csv').filter((row) => row.Username === username).length)
		.toBe(1);
	expect(csvRows(shop, 'orders.csv').filter((row) => row.Username === username)).toHaveLength(1);
});

test('a double click places one order and confirms it once', async ({ page, shop }) => {
	const { username } = await register(page);
	const before = shelf(shop, 'P0065');
	await addToCart(page, 'P0065', 'Coolant concentrate, 1 l');
	await page.goto('/checkout');
	await page.getByRole('button', { name: 'Place order', exact: true }).dblclick();
	const shown = page.getByTestId('demo-code');
	await expect(shown).toHaveText(/^\d{5}$/);
	await page.getByRole('textbox', { name: 'One-time code' }).fill(await shown.innerText());
	await page.getByRole('button', { name: 'Confirm order', exact: true }).dblclick();
	await confirmedOrder(page);
	await expect
		.poll(() => csvRows(shop, 'sales.csv').filter((row) => row.Username === username).length)
		.toBe(1);
	await expect.poll(() => shelf(shop, 'P0065')).toBe(before - 1);
});

test('a wrong code says so and leaves the order; the right one still confirms, after a reload too', async ({
	page
}) => {
	await register(page);
	await addToCart(page, 'P0042', 'Spark plug, iridium');
	await placeOrder(page);
	const shown = page.getByTestId('demo-code');
	await expect(shown).toHaveText(/^\d{5}$/);
	const right = await shown.innerText();
	await page.getByRole('textbox', { name: 'One-time code' }).fill(right === '00000' ? '11111' : '00000');
	await page.getByRole('button', { name: 'Confirm order', exact: true }).click();
	await expect(page.getByText(/Wrong code/).first()).toBeVisible();
	await expect(page.getByRole('textbox', { name: 'One-time code' })).toBeFocused();
	await page.reload();
	await expect(shown).toHaveText(right);
	await page.getByRole('textbox', { name: 'One-time code' }).fill(right);
	await page.getByRole('button', { name: 'Confirm order', exact: true }).click();
	await confirmedOrder(page);
});

test('an expired code is replaced by a new one; nothing typed is lost', async ({ page, context }) => {
	await register(page);
	await addToCart(page, 'P0012', 'Motor oil 5W-30, 3.5 l');
	await placeOrder(page);
	const shown = page.getByTestId('demo-code');
	await expect(shown).toHaveText(/^\d{5}$/);
	const old = await shown.innerText();
	// A second code voids the first, as its end would: the answer is the same, and nothing has to wait for it.
	const id = new URL(page.url()).searchParams.get('order')!;
	const another = () => context.request.post(`/api/orders/${id}/code`, { data: {} });
	await expect.poll(async () => (await another()).status(), { timeout: 15_000 }).toBe(202);
	await page.getByRole('textbox', { name: 'One-time code' }).fill(old);
	await page.getByRole('button', { name: 'Confirm order', exact: true }).click();
	await expect(page.getByText(/Wrong code|no longer valid/).first()).toBeVisible();
	await expect(async () => {
		await page.getByRole('button', { name: 'Send a new code' }).click();
		await expect(shown).not.toHaveText(old, { timeout: 1_000 });
	}).toPass({ timeout: 20_000 });
	await enterCode(page);
	await confirmedOrder(page);
});

test('nothing is ordered before its price is on the page', async ({ ownPage: page, ownShop: shop }) => {
	let arrive = () => {};
	const arrived = new Promise<void>((resolve) => (arrive = resolve));
	await page.context().route('**/api/sync/catalogue/*', async (route) => {
		await arrived;
		await route.continue();
	});
	const { username } = await register(page);
	await addToCart(page, 'P0011', 'Front brake disc, pair');
	await page.goto('/checkout');
	const place = page.getByRole('button', { name: 'Place order', exact: true });
	await expect(place).toBeDisabled();
	await place.click({ force: true });
	await page.getByLabel('Name').press('Enter');
	await expect(page.getByText('₹')).toHaveCount(0);
	await expect(page.getByText('The prices are still on their way')).toBeVisible();
	arrive();
	await expect(page.getByText('5,400').first()).toBeVisible();
	await place.click();
	await enterCode(page);
	const orderId = await confirmedOrder(page);
	await expect
		.poll(() =>
			csvRows(shop, 'orders.csv')
				.filter((row) => row.Username === username)
				.map((row) => row.OrderID)
		)
		.toEqual([orderId]);
});

test('a price that changed meanwhile is shown line by line before anything is bought', async ({
	ownPage: page,
	ownShop: shop
}) => {
	await register(page);
	await addToCart(page, 'P0011', 'Front brake disc, pair');
	await page.goto('/checkout');
	await expect(page.getByRole('button', { name: 'Place order', exact: true })).toBeVisible();
	await page.context().setOffline(true);
	await page.getByRole('button', { name: 'Place order', exact: true }).click();
	await expect(page.getByText('Saved on this device, not placed yet').first()).toBeVisible();
	const desk = await adminApi(shop);
	await desk.mutate('saveProduct', { productId: 'P0011', changes: { price: 599_900 } });
	await page.context().setOffline(false);
	await expect(page.getByText('5,999').first()).toBeVisible();
	await expect(page.getByText('5,400').first()).toBeVisible();
	await expect(page.getByRole('heading', { name: 'Order confirmed' })).toHaveCount(0);
	await page
		.getByRole('button', { name: /Accept/ })
		.first()
		.click();
	await enterCode(page);
	const orderId = await confirmedOrder(page);
	await expect
		.poll(() => csvRows(shop, 'sales.csv').find((row) => row.OrderID === orderId)?.Total)
		.toMatch(/^5999(\.0+)?$/);
});

test('too little stock is said line by line, and nothing is sold', async ({
	ownPage: page,
	ownShop: shop
}) => {
	await register(page);
	await addToCart(page, 'P0037', 'Diesel filter with water drain');
	await page.goto('/checkout');
	await page.getByRole('button', { name: 'Place order', exact: true }).click();
	await expect(page.getByTestId('demo-code')).toHaveText(/^\d{5}$/);
	const desk = await adminApi(shop);
	await desk.mutate('adjustStock', { productId: 'P0037', delta: -shelf(shop, 'P0037'), reason: 'loss' });
	const sold = csvRows(shop, 'sales.csv').length;
	await enterCode(page);
	await expect(page.getByText(/out of stock/i).first()).toBeVisible();
	await expect(page.getByRole('heading', { name: 'Order confirmed' })).toHaveCount(0);
	expect(csvRows(shop, 'sales.csv')).toHaveLength(sold);
});

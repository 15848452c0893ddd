import {
	addToCart,
	admin,
	adminApi,
	anotherBrowser,
	csvRows,
	expect,
	offlineReady,
	shopper,
	signIn,
	test,
	withoutViolation,
	type Page
} from '../helpers/browser';

/** The desk's insights once every sale is on the device. */
async function openInsights(page: Page, query = ''): Promise<void> {
	await signIn(page, admin);
	await offlineReady(page);
	await page.goto(`/admin/insights${query}`);
	await expect(page.getByRole('heading', { name: 'Insights' })).toBeVisible();
	await expect(page.getByText('Still reading the sales')).toHaveCount(0, { timeout: 100_000 });
}

const card = (page: Page, title: string) => page.getByRole('region', { name: title, exact: true }).first();
const figure = (page: Page, term: string) =>
	page.locator('dl > div', { has: page.getByText(term, { exact: true }) }).locator('.num');
const amount = (text: string | null) => Number((text ?? '').replace(/[^\d.-]/g, ''));
const sum = (values: number[]) => Math.round(100 * values.reduce((all, value) => all + value, 0)) / 100;

test('a chart says what its table, the figures and sales.csv say, offline and by keyboard', async ({
	ownPage: page,
	ownShop: shop
}) => {
	await openInsights(page);
	const revenue = figure(page, 'Revenue');
	const from = await page.getByLabel('From').inputValue();
	const filed = csvRows(shop, 'sales.csv').filter((row) => row.Date!.slice(0, 10) >= from);
	// The figures follow the sales a moment after the last of them is on the device.
	await expect
		.poll(async () => amount(await revenue.innerText()))
		.toBe(sum(filed.map((row) => Number(row.Total))));
	const days = card(page, 'Sales by day');
	const chart = days.getByRole('img', { name: /^Revenue by day/ });
	await chart.focus();
	await page.keyboard.press('End');
	const said = days.locator('[aria-live]').filter({ hasText: 'Revenue' });
	await expect(said).toContainText('7-day average');

	await days.getByRole('button', { name: 'Show as table' }).press('Enter');
	const cells = await days.locator('tbody tr td:nth-child(2)').allInnerTexts();
	expect(cells).toHaveLength(30);
	expect(sum(cells.map(amount))).toBe(amount(await revenue.innerText()));
	const before = amount(await revenue.innerText());
	const api = await adminApi(shop);
	await api.buy([{ productId: 'P0056', quantity: 1, price: 320_000 }]);
	await expect.poll(async () => amount(await revenue.innerText())).toBe(before + 3200);
	await expect(days.getByRole('button', { name: 'Show as chart' })).toBeFocused();
	await withoutViolation(page, 'the sales');

	await shop.stop();
	const month = await revenue.innerText();
	await page.getByRole('link', { name: '90 days' }).press('Enter');
	await expect(revenue).not.toHaveText(month);
	await expect(page.getByRole('link', { name: '90 days' })).toBeFocused();
	const quarter = await revenue.innerText();
	const cell = page.getByRole('link', { name: /products? [\d.]+% of value/ }).nth(1);
	await cell.press('Enter');
	await expect(page.getByText('Show all products')).toBeVisible();
	await expect(revenue).not.toHaveText(quarter);
	await page.reload();
	await expect(page.getByText('Show all products')).toBeVisible();
});

test('a search for rules leaves the page free, answers to its sliders, and ends at a word', async ({
	ownPage: page,
	ownShop: shop
}) => {
	// Orders of many parts, each with most of the same: a search without end.
	const lines = Array.from({ length: 600 }, (_, order) =>
		Array.from(
			{ length: 24 },
			(_, item) => `2026-01-05 10:00:00,X${order},Bolt ${(order + item) % 28},1,10,,10`
		)
	).flat();
	const sales = ['Date,OrderID,Item,Quantity,Price,Username,Total', ...lines, ''].join('\n');
	const api = await adminApi(shop);
	await api.send('/api/csv/sales', new TextEncoder().encode(sales), 'text/csv');
	await openInsights(page, '?view=together');

	const cancel = page.getByRole('button', { name: 'Cancel' });
	await page.getByLabel('Products in a rule').selectOption('8');
	await expect(cancel).toBeVisible();
	// A search on the page's own thread would give it no turn before its end.
	await cancel.evaluate(async (button: HTMLButtonElement) => {
		for (let turn = 0; turn < 100; turn++) await new Promise((resolve) => setTimeout(resolve, 0));
		if (!button.textContent?.includes('Cancel'))
			throw new Error('The search had ended before the page had 100 turns.');
	});
	// The search has no end of its own: it ends at the word.
	await cancel.click();
	await expect(cancel).toBeHidden();

	await page.getByLabel('Products in a rule').selectOption('2');
	const rules = page.getByRole('region', { name: 'Rules', exact: true }).getByText(/rules?, from/);
	await expect(rules).toBeVisible();
	const before = await rules.innerText();
	await page.getByLabel('Confidence from').fill('90');
	await expect(rules).not.toHaveText(before);
	await withoutViolation(page, 'what sells together');
});

test('a bundle is taken from the cart with one press, and a hidden one is gone from the shopper', async ({
	browser,
	page,
	shop
}) => {
	await signIn(page, shopper);
	await offlineReady(page);
	await addToCart(page, 'P0056', 'Shock absorber, front');
	await page.goto('/cart');
	const offers = page.getByRole('region', { name: 'Frequently bought together' });
	const add = offers.getByRole('button', { name: 'Add Stabiliser link to cart' });
	await expect(offers.getByText(/who bought Shock absorber, front also took Stabiliser link/)).toBeVisible();
	const quantity = page.getByRole('spinbutton', { name: 'Quantity of Shock absorber, front' });
	const place = (await quantity.boundingBox())!.y;
	await add.press('Enter');
	await expect(page.getByRole('spinbutton', { name: 'Quantity of Stabiliser link' })).toBeVisible();
	await expect(add).toBeFocused();
	await quantity.fill('2');
	expect((await quantity.boundingBox())!.y).toBe(place);

	await page.goto('/products/P0056');
	await expect(offers.getByRole('link', { name: 'Stabiliser link' })).toBeVisible();
	const desk = await anotherBrowser(browser, shop);
	await openInsights(desk.page, '?view=together');
	await desk.page.getByRole('button', { name: /^Show all/ }).press('Enter');
	const hide = card(desk.page, 'What shoppers see').getByRole('button', {
		name: 'Hide Shock absorber, front with Stabiliser link'
	});
	await hide.press('Enter');
	await expect(offers.getByRole('link', { name: 'Stabiliser link' })).toHaveCount(0);
	const suggested = () =>
		csvRows(shop, 'bundle_suggestions.csv').some(
			(row) => row.Product_A === 'Shock absorber, front' && row.Product_B === 'Stabiliser link'
		);
	await expect.poll(suggested).toBe(false);
	await desk.page.getByRole('button', { name: 'Undo' }).press('Enter');
	await expect(offers.getByRole('link', { name: 'Stabiliser link' })).toBeVisible();
	await expect.poll(suggested).toBe(true);
	await desk.context.close();
});

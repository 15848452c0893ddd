import { admin, connection, csvRows, expect, shelf, signIn, test, type Page } from '../helpers/browser';

/** Its shelf stands at its own reorder point, so it is to be reordered whatever is forecast. */
const filter = { id: 'P0039', name: 'Petrol filter, in-line, steel', supplier: 'Garuda Filters, Hosur' };

/** The first sync of a desk brings years of sales: on a busy machine that takes its time. */
const allRead = (page: Page) =>
	expect(connection(page)).toHaveAttribute('data-offline-ready', 'true', { timeout: 100_000 });

test('a suggestion becomes a purchase, and what comes in is on the shelf and in the files', async ({
	ownPage: page,
	ownShop: shop
}) => {
	test.slow();
	await signIn(page, admin);
	await page.goto('/admin/inventory');
	await allRead(page);
	const grid = page.getByRole('grid', { name: 'What to reorder' });
	await expect(grid.getByText(filter.name)).toBeVisible();

	// The pieces are typed, by keyboard alone; the supplier's row comes first.
	await page.getByRole('textbox', { name: 'Find in the list' }).fill('petrol filter');
	await grid.focus();
	for (const key of ['ArrowDown', ...Array<string>(8).fill('ArrowRight'), 'Enter'])
		await page.keyboard.press(key);
	const pieces = page.getByRole('textbox', { name: `Order of ${filter.name}` });
	for (const typed of ['-1', '1.5', 'many', '100000']) {
		await pieces.fill(typed);
		await page.keyboard.press('Enter');
		await expect(page.getByRole('alert')).toContainText('whole number of pieces');
	}
	await pieces.fill('24');
	await page.keyboard.press('Enter');
	await expect(grid).toBeFocused();

	await page.getByRole('button', { name: `Order from ${filter.supplier}` }).click();
	await expect(page.getByLabel('Text of the order')).toHaveValue(/24 × Petrol filter/);
	await page.getByRole('button', { name: 'Order 1 part' }).dblclick();
	await expect(page.getByRole('dialog')).toHaveCount(0);
	const placed = () =>
		csvRows(shop, 'purchases.csv').filter(
			({ ProductID, Ordered }) => ProductID === filter.id && Ordered === '24'
		);
	await expect
		.poll(placed)
		.toMatchObject([{ Supplier: filter.supplier, Received: '0', ReceivedAt: '', Status: 'ordered' }]);
	await expect(grid.getByText(filter.name)).toHaveCount(0);

	const before = shelf(shop, filter.id);
	await page.getByRole('link', { name: 'Purchases' }).click();
	await page.context().setOffline(true);
	const purchases = page.getByRole('grid', { name: 'Purchases' });
	await purchases.getByRole('button', { name: filter.name, exact: true }).click();
	const came = page.getByRole('textbox', { name: 'Pieces that came' });
	for (const [typed, answer] of [
		['0', '1 or more'],
		['1.5', '1 or more'],
		['25', '24 pieces are to come']
	] as const) {
		await came.fill(typed);
		await page.keyboard.press('Enter');
		await expect(page.getByText(answer)).toBeVisible();
	}
	await came.fill('20');
	await page.keyboard.press('Enter');
	await expect(page.getByRole('dialog')).toHaveCount(0);
	await purchases.getByRole('button', { name: `Received ${filter.name}` }).dblclick();
	await expect(purchases.getByText(filter.name)).toHaveCount(0);
	await page.context().setOffline(false);
	await expect
		.poll(() => placed()[0], { timeout: 30_000 })
		.toMatchObject({ Received: '24', Status: 'received' });
	await expect.poll(() => shelf(shop, filter.id)).toBe(before + 24);
	expect(
		csvRows(shop, 'movements.csv')
			.filter(({ Reference }) => Reference === placed()[0]!.PurchaseID)
			.map(({ Delta, Reason }) => [Delta, Reason])
	).toEqual([
		['20', 'receipt'],
		['4', 'receipt']
	]);
});

test('the past is played by the policy and by the old rule, and can be stopped', async ({ page }) => {
	test.slow();
	let arrive = () => {};
	const arrived = new Promise<void>((resolve) => (arrive = resolve));
	await page.context().route('**/api/sync/pull**', async (route) => {
		await arrived;
		await route.continue();
	});
	await signIn(page, admin);
	await page.goto('/admin/inventory');
	await allRead(page);
	const reading = page.getByText('Still reading the sales onto this device.');
	await expect(reading).toBeVisible();
	await expect(page.getByText(/to order/)).toHaveCount(0);
	for (const [address, empty] of [
		['/admin/sales', 'Nothing was sold in these days.'],
		['/admin/inventory?view=purchases', 'Nothing is on its way.']
	] as const) {
		await page.goto(address);
		await expect(reading).toBeVisible();
		await page.waitForTimeout(1000); // What the device has is read by then: nothing.
		await expect(page.getByText(empty)).toHaveCount(0);
	}
	await page.getByRole('link', { name: 'Replay' }).click();
	await expect(page.getByRole('button', { name: 'Play' })).toBeDisabled();
	arrive();
	await page.getByRole('button', { name: 'Play' }).click();
	await expect(reading).toHaveCount(0);
	await page
		.getByRole('button', { name: 'Cancel' })
		.click({ timeout: 2000 })
		.catch(() => {}); // It was quicker.
	await page.getByRole('button', { name: 'Play' }).click();
	const table = page.getByRole('region', { name: 'Policy and old rule' });
	await expect(table.getByRole('row')).toHaveCount(3, { timeout: 60_000 });
	await expect(page.getByText(/this policy would have/)).toBeVisible();
});

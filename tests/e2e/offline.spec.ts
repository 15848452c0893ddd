import {
	addToCart,
	admin,
	connection,
	confirmedOrder,
	csvRows,
	enterCode,
	expect,
	fillSignIn,
	offlineReady,
	placeOrder,
	shopper,
	signIn,
	test,
	type Page
} from '../helpers/browser';

const shopPages = [
	'/',
	'/sections',
	'/sections/Brake',
	'/sections/Clutch%20%26%20Gearbox',
	'/products/P001',
	'/search?q=brake',
	'/garage',
	'/cart',
	'/checkout',
	'/orders',
	'/bundles',
	'/login',
	'/register',
	'/account'
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
/** The status of the server's answer, 0 where there is none. */
const health = (page: Page) =>
	page.evaluate(() =>
		fetch('/api/health')
			.then((answer) => answer.status)
			.catch(() => 0)
	);

/** A page that stands: the app's own heading and its connection state, and no browser error page. */
async function opens(page: Page, path: string) {
	await page.goto(path);
	await expect(page.getByRole('heading', { level: 1 }), path).toBeVisible();
	await expect(connection(page), path).toContainText('Offline');
	await expect(page.getByRole('link', { name: 'Shop', exact: true }).first(), path).toBeVisible();
	await expect(page.getByText(/something went wrong|nothing at this address/i), path).toHaveCount(0);
}

for (const [how, cut] of [
	['the network gone', (page: Page) => page.context().setOffline(true)],
	['the server stopped', (_page: Page, stop: () => Promise<void>) => stop()]
] as const) {
	test(`every page of the shop opens cold with ${how}`, async ({ browser, ownShop: shop }) => {
		const context = await browser.newContext({ baseURL: shop.url });
		const page = await context.newPage();
		await signIn(page, shopper);
		await offlineReady(page);
		const orderId = csvRows(shop, 'orders.csv').find((row) => row.Username === shopper.username)!.OrderID!;
		await page.close();
		const cold = await context.newPage();
		await cut(cold, () => shop.stop());
		for (const path of [...shopPages, `/orders/${orderId}`]) await opens(cold, path);
		await cold.goto('/products/P001');
		await expect(cold.getByRole('heading', { name: 'Front Brake', level: 1 })).toBeVisible();
		expect(await health(cold)).not.toBe(200);
		await context.close();
	});

	test(`every page of the desk opens cold with ${how}`, async ({ browser, ownShop: shop }) => {
		const context = await browser.newContext({ baseURL: shop.url });
		const page = await context.newPage();
		await signIn(page, admin);
		await offlineReady(page);
		await page.close();
		const cold = await context.newPage();
		await cut(cold, () => shop.stop());
		for (const path of deskPages) await opens(cold, path);
		await context.close();
	});
}

/** Opens a page of the shop cold, without network: what was asked for when it was drawn. */
async function askedForBeforeDrawn(page: Page, path: string): Promise<string[]> {
	const cold = await page.context().newPage();
	await cold.addInitScript(() => {
		const drawn = new MutationObserver(() => {
			if (!document.querySelector('main h1')) return;
			drawn.disconnect();
			const asked = performance.getEntriesByType('resource').map(({ name }) => name);
			Object.assign(window, { asked });
		});
		drawn.observe(document, { childList: true, subtree: true });
	});
	await cold.goto(path);
	const asking = await cold.waitForFunction(() => (window as unknown as { asked?: string[] }).asked);
	const asked = (await asking.jsonValue())!;
	await cold.close();
	return asked;
}

test('pages that open cold are drawn before the database’s code comes, a list from few files', async ({
	ownPage: page
}) => {
	await page.goto('/');
	await offlineReady(page);
	await page.context().setOffline(true);
	const isDatabase = (url: string) =>
		page.evaluate(async (url) => (await (await fetch(url)).text()).includes('DexieError'), url);
	const all = await page.evaluate(() => performance.getEntriesByType('resource').map(({ name }) => name));
	const scripts = all.filter((name) => name.endsWith('.js'));
	const found = await Promise.all(scripts.map(isDatabase));
	const database = scripts.filter((_, place) => found[place]);
	expect(database).toHaveLength(1);

	for (const path of ['/', '/search?q=brake', '/products/P001', '/cart', '/login', '/register', '/forgot'])
		expect(await askedForBeforeDrawn(page, path), path).not.toContain(database[0]);
	const asked = await askedForBeforeDrawn(page, '/sections/Brake');
	expect(asked.filter((name) => name.endsWith('.css'))).toEqual([]);
	// Svelte and the frame with the lists, Kit's entries and page files, and what the bundler shares.
	expect(asked.filter((name) => name.endsWith('.js')).length).toBeLessThanOrEqual(8);
});

test('a page that was never opened, deep in the shop, opens without the server', async ({
	ownPage: page,
	ownShop: shop
}) => {
	await page.goto('/');
	await offlineReady(page);
	await shop.stop();
	await page.goto('/products/P0065');
	await expect(page.getByRole('heading', { name: 'Coolant concentrate, 1 l', level: 1 })).toBeVisible();
	await page.getByRole('searchbox', { name: 'Search' }).first().fill('KT-OAT 1');
	await page.getByRole('searchbox', { name: 'Search' }).first().press('Enter');
	await expect(page.getByRole('link', { name: /Coolant concentrate/ }).first()).toBeVisible();
});

test("the original app's addresses lead on in an installed app too", async ({
	ownPage: page,
	ownShop: shop
}) => {
	await page.goto('/');
	await offlineReady(page);
	await shop.stop();
	for (const [old, successor] of [
		['/forecast', '/admin/forecast'],
		['/admin/pin', '/admin/users'],
		['/products/brake', '/sections/Brake']
	] as const) {
		await page.goto(old);
		await expect(page).toHaveURL((url) => url.pathname === successor);
	}
});

test('an order placed offline is sent when the network is back, and confirmed', async ({
	ownPage: page,
	ownShop: shop
}) => {
	await signIn(page, shopper);
	await offlineReady(page);
	const sales = csvRows(shop, 'sales.csv').length;
	await page.context().setOffline(true);
	await addToCart(page, 'P001', 'Front Brake');
	await placeOrder(page);
	await expect(page.getByText('Saved on this device, not placed yet').first()).toBeVisible();
	await expect(page.getByRole('heading', { name: 'Order confirmed' })).toHaveCount(0);
	await expect(connection(page)).toContainText('1 change waiting');
	await page.reload();
	await expect(page.getByText('Saved on this device, not placed yet').first()).toBeVisible();

	await page.context().setOffline(false);
	await expect(connection(page)).toContainText('Online');
	await expect(connection(page)).not.toContainText('waiting', { timeout: 15_000 });
	await enterCode(page);
	const orderId = await confirmedOrder(page);
	await expect.poll(() => csvRows(shop, 'sales.csv').length).toBe(sales + 1);
	expect(csvRows(shop, 'sales.csv').at(-1)).toMatchObject({
		OrderID: orderId,
		ProductID: 'P001',
		Quantity: '1'
	});
});

test('an order placed with the server stopped is sent when it is back', async ({
	ownPage: page,
	ownShop: shop
}) => {
	await signIn(page, shopper);
	await offlineReady(page);
	await shop.stop();
	await addToCart(page, 'P0032', 'Oil filter, spin-on');
	await placeOrder(page);
	await expect(page.getByText('Saved on this device, not placed yet').first()).toBeVisible();
	await shop.restart();
	await expect(connection(page)).not.toContainText('waiting', { timeout: 60_000 });
	await enterCode(page);
	await confirmedOrder(page);
});

test('signing out with changes waiting keeps them for that account, hides them, and says so', async ({
	ownPage: page
}) => {
	await signIn(page, shopper);
	await offlineReady(page);
	await page.context().setOffline(true);
	await addToCart(page, 'P0015', 'Brake fluid DOT 4, 500 ml');
	await expect(connection(page)).toContainText('1 change waiting');
	await page.goto('/account');
	await expect(page.getByText('1 change of yours is waiting')).toBeVisible();
	await page.getByRole('button', { name: 'Sign out', exact: true }).click();
	await expect(page.getByRole('dialog')).toContainText('1 change of yours is not sent yet.');
	await page.getByRole('button', { name: 'Sign out anyway', exact: true }).click();
	await expect(page.getByText('1 change is kept on this device, hidden')).toBeVisible();
	await expect(page.getByRole('link', { name: 'Sign in' }).first()).toBeVisible();
	await page.goto('/cart');
	await expect(page.getByRole('spinbutton')).toHaveCount(0);
	await expect(connection(page)).not.toContainText('1 change waiting');

	await page.context().setOffline(false);
	await page.goto('/login');
	await fillSignIn(page, shopper);
	await expect(page.getByRole('link', { name: 'Account' })).toBeVisible();
	await page.goto('/cart');
	await expect(page.getByRole('spinbutton', { name: 'Quantity of Brake fluid DOT 4, 500 ml' })).toHaveValue(
		'1'
	);
	await expect(connection(page)).not.toContainText('waiting');
});

test('a page from the device says that the shop has not answered yet, until it has', async ({
	ownPage: page
}) => {
	await page.goto('/');
	await offlineReady(page);
	let answer = () => {};
	const answered = new Promise<void>((resolve) => (answer = resolve));
	await page.context().route('**/api/sync/**', async (route) => {
		await answered;
		await route.continue();
	});
	await page.reload();
	await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
	await expect(connection(page)).toContainText('Connecting');
	await expect(connection(page)).toHaveAttribute('data-offline-ready', 'true');
	await expect(connection(page)).toContainText('Connecting');
	answer();
	await expect(connection(page)).toContainText('Online');
});

test('a device that lost the line before it heard what sells together says so', async ({ ownPage: page }) => {
	await page.goto('/');
	await offlineReady(page);
	await page.context().setOffline(true);
	await page.evaluate(async () => {
		const opening = indexedDB.open('pop');
		await new Promise((opened) => (opening.onsuccess = opened));
		const work = opening.result.transaction(['bundles', 'meta'], 'readwrite');
		work.objectStore('bundles').clear();
		for (const key of ['lastSync', 'firstScreen', 'sync']) work.objectStore('meta').delete(key);
		await new Promise((done) => (work.oncomplete = done));
		opening.result.close();
	});
	await page.goto('/bundles');
	await expect(page.getByText('This device has not heard yet what sells together.')).toBeVisible();
	await page.context().setOffline(false);
	await expect(page.getByText("Counted from this shop's own orders.")).toBeVisible();
});

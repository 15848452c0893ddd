import { mkdirSync, readFileSync, rmdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { admin, adminApi, csvRows, expect, offlineReady, signIn, test, type Page } from '../helpers/browser';

const file = (text: string) => ({ name: 'parts.csv', mimeType: 'text/csv', buffer: Buffer.from(text) });
const choose = (page: Page, text: string) => page.getByLabel('CSV file').setInputFiles(file(text));
const button = (page: Page, name: string) => page.getByRole('button', { name, exact: true });

test('a file is looked at, imported, and taken back', async ({ ownPage: page, ownShop: shop }) => {
	await signIn(page, admin);
	await page.goto('/admin/data');
	await offlineReady(page);
	await choose(
		page,
		'Part no.;Product Name;Category;Price;Stock\nP001;Front Brake;Brake;1234,50;30\nZ1;Bulb H7;Lamps;99;5\nZ2;Fuse;Lamps;cheap;5\n'
	);
	await expect(page.getByLabel('Table', { exact: true })).toHaveValue('');
	await page.getByLabel('Table', { exact: true }).selectOption('products');
	await page.getByText(/5 columns/).click();
	await page.getByLabel('Part no.').selectOption('product_id');
	await button(page, 'Preview').click();
	await expect(page.getByText('3 rows: 1 new, 1 changed, 0 the same, 1 refused.')).toBeVisible();
	await expect(page.getByRole('cell', { name: 'Bulb H7' })).toBeVisible();
	await expect(page.getByRole('cell', { name: 'is not a number' })).toBeVisible();

	await button(page, 'Import').click();
	await expect(page.getByText(/^Imported:/)).toBeVisible();
	const row = (id: string) => csvRows(shop, 'products.csv').find((product) => product.product_id === id);
	await expect.poll(() => row('Z1')).toMatchObject({ name: 'Bulb H7', stock: '5' });
	expect(row('P001')).toMatchObject({ price: '1234.50', stock: '30' });

	await button(page, 'Undo import').click();
	await expect(page.getByText('No import to undo.')).toBeVisible();
	await expect.poll(() => row('Z1')).toBeUndefined();
	expect(row('P001')).toMatchObject({ price: '1500.00', stock: '27' });
	expect(readFileSync(join(shop.dataDir, 'admin_log.txt'), 'utf8')).toMatch(/admin123: UNDO_IMPORT/);

	const sales = () => csvRows(shop, 'sales.csv').length;
	const before = sales();
	const lines = Array.from(
		{ length: 100_000 },
		(_, i) => `2025-01-01 10:00:00,L${i},Front Brake,1,10,ann,10`
	);
	const data = await page.evaluateHandle(
		(text) => {
			const dropped = new DataTransfer();
			dropped.items.add(new File([text], 'history.csv', { type: 'text/csv' }));
			return dropped;
		},
		`Date,OrderID,Item,Quantity,Price,Username,Total\n${lines.join('\n')}\n`
	);
	const field = page.getByLabel('CSV file');
	await field.locator('..').dispatchEvent('drop', { dataTransfer: data });
	await expect(page.getByLabel('Table', { exact: true })).toHaveValue('sales');
	await expect(field).toHaveValue(/history\.csv$/);
	await button(page, 'Import').click();
	await expect(page.getByText(/^The shop reads it/)).toBeVisible();
	await button(page, 'Cancel').click();
	await expect(page.getByText('Cancelled: nothing of it is in the shop.')).toBeVisible();
	await expect.poll(sales).toBe(before);
});

test('replace asks for the PIN, and goes on once it is given', async ({ ownPage: page, ownShop: shop }) => {
	await signIn(page, admin);
	await page.goto('/admin/data');
	await choose(page, 'product_id,make,model\nP001,Tata,Indica\n');
	await page.getByLabel('Rows that the file does not have').selectOption('replace');
	await button(page, 'Import').click();
	await page.getByLabel('Admin PIN').fill(admin.pin);
	await button(page, 'Unlock').click();
	await expect(page.getByText(/^Imported:.*1 new/)).toBeVisible();
	await expect.poll(() => csvRows(shop, 'fitment.csv').length).toBe(1);
});

test('without the connection a file is checked, and a small one waits for it', async ({
	ownPage: page,
	ownShop: shop
}) => {
	await signIn(page, admin);
	await page.goto('/admin/data');
	await offlineReady(page);
	await page.context().setOffline(true);
	await choose(page, 'product_id,name,section,price,stock\nP001,Front Brake,Brake,1,x\nZ1,Bulb,Lamps,99,5\n');
	await button(page, 'Preview').click();
	await expect(page.getByText('2 rows: 1 new, 0 changed, 0 the same, 1 refused.')).toBeVisible();
	await button(page, 'Import').click();
	await expect(page.getByText('Saved on this device, not imported yet')).toBeVisible();
	await page.context().setOffline(false);
	await expect
		.poll(() => csvRows(shop, 'products.csv').find(({ product_id }) => product_id === 'Z1'))
		.toMatchObject({ name: 'Bulb', stock: '5' });

	await page.context().setOffline(true);
	await choose(page, `product_id,name,section,price,stock\n${'Z2,Fuse,Lamps,1,1\n'.repeat(20_000)}`);
	await button(page, 'Import').click();
	await expect(page.getByText('This file is too big to wait on this device.')).toBeVisible();
});

test('a clash of a saved sheet is settled without the connection, and its deletion with the PIN', async ({
	ownPage: page,
	ownShop: shop
}) => {
	const path = join(shop.dataDir, 'products.csv');
	const row = (id: string) => csvRows(shop, 'products.csv').find((product) => product.product_id === id);
	await signIn(page, admin);
	await page.goto('/admin/data');
	await offlineReady(page);
	const open = readFileSync(path, 'utf8');
	const desk = await adminApi(shop);
	for (const productId of ['P001', 'P002', 'P003'])
		await desk.mutate('saveProduct', { productId, changes: { price: 123400, description: 'Of the desk' } });
	await expect.poll(() => row('P003')?.price).toBe('1234.00');
	const lines = open.split('\n').filter((line) => !line.startsWith('P003,'));
	writeFileSync(
		path,
		lines
			.join('\n')
			.replace(',1500.00,', ',1750.00,')
			.replace(/^(P002,[^,]*,[^,]*,)[^,]*/m, '$1990.00')
	);

	await expect(page.getByRole('heading', { name: '3 clashes in the files' })).toBeVisible();
	await expect(page.getByRole('link', { name: /^Data\b.*3/ })).toBeVisible();
	await page.context().setOffline(true);
	await page.getByRole('button', { name: /^Take the file’s, products.csv: P001/ }).click();
	await expect(page.getByRole('heading', { name: '2 clashes in the files' })).toBeVisible();
	await page.context().setOffline(false);
	await expect.poll(() => row('P001')?.price).toBe('1750.00');

	await page.getByRole('button', { name: /^Keep the shop’s, products.csv: P002/ }).click();
	await page.getByRole('button', { name: /^Take the file’s, products.csv: P003/ }).click();
	await page.getByLabel('Admin PIN').fill(admin.pin);
	await button(page, 'Unlock').click();
	await expect.poll(() => row('P003')).toBeUndefined();
	expect(row('P002')).toMatchObject({ price: '1234.00' });
	await expect(page.getByRole('heading', { name: /in the files/ })).toBeHidden();
});

test('a file that can not be written is told in the desk while orders go on, and catches up', async ({
	ownPage: page,
	ownShop: shop
}) => {
	await signIn(page, admin);
	await page.goto('/admin');
	await offlineReady(page);
	// Nobody can write a file where a folder stands, on any system.
	const inTheWay = join(shop.dataDir, '.products.csv.tmp');
	mkdirSync(inTheWay);
	const desk = await adminApi(shop);
	const before = Number(csvRows(shop, 'products.csv')[0]!.stock);
	const productId = csvRows(shop, 'products.csv')[0]!.product_id;
	await desk.mutate('adjustStock', { productId, delta: 5, reason: 'count' });
	const files = page.getByRole('status', { name: 'Files' });
	await expect(files).toContainText('products.csv can’t be written', { timeout: 5000 });
	rmdirSync(inTheWay);
	await expect(files).toBeHidden({ timeout: 10_000 });
	expect(Number(csvRows(shop, 'products.csv')[0]!.stock)).toBe(before + 5);
});

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { admin, csvRows, expect, offlineReady, signIn, test, type Page } from '../helpers/browser';

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

test('without the connection a file can be checked', async ({ ownPage: page }) => {
	await signIn(page, admin);
	await page.goto('/admin/data');
	await offlineReady(page);
	await page.context().setOffline(true);
	await choose(page, 'product_id,name,section,price,stock\nP001,Front Brake,Brake,1,x\n');
	await button(page, 'Preview').click();
	await expect(page.getByText('1 row: 0 new, 0 changed, 0 the same, 1 refused.')).toBeVisible();
});

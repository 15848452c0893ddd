/** The server is killed in the middle of a long import: its next start has the shop of before, in the store and in the files. */
import { expect, test } from '@playwright/test';
import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { adminApi } from '../helpers/browser';
import { startServer } from '../helpers/server';

/** Written for some seconds after the first of them is in the file. */
const rows = 100_000;

test('a kill in the middle of an import leaves nothing of it', async () => {
	test.setTimeout(120_000);
	const shop = await startServer({ env: { LOG_LEVEL: 'error' } });
	const file = (name: string) => readFileSync(join(shop.dataDir, name), 'utf8');
	try {
		const desk = await adminApi(shop);
		const before = ['sales.csv', 'products.csv', 'movements.csv'].map(file);
		const count = (await desk.rows('sales')).length;
		const lines = Array.from(
			{ length: rows },
			(_, index) => `2024-03-01 10:00:00,KILLED${index},Front Brake,1,1500.00,ann,1500.00\n`
		);
		const text = `Date,OrderID,Item,Quantity,Price,Username,Total\n${lines.join('')}`;
		const cutOff = desk.send('/api/csv/sales', Buffer.from(text), 'text/csv').catch(() => 'cut off');
		const size = () => statSync(join(shop.dataDir, 'sales.csv')).size;
		await expect.poll(size, { intervals: [5] }).toBeGreaterThan(Buffer.byteLength(before[0]!));
		await shop.kill();
		expect(await cutOff).toBe('cut off');

		await shop.restart();
		const again = await adminApi(shop);
		expect(await again.must('GET', '/api/admin/imports')).toMatchObject({ running: null, last: null });
		expect(await again.rows('sales')).toHaveLength(count);
		await shop.stop();
		expect(['sales.csv', 'products.csv', 'movements.csv'].map(file)).toEqual(before);
	} finally {
		await shop.close();
	}
});

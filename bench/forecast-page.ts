/**
 * The desk's forecast and inventory pages over 10,000 products with two years of sales: how long it takes until all is
 * calculated in the worker, the page's longest tasks meanwhile, and how soon a cancel takes effect. `POP_BENCH_PRODUCTS`
 * and `POP_BENCH_DAYS` for a smaller shop.
 */
import { chromium, type Page } from '@playwright/test';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromiumArgs, provideChromium } from '../scripts/chromium.mjs';
import { csv, money } from '../scripts/demo/csv.mjs';
import { dateOf } from '../src/lib/domain/forecast/calendar';
import { startServer } from '../tests/helpers/server';
import { madeUpShop } from './forecast/made-up';
import { bigCatalogue, writeBigShop } from './lib/big-shop';
import { round, type Emit } from './lib/bench';

export const name = 'forecast-page';

const PRODUCTS = Number(process.env.POP_BENCH_PRODUCTS ?? 10_000);
const DAYS = Number(process.env.POP_BENCH_DAYS ?? 730);
const DAY_MS = 86_400_000;
const PATIENCE_MS = 20 * 60_000;

export async function run(emit: Emit): Promise<void> {
	const dataDir = mkdtempSync(join(tmpdir(), 'pop-forecast-page-'));
	writeBigShop(dataDir, PRODUCTS);
	const lines = writeSales(dataDir);
	const shop = await startServer({ dataDir, env: { LOG_LEVEL: 'error' } });
	const browser = await chromium.launch({
		executablePath: await provideChromium(console.error),
		args: chromiumArgs
	});
	try {
		const page = await browser.newPage({ baseURL: shop.url, viewport: { width: 1440, height: 900 } });
		page.setDefaultTimeout(PATIENCE_MS);
		const what = { products: PRODUCTS, days: DAYS, saleLines: lines };
		await page.addInitScript(watchTasks);
		await page.goto('/login');
		await page.getByRole('textbox', { name: 'Username', exact: true }).fill('admin123');
		await page.getByLabel('Password', { exact: true }).fill('sriyanshu1');
		await page.getByRole('button', { name: 'Sign in', exact: true }).click();
		await page.locator('[role=status][data-offline-ready=true]').waitFor();

		await page.goto('/admin/forecast?days=14');
		const start = page.getByRole('button', { name: 'Calculate on this device' });
		await start.waitFor();
		await page.getByRole('row').nth(5).waitFor();
		emit({ case: 'the forecast page until it stands', ...what, ...(await tasks(page)) });
		await start.click();
		await page.getByText(/\d+ %, about \d+ s left/).waitFor();
		const cancelMs = await page.evaluate(cancel);
		await start.click();
		const from = performance.now();
		await page.getByText('Calculated on this device').waitFor();
		const seconds = round((performance.now() - from) / 1000);
		emit({
			case: 'all forecast in the worker',
			...what,
			seconds,
			cancelMs: round(cancelMs),
			...(await tasks(page)),
			reference: { what: 'the aims', longestTaskMs: 50, cancelMs: 200 }
		});

		await page.goto('/admin/inventory?flag=all');
		await page
			.getByRole('status')
			.filter({ hasText: /to order/ })
			.waitFor();
		await page.waitForTimeout(1000);
		emit({ case: 'the inventory page until it stands', ...what, ...(await tasks(page)) });
		await page.getByText('What if').click();
		const demand = page.getByRole('slider', { name: /^Demand/ });
		await demand.focus();
		for (let step = 0; step < 10; step++) await demand.press('ArrowRight');
		await page.waitForTimeout(2000);
		emit({
			case: 'its sliders, ten steps',
			...what,
			...(await tasks(page)),
			reference: { what: 'the aim', longestTaskMs: 50 }
		});
	} finally {
		await browser.close();
		await shop.close();
		rmSync(dataDir, { recursive: true, force: true });
	}
}

/** Sales of every product up to yesterday, an order a day and hour; returns how many lines. */
function writeSales(dataDir: string): number {
	const catalogue = bigCatalogue(PRODUCTS);
	const today = Math.floor(Date.now() / DAY_MS);
	const rows: (string | number)[][] = [];
	const series = madeUpShop(PRODUCTS, DAYS);
	for (let day = 0; day < DAYS; day++)
		series.forEach(({ units }, place) => {
			const sold = units[day]!;
			if (sold === 0) return;
			const { productId, name, price } = catalogue[place]!;
			const hour = String(9 + (place % 10)).padStart(2, '0');
			rows.push([
				`${dateOf(today - DAYS + day)} ${hour}:00:00`,
				`B${day}-${place % 100}`,
				name,
				sold,
				money(price),
				'',
				money(price * sold),
				productId
			]);
		});
	const header = ['Date', 'OrderID', 'Item', 'Quantity', 'Price', 'Username', 'Total', 'ProductID'];
	writeFileSync(join(dataDir, 'sales.csv'), csv(header, rows));
	return rows.length;
}

/** Runs in the page, before its own scripts. */
function watchTasks(): void {
	const found: number[] = [];
	Object.assign(window, { popTasks: found });
	new PerformanceObserver((list) => {
		for (const { duration } of list.getEntries()) found.push(duration);
	}).observe({ type: 'longtask', buffered: true });
}

/** The tasks over 50 ms since the last call or the page's start. */
async function tasks(page: Page): Promise<{ longestTaskMs: number; longTasks: number }> {
	const found = await page.evaluate(() => (window as unknown as { popTasks: number[] }).popTasks.splice(0));
	return { longestTaskMs: round(Math.max(0, ...found)), longTasks: found.length };
}

/** Runs in the page: from the press on Cancel until the page says so, ms. */
async function cancel(): Promise<number> {
	const button = [...document.querySelectorAll('button')].find(({ textContent }) =>
		textContent.includes('Cancel')
	)!;
	const from = performance.now();
	button.click();
	while (!document.body.textContent.includes('Cancelled.'))
		await new Promise((resolve) => setTimeout(resolve, 0));
	return performance.now() - from;
}

/**
 * Takes the pictures of the README and of the install dialogue from a demo shop that runs:
 * node scripts/icons/screens.mjs [ADDRESS]
 */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { chromium } from '@playwright/test';
import { chromiumArgs, findChromium } from '../chromium.mjs';
import { root } from '../lib.mjs';

const address = process.argv[2] ?? 'http://127.0.0.1:3000';
const folder = join(root, 'static/screenshots');
mkdirSync(folder, { recursive: true });

const sizes = {
	wide: { viewport: { width: 1280, height: 800 } },
	narrow: { viewport: { width: 390, height: 844 }, deviceScaleFactor: 2, isMobile: true }
};
const browser = await chromium.launch({ executablePath: await findChromium(), args: chromiumArgs });
for (const [form, size] of Object.entries(sizes)) {
	const page = await browser.newPage({ baseURL: address, colorScheme: 'light', ...size });
	await page.goto('/');
	await page.locator('[data-offline-ready=true]').waitFor();
	await page.screenshot({ path: join(folder, `shop-${form}.png`) });
	await page.goto('/login?next=/admin');
	await page.getByLabel('Username').fill('admin123');
	await page.getByLabel('Password').fill('sriyanshu1');
	await page.getByRole('button', { name: 'Sign in' }).click();
	await page.getByRole('heading', { name: 'Overview' }).waitFor();
	await page.getByText(/^As of/).waitFor();
	await page.waitForLoadState('networkidle');
	await page.screenshot({ path: join(folder, `desk-${form}.png`) });
	await page.close();
}
await browser.close();

/** End-to-end and kill tests against the production build: `npm run build` first, or `npm test` for everything. */
import { defineConfig } from '@playwright/test';
import { chromiumArgs, findChromium } from './scripts/chromium.mjs';

const executablePath = await findChromium();

export default defineConfig({
	testDir: 'tests',
	testMatch: ['e2e/**/*.spec.ts', 'kill/**/*.spec.ts'],
	outputDir: 'test-results',
	globalSetup: './tests/helpers/demo-shop.ts',
	fullyParallel: true,
	workers: 2,
	// A browser on a busy machine may miss a beat once: the list says which test did.
	retries: 1,
	timeout: 120_000,
	expect: { timeout: 20_000 },
	reporter: 'list',
	use: {
		locale: 'en-IN',
		timezoneId: 'Asia/Kolkata',
		trace: 'on-first-retry',
		launchOptions: { ...(executablePath ? { executablePath } : {}), args: chromiumArgs }
	}
});

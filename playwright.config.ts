/** End-to-end and kill tests against the production build: `npm run build` first, or `npm test` for everything. */
import { defineConfig } from '@playwright/test';
import { chromiumArgs, findChromium } from './scripts/chromium.mjs';

const executablePath = await findChromium();

const long = ['kill/**/*.spec.ts', 'e2e/update.spec.ts'];

export default defineConfig({
	testDir: 'tests',
	// The long ones first: begun last, they would leave one of two workers idle at the end.
	projects: [
		{ name: 'long', testMatch: long },
		{ name: 'pages', testMatch: 'e2e/**/*.spec.ts', testIgnore: long }
	],
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

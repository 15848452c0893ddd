/**
 * The catalogue's way onto a device: the app's chunks beside a plain Dexie bulkPut of the same rows with two indexes,
 * in the same browser against the same server; bytes on the wire; and what lists and searches cost then.
 */
import { chromium, type Browser, type Page } from '@playwright/test';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build, type Rollup } from 'vite';
import { chromiumArgs, provideChromium } from '../scripts/chromium.mjs';
import { startServer, type Server } from '../tests/helpers/server';
import type { BenchPage } from './first-sync/page';
import { bigCatalogue, writeBigShop } from './lib/big-shop';
import { quantile, round, type Emit } from './lib/bench';

export const name = 'first-sync';

const sizes = [1000, 10_000, 50_000];
const repeats = 3;
/** After a page opens, Chromium starts a process in reserve, which takes a core from what is measured. */
const SETTLED_MS = 1500;

type BenchWindow = Window & { bench: BenchPage };

export async function run(emit: Emit): Promise<void> {
	const script = await bundle();
	const browser = await chromium.launch({
		executablePath: await provideChromium(console.error),
		args: chromiumArgs
	});
	try {
		for (const size of sizes) await measure(browser, script, size, emit);
	} finally {
		await browser.close();
	}
}

async function measure(browser: Browser, script: string, size: number, emit: Emit): Promise<void> {
	const dataDir = mkdtempSync(join(tmpdir(), 'pop-first-sync-'));
	writeBigShop(dataDir, size);
	const shop = await startServer({ dataDir, env: { LOG_LEVEL: 'error' } });
	try {
		const json = JSON.stringify(bigCatalogue(size));
		const chunked: number[] = [];
		const reopened: number[] = [];
		const plain: number[] = [];
		let wire: number[] = [];
		let times: Record<string, number[]> = {};
		// The server prepares its chunks at the first request of all: that one is not counted.
		for (let i = 0; i <= repeats; i++) {
			const first = await inFreshBrowser(browser, shop, script, async (page) => {
				const answers = watchWire(page);
				const ready = await page.evaluate(() => (window as unknown as BenchWindow).bench.chunks());
				times = await page.evaluate(() => (window as unknown as BenchWindow).bench.queries());
				const again = await page.evaluate(() => (window as unknown as BenchWindow).bench.reopen());
				wire = await Promise.all(answers);
				return { ready, again };
			});
			const reference = await inFreshBrowser(browser, shop, script, (page) =>
				page.evaluate((rows) => (window as unknown as BenchWindow).bench.rows(rows), json)
			);
			if (i === 0) continue;
			chunked.push(first.ready);
			reopened.push(first.again);
			plain.push(reference);
		}
		const median = (values: number[]) => quantile(values, 0.5);
		emit({
			case: `${size} products`,
			readyMs: round(median(chunked)),
			reopenMs: round(median(reopened)),
			wireBytesPerProduct: round(wire.reduce((sum, bytes) => sum + bytes, 0) / size),
			requests: wire.length,
			runs: repeats,
			reference: {
				what: 'Dexie bulkPut of the same rows with two indexes',
				readyMs: round(median(plain))
			},
			ratio: round(median(plain) / median(chunked))
		});
		for (const [query, ms] of Object.entries(times))
			emit({
				case: `${query} at ${size} products`,
				p50Ms: round(median(ms)),
				p95Ms: round(quantile(ms, 0.95)),
				samples: ms.length
			});
	} finally {
		await shop.close();
		rmSync(dataDir, { recursive: true, force: true });
	}
}

/** A page of the shop's origin with nothing of the app but the bench's script, in a browser without a past. */
async function inFreshBrowser<T>(
	browser: Browser,
	shop: Server,
	script: string,
	work: (page: Page) => Promise<T>
): Promise<T> {
	const context = await browser.newContext();
	try {
		const page = await context.newPage();
		await page.route('**/bench/', (route) =>
			route.fulfill({
				contentType: 'text/html',
				body: '<!doctype html><title>bench</title><script type="module" src="page.js"></script>'
			})
		);
		await page.route('**/bench/page.js', (route) =>
			route.fulfill({ contentType: 'text/javascript', body: script })
		);
		await page.goto(`${shop.url}/bench/`);
		await page.waitForFunction(() => 'bench' in window);
		// While pages are intercepted every request costs more.
		await page.unrouteAll();
		await page.waitForTimeout(SETTLED_MS);
		return await work(page);
	} finally {
		await context.close();
	}
}

/** What the sync's answers take on the line, packed as they come: one promise of bytes a request. */
function watchWire(page: Page): Promise<number>[] {
	const answers: Promise<number>[] = [];
	page.on('requestfinished', (request) => {
		if (request.url().includes('/api/sync/'))
			answers.push(request.sizes().then(({ responseBodySize }) => responseBodySize));
	});
	return answers;
}

/** The bench's page with all it imports, as one script. */
async function bundle(): Promise<string> {
	const built = (await build({
		configFile: false,
		logLevel: 'error',
		build: {
			write: false,
			lib: { entry: 'bench/first-sync/page.ts', formats: ['es'], fileName: 'page' },
			rollupOptions: { output: { codeSplitting: false } }
		}
	})) as Rollup.RollupOutput[];
	const output = built[0]!.output.find((file) => file.type === 'chunk');
	return (output as Rollup.OutputChunk).code;
}

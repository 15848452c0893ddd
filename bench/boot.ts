/**
 * What the first visit costs and how soon the shop is there: JavaScript of the first load; time to a list of products
 * on the first visit, and from a cold start without network, with 50,000 products on a slow phone's terms.
 */
import { chromium, type BrowserContext, type Page } from '@playwright/test';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { chromiumArgs, provideChromium } from '../scripts/chromium.mjs';
import { startServer, type Server } from '../tests/helpers/server';
import { writeBigShop } from './lib/big-shop';
import { quantile, round, type Emit } from './lib/bench';

export const name = 'boot';

const products = 50_000;
const listPage = '/sections/Filters';
/** 1.6 Mbit/s down, 0.75 up, 150 ms there and back; the processor four times slower. */
const slow = { offline: false, latency: 150, downloadThroughput: 200_000, uploadThroughput: 94_000 };
const cpuRate = 4;

export async function run(emit: Emit): Promise<void> {
	const dataDir = mkdtempSync(join(tmpdir(), 'pop-boot-'));
	writeBigShop(dataDir, products);
	const shop = await startServer({ dataDir, env: { LOG_LEVEL: 'error' } });
	try {
		emit({ case: 'first load', ...(await firstLoad(shop)) });
		const runs: Awaited<ReturnType<typeof visits>>[] = [];
		for (let each = 0; each < 3; each++) runs.push(await visits(shop));
		const median = (key: keyof (typeof runs)[number]) =>
			round(
				quantile(
					runs.map((figures) => figures[key]),
					0.5
				)
			);
		emit({
			case: `${products} products, CPU ÷ ${cpuRate}, 1.6 Mbit/s, 150 ms`,
			firstVisitListMs: median('firstVisitListMs'),
			offlineReadyMs: median('offlineReadyMs'),
			coldOfflineListMs: median('coldOfflineListMs'),
			coldOfflineWorstMs: round(Math.max(...runs.map((figures) => figures.coldOfflineListMs))),
			runs: runs.length
		});
	} finally {
		await shop.close();
		rmSync(dataDir, { recursive: true, force: true });
	}
}

async function open(profile: string): Promise<BrowserContext> {
	return chromium.launchPersistentContext(profile, {
		executablePath: await provideChromium(console.error),
		args: chromiumArgs
	});
}

/**
 * Kilobytes (1,000 bytes) of scripts on the first visit of `/`, each packed by gzip, without the worker's precache: those
 * that the page itself asks for, after which it reacts, and all until the line is quiet, with the device's database.
 */
async function firstLoad(shop: Server) {
	const profile = mkdtempSync(join(tmpdir(), 'pop-profile-'));
	const context = await open(profile);
	try {
		const page = await context.newPage();
		await page.route('**/service-worker.js', (route) => route.abort());
		const scripts: Promise<{ path: string; bytes: number }>[] = [];
		page.on('response', (response) => {
			if (response.request().resourceType() !== 'script' || !response.url().startsWith(shop.url)) return;
			const path = new URL(response.url()).pathname;
			scripts.push(response.body().then((body) => ({ path, bytes: gzipSync(body).length })));
		});
		const answer = (await page.goto(shop.url, { waitUntil: 'networkidle' }))!;
		// Kit names the scripts of a page in the header, to be loaded before they are asked for.
		const asked = `${answer.headers().link} ${await answer.text()}`;
		const all = await Promise.all(scripts);
		const named = all.filter(({ path }) => asked.includes(path));
		const kb = (some: typeof all) => round(some.reduce((sum, { bytes }) => sum + bytes, 0) / 1000);
		return {
			javascriptGzipKb: kb(named),
			scripts: named.length,
			withDatabaseGzipKb: kb(all),
			allScripts: all.length
		};
	} finally {
		await context.close();
		rmSync(profile, { recursive: true, force: true });
	}
}

/** A first visit over the slow line until all is on the device; then the browser is closed and opened without network. */
async function visits(shop: Server) {
	const profile = mkdtempSync(join(tmpdir(), 'pop-profile-'));
	let context = await open(profile);
	try {
		const first = await context.newPage();
		await slowProcessor(first);
		await slowLine(first);
		await watchList(first);
		const firstVisitListMs = await openList(first, shop.url + listPage);
		const ready = first
			.getByRole('status', { name: 'Connection' })
			.and(first.locator('[data-offline-ready=true]'));
		await ready.waitFor({ state: 'attached', timeout: 180_000 });
		const offlineReadyMs = await first.evaluate(() => performance.now());
		await context.close();

		context = await open(profile);
		await context.setOffline(true);
		const cold = await context.newPage();
		await slowProcessor(cold);
		await watchList(cold);
		return { firstVisitListMs, offlineReadyMs, coldOfflineListMs: await openList(cold, shop.url + listPage) };
	} finally {
		await context.close();
		rmSync(profile, { recursive: true, force: true });
	}
}

async function slowLine(page: Page): Promise<void> {
	const session = await page.context().newCDPSession(page);
	await session.send('Network.enable');
	await session.send('Network.emulateNetworkConditions', slow);
}

async function slowProcessor(page: Page): Promise<void> {
	const session = await page.context().newCDPSession(page);
	await session.send('Emulation.setCPUThrottlingRate', { rate: cpuRate });
}

/** What a page says, with the time, when it has painted the first product of a list. */
const SEEN = 'list seen: ';

const watchList = (page: Page) =>
	page.addInitScript((seen) => {
		const look = () => {
			const link = document.querySelector('main a[href*="/products/"]');
			if (link && link.getBoundingClientRect().height > 0)
				requestAnimationFrame(() => console.log(seen + performance.now()));
			else requestAnimationFrame(look);
		};
		look();
	}, SEEN);

/** Opens the list; ms from the navigation to its first product. Nothing is asked meanwhile: it would be compiled in the page. */
async function openList(page: Page, address: string): Promise<number> {
	const [line] = await Promise.all([
		page.waitForEvent('console', {
			predicate: (line) => line.text().startsWith(SEEN),
			timeout: 120_000
		}),
		page.goto(address)
	]);
	return Number(line.text().slice(SEEN.length));
}

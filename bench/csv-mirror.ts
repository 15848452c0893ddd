/**
 * How long after its confirmation an order stands in the files, as another program sees them: in sales.csv, which grows,
 * and in products.csv, which is replaced. With 10,000 products, 100,000 sales and 40 orders a second.
 */
import {
	closeSync,
	fsyncSync,
	mkdtempSync,
	openSync,
	readFileSync,
	renameSync,
	rmSync,
	statSync,
	writeFileSync
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { ApiClient } from '../tests/helpers/api';
import { startServer } from '../tests/helpers/server';
import { bigCatalogue, writeBigShop } from './lib/big-shop';
import { quantile, round, type Emit } from './lib/bench';

export const name = 'csv-mirror';

const productCount = 10_000;
const saleCount = 100_000;
const perSecond = 40;
const seconds = Number(process.env.POP_BENCH_SECONDS ?? 20);
const buyerCount = 16;
const LOOK_MS = 20;

interface Sold {
	orderId: string;
	productId: string;
	/** What products.csv says of it once the order is in. */
	stock: number;
	/** When the confirmation was answered, and when each file showed it. */
	at: number;
	inSales?: number;
	inProducts?: number;
}

export async function run(emit: Emit): Promise<void> {
	const dataDir = mkdtempSync(join(tmpdir(), 'pop-csv-mirror-'));
	writeBigShop(dataDir, productCount);
	writeFileSync(join(dataDir, 'sales.csv'), oldSales());
	const shop = await startServer({ dataDir, env: { LOG_LEVEL: 'error' } });
	try {
		const buyers = Array.from(
			{ length: buyerCount },
			(_, index) => new ApiClient(shop.url, `buyer-${index}`)
		);
		for (const [index, buyer] of buyers.entries()) await buyer.register(`buyer-${index}`, 'a long password');
		const sold: Sold[] = [];
		const looking = look(dataDir, sold);
		await sell(buyers, sold);
		await looking.end();
		const lags = (file: 'inSales' | 'inProducts') => sold.map((one) => one[file]! - one.at);
		const replaceMs = bareReplaceMs(join(dataDir, 'products.csv'));
		const p50 = quantile(lags('inProducts'), 0.5);
		emit({
			case: `${productCount} products, ${saleCount} sales, ${perSecond} orders a second for ${seconds} s`,
			orders: sold.length,
			salesP50Ms: round(quantile(lags('inSales'), 0.5)),
			salesP99Ms: round(quantile(lags('inSales'), 0.99)),
			productsP50Ms: round(p50),
			productsP99Ms: round(quantile(lags('inProducts'), 0.99)),
			reference: {
				what: 'products.csv written, synced and renamed once, by itself',
				p50Ms: round(replaceMs)
			},
			ratio: round(replaceMs / p50)
		});
	} finally {
		await shop.close();
		rmSync(dataDir, { recursive: true });
	}
}

/** Products that are in stock, one after the other, so that each order changes a row of its own. */
const shelf = bigCatalogue(productCount).filter(({ stock }) => stock > 0);

function oldSales(): string {
	const lines = ['Date,OrderID,Item,Quantity,Price,Username,Total'];
	for (let index = 0; index < saleCount; index++) {
		const day = String(1 + (index % 28)).padStart(2, '0');
		lines.push(
			`2025-0${1 + (index % 9)}-${day} 10:00:00,X${index},Part ${index % 500},1,10.00,old-${index % 900},10.00`
		);
	}
	return lines.join('\n') + '\n';
}

/** Starts an order every 25 ms, with whichever buyer is free. */
async function sell(buyers: readonly ApiClient[], sold: Sold[]): Promise<void> {
	const free = [...buyers];
	const running = new Set<Promise<void>>();
	const started = performance.now();
	for (let count = 0; count < perSecond * seconds; count++) {
		await pause(Math.max(0, started + (count * 1000) / perSecond - performance.now()));
		while (free.length === 0) await Promise.race(running);
		const buyer = free.pop()!;
		const { productId, price, stock } = shelf[count % shelf.length]!;
		const order = buy(buyer, productId, price).then(({ orderId, at }) => {
			sold.push({ orderId, productId, stock: stock - 1, at });
			free.push(buyer);
			running.delete(order);
		});
		running.add(order);
	}
	await Promise.all(running);
}

async function buy(buyer: ApiClient, productId: string, price: number) {
	const orderId = crypto.randomUUID();
	const lines = [{ productId, quantity: 1, price }];
	await buyer.mutate('placeOrder', { orderId, lines, placedAt: new Date().toISOString() });
	const { demoCode } = await buyer.must<{ demoCode: string }>('POST', `/api/orders/${orderId}/code`, {});
	await buyer.must('POST', `/api/orders/${orderId}/confirm`, { code: demoCode });
	return { orderId, at: performance.now() };
}

/** Reads the files whenever they changed, and notes what is new in them. */
function look(dataDir: string, sold: readonly Sold[]) {
	const files = [
		{
			path: join(dataDir, 'sales.csv'),
			seen: 'inSales',
			has: (text: string, { orderId }: Sold) => text.includes(orderId)
		},
		{ path: join(dataDir, 'products.csv'), seen: 'inProducts', has: showsStock }
	] as const;
	/** By file, the version that was read last, and how many orders were answered then. */
	const stamps = new Map<string, number>();
	const asked = new Map<string, number>();
	const missing = () => sold.filter((one) => one.inSales === undefined || one.inProducts === undefined);
	const turn = () => {
		for (const { path, seen, has } of files) {
			const { mtimeMs } = statSync(path);
			const waiting = sold.filter((one) => one[seen] === undefined);
			// A version is read again for orders that were answered after it was looked at.
			if (waiting.length === 0 || (stamps.get(path) === mtimeMs && asked.get(path) === sold.length)) continue;
			stamps.set(path, mtimeMs);
			asked.set(path, sold.length);
			const at = performance.now();
			const text = readFileSync(path, 'utf8');
			for (const one of waiting) if (has(text, one)) one[seen] = at;
		}
	};
	const timer = setInterval(turn, LOOK_MS);
	return {
		async end() {
			for (let left = 500; missing().length > 0 && left > 0; left--) await pause(LOOK_MS);
			clearInterval(timer);
			if (missing().length > 0) throw new Error(`${missing().length} orders are not in the files.`);
		}
	};
}

function showsStock(text: string, { productId, stock }: Sold): boolean {
	const start = text.indexOf(`\n${productId},`) + 1;
	const row = text.slice(start, text.indexOf('\n', start));
	return /,[\d.]+,(\d+),/.exec(row)?.[1] === String(stock);
}

function bareReplaceMs(path: string): number {
	const bytes = readFileSync(path);
	const times = Array.from({ length: 20 }, () => {
		const started = performance.now();
		const file = openSync(`${path}.bare`, 'w');
		writeFileSync(file, bytes);
		fsyncSync(file);
		closeSync(file);
		renameSync(`${path}.bare`, `${path}.bare2`);
		return performance.now() - started;
	});
	return quantile(times, 0.5);
}

/**
 * The server is killed at random moments while eight clients buy. KILL_ROUNDS (20) and KILL_SEED choose how often and
 * where; a run prints its seed, and the same seed kills after as many answers.
 */
import { expect, test } from '@playwright/test';
import { random } from '../../scripts/demo/random.mjs';
import { adminApi, csvRows } from '../helpers/browser';
import { startServer } from '../helpers/server';
import {
	BUYER,
	confirmedBy,
	expectEachOnce,
	killWhileBuying,
	soldLines,
	startBuyers,
	stocks,
	stockUp
} from './bought';

const rounds = Number(process.env.KILL_ROUNDS ?? 20);
const seed = Number(process.env.KILL_SEED ?? 20_260_101);
const clients = 8;
const stockEach = 100_000;

test(`${rounds} kills under ${clients} buyers lose and double nothing`, async () => {
	test.setTimeout(120_000 + rounds * 15_000);
	console.log(`kill: ${rounds} rounds, seed ${seed}`);
	const rng = random(seed);
	const shop = await startServer({ env: { LOG_LEVEL: 'error' } });
	try {
		const desk = await adminApi(shop);
		const prices = await stockUp(shop, desk, stockEach);
		const buyers = await startBuyers(clients, () => shop.url, prices, seed);
		await killWhileBuying(buyers, rounds, rng, () => shop);
		await shop.stop();

		const confirmed = confirmedBy(buyers);
		expect(confirmed.size, 'orders that were confirmed').toBeGreaterThan(rounds);
		expectEachOnce(shop, confirmed, stockEach);

		// The files equal the store: what the shop serves after a restart is what stands in them.
		await shop.restart();
		const again = await adminApi(shop);
		const served = await again.rows<{ productId: string; stock: number }>('products');
		expect(new Map(served.map((row) => [row.productId, row.stock]))).toEqual(stocks(shop));
		const servedOrders = await again.rows<{ orderId: string; status: string }>('orders');
		expect(new Map(servedOrders.map((row) => [row.orderId, row.status]))).toEqual(
			new Map(csvRows(shop, 'orders.csv').map((row) => [row.OrderID, row.Status]))
		);
		const servedSales = await again.rows<{
			username: string;
			orderId: string;
			productId: string;
			quantity: number;
		}>('sales');
		expect(
			servedSales
				.filter((row) => row.username.startsWith(BUYER))
				.map((row) => `${row.orderId} ${row.productId} ${row.quantity}`)
				.sort()
		).toEqual(soldLines(shop));
	} finally {
		await shop.close();
	}
});

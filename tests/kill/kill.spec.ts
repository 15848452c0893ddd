/**
 * The server is killed at random moments while eight clients buy. KILL_ROUNDS (20) and KILL_SEED choose how often and
 * where; a run prints its seed, and the same seed kills after as many answers.
 */
import { expect, test } from '@playwright/test';
import { setTimeout as wait } from 'node:timers/promises';
import { random } from '../../scripts/demo/random.mjs';
import { adminApi, csvRows } from '../helpers/browser';
import { startServer } from '../helpers/server';
import { Buyer } from './buyer';

const rounds = Number(process.env.KILL_ROUNDS ?? 20);
const seed = Number(process.env.KILL_SEED ?? 20_260_101);
const clients = 8;
const parts = ['P001', 'P003', 'P0012', 'P0015', 'P0032'];
const stockEach = 100_000;

/** Resolves after a number of steps. */
class Countdown {
	#left = 0;
	#done = () => {};

	from(steps: number): Promise<void> {
		this.#left = steps;
		return new Promise((resolve) => (this.#done = resolve));
	}

	readonly step = () => {
		if (--this.#left === 0) this.#done();
	};
}

test(`${rounds} kills under ${clients} buyers lose and double nothing`, async () => {
	test.setTimeout(120_000 + rounds * 15_000);
	console.log(`kill: ${rounds} rounds, seed ${seed}`);
	const rng = random(seed);
	const countdown = new Countdown();
	const shop = await startServer({ env: { LOG_LEVEL: 'error' } });
	try {
		const desk = await adminApi(shop);
		const before = new Map(csvRows(shop, 'products.csv').map((row) => [row.product_id!, row]));
		for (const productId of parts)
			await desk.mutate('adjustStock', {
				productId,
				delta: stockEach - Number(before.get(productId)!.stock),
				reason: 'count'
			});
		const prices = new Map(parts.map((id) => [id, Math.round(Number(before.get(id)!.price) * 100)]));
		const buyers = Array.from(
			{ length: clients },
			(_, index) => new Buyer(shop.url, `killer-${index}`, prices, random(seed + index + 1), countdown.step)
		);
		for (const buyer of buyers) await buyer.start();

		for (let round = 0; round < rounds; round++) {
			const stopAll = new AbortController();
			const buying = buyers.map((buyer) => buyer.buyUntil(stopAll.signal));
			// A moment counted in answers is as deep in the work on a slow machine as on a fast one.
			await Promise.race([countdown.from(rng.whole(1, 120)), Promise.all(buying)]);
			await wait(rng.whole(0, 15));
			await shop.kill();
			stopAll.abort();
			await Promise.all(buying);
			await shop.restart();
		}

		// The buyers finish what they began, as a device would: send again, ask for a code, confirm.
		for (const buyer of buyers) await buyer.settle();
		await shop.stop();

		const confirmed = new Map(buyers.flatMap((buyer) => [...buyer.confirmed]));
		const sales = csvRows(shop, 'sales.csv').filter((row) => row.Username!.startsWith('killer-'));
		const orders = csvRows(shop, 'orders.csv').filter((row) => row.Username!.startsWith('killer-'));
		expect(confirmed.size, 'orders that were confirmed').toBeGreaterThan(rounds);
		console.log(
			`kill: ${confirmed.size} orders confirmed, ${buyers.reduce((sum, buyer) => sum + buyer.interrupted, 0)} calls cut off`
		);

		const soldLines = sales.map((row) => `${row.OrderID} ${row.ProductID} ${row.Quantity}`).sort();
		const wantedLines = [...confirmed]
			.flatMap(([id, lines]) => lines.map((line) => `${id} ${line.productId} ${line.quantity}`))
			.sort();
		expect(soldLines).toEqual(wantedLines);
		expect(orders.map((row) => row.OrderID).sort(), 'each order stands once').toEqual(
			[...new Set(orders.map((row) => row.OrderID))].sort()
		);
		expect(
			orders
				.filter((row) => row.Status === 'confirmed')
				.map((row) => row.OrderID)
				.sort()
		).toEqual([...confirmed.keys()].sort());

		const sold = new Map<string, number>();
		for (const row of sales) sold.set(row.ProductID!, (sold.get(row.ProductID!) ?? 0) + Number(row.Quantity));
		const after = new Map(csvRows(shop, 'products.csv').map((row) => [row.product_id!, Number(row.stock)]));
		for (const id of parts) expect(after.get(id), `stock of ${id}`).toBe(stockEach - (sold.get(id) ?? 0));

		// The files equal the store: what the shop serves after a restart is what stands in them.
		await shop.restart();
		const again = await adminApi(shop);
		const served = await again.rows<{ productId: string; stock: number }>('products');
		expect(new Map(served.map((row) => [row.productId, row.stock]))).toEqual(after);
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
				.filter((row) => row.username.startsWith('killer-'))
				.map((row) => `${row.orderId} ${row.productId} ${row.quantity}`)
				.sort()
		).toEqual(soldLines);
	} finally {
		await shop.close();
	}
});

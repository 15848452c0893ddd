/** Buyers whose server is killed under them, and what they were told held against the files. */
import { expect } from '@playwright/test';
import { setTimeout as wait } from 'node:timers/promises';
import { random } from '../../scripts/demo/random.mjs';
import type { ApiClient } from '../helpers/api';
import { csvRows } from '../helpers/browser';
import type { Server } from '../helpers/server';
import { Buyer, type Line } from './buyer';

/** What the buyers buy. */
export const parts = ['P001', 'P003', 'P0012', 'P0015', 'P0032'];
/** So begin all of their names. */
export const BUYER = 'killer-';

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

/** Puts as many pieces of each part on the shelf; resolves to the parts' prices, in minor units. */
export async function stockUp(shop: Server, desk: ApiClient, pieces: number): Promise<Map<string, number>> {
	const before = new Map(csvRows(shop, 'products.csv').map((row) => [row.product_id!, row]));
	for (const productId of parts)
		await desk.mutate('adjustStock', {
			productId,
			delta: pieces - Number(before.get(productId)!.stock),
			reason: 'count'
		});
	return new Map(parts.map((id) => [id, Math.round(Number(before.get(id)!.price) * 100)]));
}

/** Counts the answers that all buyers get. */
const countdown = new Countdown();

/** Buyers with accounts; `urlOf` says which server the buyer of a number speaks to. */
export async function startBuyers(
	count: number,
	urlOf: (index: number) => string,
	prices: Map<string, number>,
	seed: number
): Promise<Buyer[]> {
	const buyers = Array.from(
		{ length: count },
		(_, index) =>
			new Buyer(urlOf(index), `${BUYER}${index}`, prices, random(seed + index + 1), countdown.step)
	);
	for (const buyer of buyers) await buyer.start();
	return buyers;
}

/** Kills and restarts a server again and again while all buy, then lets the buyers finish what they began. */
export async function killWhileBuying(
	buyers: Buyer[],
	rounds: number,
	rng: ReturnType<typeof random>,
	victim: () => Server
): Promise<void> {
	for (let round = 0; round < rounds; round++) {
		const stopAll = new AbortController();
		const buying = buyers.map((buyer) => buyer.buyUntil(stopAll.signal));
		// A moment counted in answers is as deep in the work on a slow machine as on a fast one.
		await Promise.race([countdown.from(rng.whole(1, 120)), Promise.all(buying)]);
		await wait(rng.whole(0, 15));
		const server = victim();
		await server.kill();
		stopAll.abort();
		await Promise.all(buying);
		await server.restart();
	}
	// As a device would: send again, ask for a code, confirm.
	for (const buyer of buyers) await buyer.settle();
	const interrupted = buyers.reduce((sum, buyer) => sum + buyer.interrupted, 0);
	console.log(`kill: ${confirmedBy(buyers).size} orders confirmed, ${interrupted} calls cut off`);
}

/** The lines of the orders that the shop said are confirmed. */
export const confirmedBy = (buyers: Buyer[]): Map<string, Line[]> =>
	new Map(buyers.flatMap((buyer) => [...buyer.confirmed]));

/** The buyers' lines in sales.csv, in one order. */
export const soldLines = (shop: Server): string[] =>
	csvRows(shop, 'sales.csv')
		.filter((row) => row.Username!.startsWith(BUYER))
		.map((row) => `${row.OrderID} ${row.ProductID} ${row.Quantity}`)
		.sort();

/** Pieces on the shelves, by part, as products.csv has them. */
export const stocks = (shop: Server): Map<string, number> =>
	new Map(csvRows(shop, 'products.csv').map((row) => [row.product_id!, Number(row.stock)]));

/** Each confirmed order stands in the files once, no other is sold, and the shelves are emptier by just that. */
export function expectEachOnce(shop: Server, confirmed: Map<string, Line[]>, stockBefore: number): void {
	const wanted = [...confirmed].flatMap(([id, lines]) =>
		lines.map((line) => `${id} ${line.productId} ${line.quantity}`)
	);
	expect(soldLines(shop)).toEqual(wanted.sort());
	const orders = csvRows(shop, 'orders.csv').filter((row) => row.Username!.startsWith(BUYER));
	expect(orders.map((row) => row.OrderID).sort(), 'each order stands once').toEqual(
		[...new Set(orders.map((row) => row.OrderID))].sort()
	);
	const done = orders.filter((row) => row.Status === 'confirmed').map((row) => row.OrderID);
	expect(done.sort()).toEqual([...confirmed.keys()].sort());
	const sold = new Map<string, number>();
	for (const { productId, quantity } of [...confirmed.values()].flat())
		sold.set(productId, (sold.get(productId) ?? 0) + quantity);
	const after = stocks(shop);
	for (const id of parts) expect(after.get(id), `stock of ${id}`).toBe(stockBefore - (sold.get(id) ?? 0));
}

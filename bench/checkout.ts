/** Confirmed orders a second with 8 and 64 buyers, over HTTP, each order pushed, given its code and confirmed. */
import { startServer } from '../tests/helpers/server';
import type { CodeIssued } from '../src/lib/protocol/session';
import type { PushResponse } from '../src/lib/protocol/sync';
import { parts } from '../scripts/demo/catalogue.mjs';
import { random } from '../scripts/demo/random.mjs';
import { bareOrders } from './lib/bare-orders';
import { quantile, round, type Emit } from './lib/bench';
import { HttpClient } from './lib/http-client';

export const name = 'checkout';

const seconds = 10;
const linesEach = 2;
const stocked = parts.filter((part) => part.pattern === 'steady').map(({ id, price }) => ({ id, price }));

/** A buyer with an account: an order after the other, each with two parts. */
class Buyer {
	readonly #rng;
	readonly #http: HttpClient;
	#seq = 0;

	constructor(
		url: string,
		readonly username: string,
		seed: number
	) {
		this.#http = new HttpClient(url);
		this.#rng = random(seed);
	}

	async register(): Promise<void> {
		await this.#http.must('POST', '/api/users', { username: this.username, password: 'a long password' });
		// The server would close a connection that idles while the others register.
		this.close();
	}

	close(): void {
		this.#http.close();
	}

	/** Buys once; the milliseconds of the confirmation and of the whole order. */
	async buy(): Promise<{ confirmMs: number; orderMs: number }> {
		const started = performance.now();
		const orderId = `${this.username}-${++this.#seq}`;
		const first = this.#rng.whole(0, stocked.length - 1);
		const lines = [0, 7].map((step) => {
			const { id, price } = stocked[(first + step) % stocked.length]!;
			return { productId: id, quantity: 1, price };
		});
		const args = { orderId, lines, placedAt: Date.now() };
		const pushed = await this.#http.must<PushResponse>('POST', '/api/sync/push', {
			clientId: this.username,
			mutations: [{ seq: this.#seq, name: 'placeOrder', args }]
		});
		if (pushed.results[0]?.status !== 'ok') throw new Error(JSON.stringify(pushed));
		const { demoCode } = await this.#http.must<CodeIssued>('POST', `/api/orders/${orderId}/code`);
		const asked = performance.now();
		await this.#http.must('POST', `/api/orders/${orderId}/confirm`, { code: demoCode });
		return { confirmMs: performance.now() - asked, orderMs: performance.now() - started };
	}
}

export async function run(emit: Emit): Promise<void> {
	const shop = await startServer({ env: { LOG_LEVEL: 'error' } });
	try {
		await fillShelves(shop.url);
		const buyers = Array.from({ length: 64 }, (_, index) => new Buyer(shop.url, `buyer-${index}`, index + 1));
		for (const buyer of buyers) await buyer.register();
		for (const clients of [8, 64]) {
			// The reference runs beside each measurement, on the same disk in the same minute.
			const bare = bareOrders(4, linesEach);
			await load(buyers.slice(0, clients), 2);
			const taken = await load(buyers.slice(0, clients), seconds);
			const ordersPerSecond = taken.length / seconds;
			emit({
				case: `${clients} clients`,
				ordersPerSecond: round(ordersPerSecond),
				confirmP50Ms: round(
					quantile(
						taken.map(({ confirmMs }) => confirmMs),
						0.5
					)
				),
				confirmP99Ms: round(
					quantile(
						taken.map(({ confirmMs }) => confirmMs),
						0.99
					)
				),
				orderP99Ms: round(
					quantile(
						taken.map(({ orderMs }) => orderMs),
						0.99
					)
				),
				reference: {
					what: 'the same three transactions on bare SQLite, one writer',
					ordersPerSecond: round(bare.ordersPerSecond),
					commitsPerSecond: round(bare.commitsPerSecond)
				},
				ratio: round(ordersPerSecond / bare.ordersPerSecond)
			});
		}
		for (const buyer of buyers) buyer.close();
	} finally {
		await shop.close();
	}
}

async function load(buyers: Buyer[], forSeconds: number) {
	const until = performance.now() + forSeconds * 1000;
	const taken = await Promise.all(
		buyers.map(async (buyer) => {
			const own: { confirmMs: number; orderMs: number }[] = [];
			while (performance.now() < until) own.push(await buyer.buy());
			return own;
		})
	);
	return taken.flat();
}

async function fillShelves(url: string): Promise<void> {
	const desk = new HttpClient(url);
	await desk.must('POST', '/api/session', { username: 'admin123', password: 'sriyanshu1' });
	const mutations = stocked.map(({ id }, index) => ({
		seq: index + 1,
		name: 'adjustStock',
		args: { productId: id, delta: 1_000_000, reason: 'count' }
	}));
	await desk.must('POST', '/api/sync/push', { clientId: 'bench-desk', mutations });
	desk.close();
}

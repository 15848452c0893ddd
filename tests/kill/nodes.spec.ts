/** Two nodes of one shop on a real PostgreSQL, a folder each: begun at one moment, bought from at once, killed by turns. */
import { expect, test } from '@playwright/test';
import { random } from '../../scripts/demo/random.mjs';
import { adminApi, csvRows, shelf } from '../helpers/browser';
import { startPostgres } from '../helpers/postgres';
import { startServer } from '../helpers/server';
import { confirmedBy, expectEachOnce, killWhileBuying, soldLines, startBuyers, stockUp } from './bought';

const rounds = Number(process.env.KILL_NODE_ROUNDS ?? 4);
const seed = Number(process.env.KILL_SEED ?? 20_260_101);
const stockEach = 100_000;
/** The last pieces of this part are wanted by everybody: it is none of the parts that the buyers buy. */
const rare = 'P0065';
const last = 5;
const wanted = 12;

test(`two nodes on PostgreSQL lose and double nothing in ${rounds} kills, and sell no piece twice`, async () => {
	test.skip(!process.env.POSTGRES_PROGRAMS, 'there is no PostgreSQL for this system');
	test.setTimeout(120_000 + rounds * 20_000);
	const database = await startPostgres(process.env.POSTGRES_PROGRAMS!);
	const env = { DATABASE_URL: database.url, POP_SECRET: 'a secret of both nodes', LOG_LEVEL: 'error' };
	const nodes = await Promise.all([startServer({ env }), startServer({ env })]);
	try {
		const desk = await adminApi(nodes[0]!);
		const prices = await stockUp(nodes[0]!, desk, stockEach);
		const rng = random(seed);
		const buyers = await startBuyers(8, (index) => nodes[index % 2]!.url, prices, seed);
		await killWhileBuying(buyers, rounds, rng, () => rng.pick(nodes));
		const confirmed = confirmedBy(buyers);
		expect(confirmed.size, 'orders that were confirmed').toBeGreaterThan(rounds);
		for (const node of nodes) {
			await expect.poll(() => soldLines(node).length).toBe([...confirmed.values()].flat().length);
			await expect.poll(() => expectEachOnce(node, confirmed, stockEach)).toBeUndefined();
		}

		const product = csvRows(nodes[0]!, 'products.csv').find((row) => row.product_id === rare)!;
		await desk.mutate('adjustStock', {
			productId: rare,
			delta: last - Number(product.stock),
			reason: 'count'
		});
		const line = { productId: rare, quantity: 1, price: Math.round(Number(product.price) * 100) };
		const customers = await Promise.all(nodes.map((node) => adminApi(node)));
		const orders = Array.from({ length: wanted }, (_, index) => ({
			customer: customers[index % 2]!,
			orderId: `rare-${index}`
		}));
		// One after the other: a device's mutations are numbered, and one that overtakes another is a gap.
		for (const { customer, orderId } of orders) await customer.place([line], orderId);
		const outcomes = await Promise.allSettled(
			orders.map(({ customer, orderId }) => customer.confirm(orderId))
		);
		expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(last);
		for (const outcome of outcomes)
			if (outcome.status === 'rejected')
				expect(String(outcome.reason)).toMatch(/insufficient_stock|needs_review/);
		for (const node of nodes) await expect.poll(() => shelf(node, rare)).toBe(0);
	} finally {
		for (const node of nodes) await node.close();
		await database.close();
	}
});

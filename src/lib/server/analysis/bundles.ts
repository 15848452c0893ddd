import { basketsOfSales, type BasketLine } from '../../domain/basket/sales';
import { soldProduct } from '../../domain/sales/sold-product';
import { products } from '../store/products';
import { records } from '../store/records';
import { shops } from '../store/shop';
import { state } from '../store/state';
import type { Store } from '../store/store';
import { AnalystClosed, type Analyst } from './analyst';
import { pagesOf } from './pages';

/** Sales come in all day and change little of what goes together: once in a while is enough. */
const EVERY_MS = 10 * 60_000;

/** Finds anew what sells together, from all sales, and keeps it for every device and for bundle_suggestions.csv. */
export async function refreshBundles(store: Store, analyst: Analyst): Promise<void> {
	const upto = store.version;
	const names = new Map<string, string>();
	const all = await store.read((tx) => products.all(tx));
	for (const { productId, name, status } of all) if (status !== 'hidden') names.set(productId, name);
	const marks = (await store.read((tx) => shops.settings(tx))).bundles;
	const orders = basketsOfSales(await soldLines(store, soldProduct(all)));
	const found = await analyst.run('bundles', { orders, names, marks });
	await store.write(async (tx) => {
		await records.replaceAll(
			tx,
			'bundles',
			new Map(found.map((bundle) => [`${bundle.productA}|${bundle.productB}`, bundle]))
		);
		await state.set(tx, 'bundlesOf', upto);
	});
}

async function soldLines(store: Store, sold: ReturnType<typeof soldProduct>): Promise<BasketLine[]> {
	const lines: BasketLine[] = [];
	for await (const page of pagesOf(store, 'sales'))
		for (const sale of page) {
			const { orderId, quantity, kind } = sale;
			lines.push({ orderId, item: sold(sale), quantity, kind });
		}
	return lines;
}

/**
 * Keeps the bundles in step with the sales: at the start if they are behind, then every ten minutes if something was
 * sold, and at once when a pair was pinned, hidden or left to its numbers again.
 */
export function keepBundles(
	store: Store,
	analyst: Analyst,
	failed: (error: unknown) => void
): { stop(): Promise<void> } {
	let behind = false;
	let marked = '';
	let queue: Promise<unknown> = Promise.resolve();
	const next = (work: () => Promise<unknown>) =>
		(queue = queue.then(work).catch((error: unknown) => {
			if (!(error instanceof AnalystClosed)) failed(error);
		}));
	const marks = async () => JSON.stringify((await store.read((tx) => shops.settings(tx))).bundles);

	async function refresh(): Promise<void> {
		behind = false;
		const now = await marks();
		await refreshBundles(store, analyst);
		marked = now;
	}
	const unsubscribe = store.onCommit(({ tables }) => {
		behind ||= tables.has('sales');
		if (tables.has('shop')) void next(async () => (await marks()) !== marked && refresh());
	});
	const timer = setInterval(() => behind && next(refresh), EVERY_MS).unref();
	void next(async () => {
		const of = await store.read((tx) => state.get<number>(tx, 'bundlesOf'));
		if (of === undefined || of < store.version) await refresh();
		else marked = await marks();
	});
	return {
		async stop() {
			unsubscribe();
			clearInterval(timer);
			await queue;
		}
	};
}

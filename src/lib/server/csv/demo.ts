import { mkdir, readdir, readFile, rename, rm, rmdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { suggestionsOf } from '../../domain/basket/suggestions';
import { readCsv } from '../../domain/csv/read';
import { readTable, type ShopCells } from '../../domain/csv/read-table';
import { readShop } from '../../domain/csv/shop-file';
import type { TableSpec } from '../../domain/csv/spec';
import { specs } from '../../domain/csv/tables';
import { writeTable } from '../../domain/csv/patch';
import type { DeskProduct } from '../../domain/catalogue/product';
import { currencyDigits } from '../../domain/money';
import type { Order } from '../../domain/order/order';
import type { Sale } from '../../domain/sales/sale';
import type { Movement, Purchase } from '../../domain/stock/stock';
import { toLocal } from '../../domain/time';

const DAY = 86_400_000;

/**
 * Puts the sample shop into a data folder without files, its dates moved by whole weeks so that its last day is yesterday
 * and weekdays stay true. It is made in `.pop/` and moved out when it is complete, so that a folder that is prepared by
 * half is never taken for a shop. Does nothing in a folder with files of its own.
 * @param now ms, by which "yesterday" is told in the shop's zone
 */
export async function prepareDemo(sample: string, folder: string, now: number): Promise<void> {
	const complete = join(folder, '.pop', 'demo');
	if (!(await exists(complete))) {
		const own = (await readdir(folder)).filter((name) => !name.startsWith('.'));
		if (own.length > 0) return;
		const making = `${complete}.tmp`;
		await rm(making, { recursive: true, force: true });
		await mkdir(making, { recursive: true });
		for (const [name, bytes] of await shifted(sample, now))
			await writeFile(join(making, name), bytes, { flush: true });
		await rename(making, complete);
	}
	for (const name of await readdir(complete)) await rename(join(complete, name), join(folder, name));
	await rmdir(complete);
}

/** The sample's files, by name, as they are when its last day is yesterday. */
async function shifted(sample: string, now: number): Promise<Map<string, Uint8Array | string>> {
	const files = new Map<string, Uint8Array | string>();
	for (const entry of await readdir(sample, { withFileTypes: true }))
		if (entry.isFile()) files.set(entry.name, await readFile(join(sample, entry.name)));

	const { shop } = readShop(String(files.get('shop.json')))!;
	const cells: ShopCells = { digits: currencyDigits(shop.currency), timeZone: shop.timeZone };
	const rowsOf = <Row>(spec: TableSpec<Row>): Row[] =>
		readTable(readCsv(files.get(`${spec.name}.csv`) as Uint8Array), spec, cells).rows;
	const sales = rowsOf(specs.sales);
	const last = sales.reduce((latest, { date }) => (date > latest ? date : latest), '').slice(0, 10);
	const yesterday = toLocal(now - DAY, shop.timeZone).slice(0, 10);
	const days = 7 * Math.ceil((Date.parse(yesterday) - Date.parse(last)) / DAY / 7);
	const calendar: Calendar = {
		move: (date) => (date === '' ? '' : moveDate(date, days)),
		moveInstant: (at) => new Date(Date.parse(at) + days * DAY).toISOString(),
		isPast: (date) => date.slice(0, 10) <= yesterday,
		isPastInstant: (at) => toLocal(Date.parse(at), shop.timeZone).slice(0, 10) <= yesterday
	};

	const products = rowsOf(specs.products);
	const movements = rowsOf(specs.movements);
	const cutSales = cut(sales, calendar);
	const cutMovements = cut(movements, calendar);
	const put = <Row>(spec: TableSpec<Row>, rows: Row[]) =>
		files.set(`${spec.name}.csv`, writeTable(spec, rows, cells));
	put(specs.sales, cutSales.kept);
	put(specs.movements, cutMovements.kept);
	put(specs.products, restock(products, cutSales.gone, cutMovements.gone));
	put(specs.orders, moveOrders(rowsOf(specs.orders), cutSales.gone, calendar));
	put(specs.purchases, movePurchases(rowsOf(specs.purchases), calendar));
	files.set('bundle_suggestions.csv', suggestionsOf(cutSales.kept, products, shop.bundles));
	files.set('admin_log.txt', moveLog(String(files.get('admin_log.txt')), calendar));
	return files;
}

interface Calendar {
	/** A date of the shop's wall clock, moved. */
	move(date: string): string;
	moveInstant(at: string): string;
	/** Whether a moved date is yesterday or before. */
	isPast(date: string): boolean;
	isPastInstant(at: string): boolean;
}

const moveDate = (date: string, days: number) =>
	new Date(Date.parse(date.slice(0, 10)) + days * DAY).toISOString().slice(0, 10) + date.slice(10);

function cut<Row extends { date: string }>(
	rows: Row[],
	{ move, isPast }: Calendar
): { kept: Row[]; gone: Row[] } {
	const moved = rows.map((row) => ({ ...row, date: move(row.date) }));
	return { kept: moved.filter(({ date }) => isPast(date)), gone: moved.filter(({ date }) => !isPast(date)) };
}

/** The shelf as it was on the last day: without what is sold and moved on the days that are cut. */
function restock(products: DeskProduct[], sales: Sale[], movements: Movement[]): DeskProduct[] {
	const change = new Map<string, number>();
	const add = (productId: string, pieces: number) =>
		change.set(productId, (change.get(productId) ?? 0) + pieces);
	for (const { productId, quantity } of sales) if (productId !== undefined) add(productId, quantity);
	for (const { productId, delta } of movements) add(productId, -delta);
	return products.map((product) => ({
		...product,
		stock: product.stock + (change.get(product.productId) ?? 0)
	}));
}

/** Orders of the days that are cut go; one that only comes back in those days was not given back yet. */
function moveOrders(orders: Order[], gone: Sale[], { moveInstant, isPastInstant }: Calendar): Order[] {
	const givenBackLater = new Set(gone.filter(({ quantity }) => quantity < 0).map(({ orderId }) => orderId));
	return orders
		.map((order) => ({
			...order,
			placedAt: moveInstant(order.placedAt),
			...(order.confirmedAt !== undefined && { confirmedAt: moveInstant(order.confirmedAt) }),
			...(order.status === 'refunded' &&
				givenBackLater.has(order.orderId) && { status: 'handed_over' as const })
		}))
		.filter(({ placedAt, confirmedAt }) => isPastInstant(confirmedAt ?? placedAt));
}

/** What is ordered in the days that are cut goes; what arrives in them is still on its way. */
function movePurchases(purchases: Purchase[], { move, isPast }: Calendar): Purchase[] {
	return purchases
		.map((purchase) => {
			const { orderedAt, expectedAt, receivedAt } = purchase;
			const moved = {
				...purchase,
				orderedAt: move(orderedAt),
				expectedAt: move(expectedAt),
				receivedAt: move(receivedAt)
			};
			return moved.receivedAt === '' || isPast(moved.receivedAt)
				? moved
				: { ...moved, receivedAt: '', received: 0, status: 'ordered' };
		})
		.filter(({ orderedAt }) => isPast(orderedAt));
}

function moveLog(text: string, { move, isPast }: Calendar): string {
	return text
		.split('\n')
		.map((line) => line.replace(/^\[([^\]]+)\]/, (_, date: string) => `[${move(date)}]`))
		.filter((line) => line === '' || isPast(line.slice(1)))
		.join('\n');
}

async function exists(path: string): Promise<boolean> {
	return readdir(path).then(
		() => true,
		() => false
	);
}

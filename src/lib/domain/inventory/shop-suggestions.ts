/** What to do about every product of the shop: one code for the server's thread and a browser. */
import type { DeskProduct } from '../catalogue/product';
import { dailyDemand, rounded, type ProductForecast } from '../forecast/kept';
import type { Shop } from '../shop/shop';
import type { Purchase, Reserve } from '../stock/stock';
import { learnLeadTime } from './purchase';
import { defaultPolicy, suggest, type ReorderPolicy, type StockItem, type Suggestion } from './suggest';

export interface ShopShelves {
	products: readonly DeskProduct[];
	stocks: readonly Reserve[];
	purchases: readonly Purchase[];
	shop: Shop;
}

/** The policy of the shop's settings: its cycle service level and its lead time. */
export const policyOf = ({ serviceLevel, leadTimeDays }: Shop): ReorderPolicy => ({
	...defaultPolicy,
	goal: { measure: 'cycle', level: serviceLevel },
	leadTimeDays
});

/** Purchases of a product, or else of its supplier, from which its lead time is learnt. */
const ENOUGH_PURCHASES = 2;

/** Every product with its shelf, its reserve, what is on order, and the lead time that its purchases teach. */
export function stockItems({ products, stocks, purchases, shop }: ShopShelves): StockItem[] {
	const reserveOf = sums(
		stocks,
		({ productId, item }) => productId ?? named(item),
		({ stock }) => stock
	);
	const open = purchases.filter(({ status }) => status !== 'received' && status !== 'cancelled');
	const onOrderOf = sums(
		open,
		({ productId }) => productId,
		(p) => Math.max(0, p.ordered - p.received)
	);
	const received = purchases.filter(({ status }) => status === 'received');
	const byProduct = groups(received, ({ productId }) => productId);
	const bySupplier = groups(received, ({ supplier }) => supplier);
	return products.map((product) => {
		const { productId, name, section, stock, cost, supplier, status } = product;
		const { leadTimeDays, leadTimeSdDays, reorderPoint, packSize, minOrderQuantity } = product;
		const own = byProduct.get(productId) ?? [];
		const taught = own.length >= ENOUGH_PURCHASES || !supplier ? own : (bySupplier.get(supplier) ?? own);
		const learnt = learnLeadTime(taught, leadTimeDays ?? shop.leadTimeDays);
		return {
			productId,
			name,
			section,
			stock,
			reserve: (reserveOf.get(productId) ?? 0) + (reserveOf.get(named(name)) ?? 0),
			onOrder: onOrderOf.get(productId) ?? 0,
			leadTimeDays: learnt.days,
			...(learnt.purchases >= ENOUGH_PURCHASES
				? { leadTimeSdDays: learnt.sdDays }
				: leadTimeSdDays !== undefined && { leadTimeSdDays }),
			...(cost !== undefined && { cost }),
			...(supplier !== undefined && { supplier }),
			...(reorderPoint !== undefined && { reorderPoint }),
			...(packSize !== undefined && { packSize }),
			...(minOrderQuantity !== undefined && { minOrderQuantity }),
			...(status && status !== 'active' && { discontinued: true })
		};
	});
}

/** A suggestion for each product, in their order, by the forecasts of the shop; one without a forecast sells nothing. */
export function shopSuggestions(
	shelves: ShopShelves,
	forecasts: Iterable<ProductForecast>,
	today: number,
	policy: ReorderPolicy = policyOf(shelves.shop)
): Suggestion[] {
	const demand = new Map(Array.from(forecasts, (row) => [row.productId, dailyDemand(row)]));
	const none = { forecast: new Float64Array(0), error: null };
	return stockItems(shelves).map((item) => {
		const suggestion = suggest(item, demand.get(item.productId) ?? none, policy, today);
		const { dailyDemand: daily, daysOfCover, leadTimeDays, safetyStock } = suggestion;
		return {
			...suggestion,
			dailyDemand: rounded(daily),
			daysOfCover: daysOfCover === null ? null : rounded(daysOfCover),
			leadTimeDays: rounded(leadTimeDays),
			safetyStock: rounded(safetyStock)
		};
	});
}

/** A reserve line without a product's id belongs to the product with exactly its name. */
const named = (name: string) => `\n${name}`;

function groups<T>(rows: readonly T[], keyOf: (row: T) => string): Map<string, T[]> {
	const found = new Map<string, T[]>();
	for (const row of rows) {
		const group = found.get(keyOf(row));
		if (group) group.push(row);
		else found.set(keyOf(row), [row]);
	}
	return found;
}

function sums<T>(
	rows: readonly T[],
	keyOf: (row: T) => string,
	piecesOf: (row: T) => number
): Map<string, number> {
	const found = new Map<string, number>();
	for (const row of rows) found.set(keyOf(row), (found.get(keyOf(row)) ?? 0) + piecesOf(row));
	return found;
}

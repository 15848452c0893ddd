/** What to do about every product of the shop: one code for the server's thread and a browser. */
import type { DeskProduct } from '../catalogue/product';
import { dailyDemand, rounded, type ProductForecast } from '../forecast/kept';
import type { Shop } from '../shop/shop';
import type { Purchase, Reserve } from '../stock/stock';
import { learnLeadTime, piecesOnOrder, type LeadTime } from './purchase';
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

/** Fewest purchases that teach a lead time. */
const ENOUGH_PURCHASES = 2;

/**
 * Reads a product with its shelf, its reserve and what is on order. One that has no lead time of its own yet gets what
 * its purchases, or else its supplier's, have taught.
 */
export function stockItemReader({
	stocks,
	purchases,
	shop
}: Omit<ShopShelves, 'products'>): (product: DeskProduct) => StockItem {
	const reserve = new Map<string, number>();
	for (const { productId, item, stock } of stocks) {
		const key = productId ?? named(item);
		reserve.set(key, (reserve.get(key) ?? 0) + stock);
	}
	const onOrder = piecesOnOrder(purchases);
	const ofProduct = leadTimeReader(purchases, ({ productId }) => productId, shop.leadTimeDays);
	const ofSupplier = leadTimeReader(purchases, ({ supplier }) => supplier, shop.leadTimeDays);
	return (product) => {
		const { productId, name, section, stock, cost, supplier, status } = product;
		const { reorderPoint, packSize, minOrderQuantity } = product;
		const learnt =
			product.leadTimeDays === undefined
				? (ofProduct(productId) ?? (supplier ? ofSupplier(supplier) : undefined))
				: undefined;
		const leadTimeDays = product.leadTimeDays ?? learnt?.days;
		const leadTimeSdDays = product.leadTimeSdDays ?? learnt?.sdDays;
		return {
			productId,
			name,
			section,
			stock,
			reserve: (reserve.get(productId) ?? 0) + (reserve.get(named(name)) ?? 0),
			onOrder: onOrder.get(productId) ?? 0,
			...(cost !== undefined && { cost }),
			...(supplier !== undefined && { supplier }),
			...(leadTimeDays !== undefined && { leadTimeDays }),
			...(leadTimeSdDays !== undefined && { leadTimeSdDays }),
			...(reorderPoint !== undefined && { reorderPoint }),
			...(packSize !== undefined && { packSize }),
			...(minOrderQuantity !== undefined && { minOrderQuantity }),
			...(status && status !== 'active' && { discontinued: true })
		};
	};
}

export const stockItems = ({ products, ...books }: ShopShelves): StockItem[] =>
	products.map(stockItemReader(books));

/** Reads what the purchases of one key have taught; worked out where it is asked for: mostly, products have their own. */
function leadTimeReader(
	purchases: readonly Purchase[],
	keyOf: (purchase: Purchase) => string,
	believedDays: number
): (key: string) => LeadTime | undefined {
	let groups: Map<string, Purchase[]> | undefined;
	const known = new Map<string, LeadTime | undefined>();
	return (key) => {
		groups ??= grouped(purchases, keyOf);
		if (!known.has(key)) {
			const learnt = learnLeadTime(groups.get(key) ?? [], believedDays);
			known.set(key, learnt.purchases >= ENOUGH_PURCHASES ? learnt : undefined);
		}
		return known.get(key);
	};
}

function grouped(
	purchases: readonly Purchase[],
	keyOf: (purchase: Purchase) => string
): Map<string, Purchase[]> {
	const groups = new Map<string, Purchase[]>();
	for (const purchase of purchases) {
		const group = groups.get(keyOf(purchase));
		if (group) group.push(purchase);
		else groups.set(keyOf(purchase), [purchase]);
	}
	return groups;
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

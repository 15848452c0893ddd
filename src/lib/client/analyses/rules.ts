import { mine } from '../../domain/basket/mine';
import type { LeftOut } from '../../domain/basket/itemsets';
import { rulesCsv } from '../../domain/basket/report';
import { rulesOf } from '../../domain/basket/rules';
import { basketsOfSales, type BasketLine } from '../../domain/basket/sales';
import {
	orderOf,
	ruleRow,
	rulesAbove,
	ruleTable,
	type RuleOrder,
	type RuleTable,
	type Thresholds
} from '../../domain/basket/table';
import { soldProduct } from '../../domain/sales/sold-product';
import type { DeviceDb } from '../db/schema';
import type { Tell } from './index';
import { eachSale, productsOf } from './lines';

export interface RulesQuery {
	/** The most items of a rule, both sides together. */
	maxLength: number;
	/** When the search ends with what it has, ms. */
	budgetMs: number;
}

export interface FoundRules {
	/** Items are product ids. */
	table: RuleTable;
	orders: Record<RuleOrder, Uint32Array>;
	/** The count that every rule reaches. */
	minCount: number;
	/** What the budget or the memory left out; `rules` where sets were found whose rules are missing. */
	leftOut?: LeftOut | 'rules';
	ms: number;
}

/** A pair in fewer orders is an anecdote; in a large shop the bar rises with the orders. */
const MIN_COUNT = 3;
const MIN_SHARE = 0.0002;
const MIN_CONFIDENCE = 0.05;
/** What a page can hold and filter while a slider moves. */
const MOST_ITEMSETS = 1_000_000;
const MOST_RULES = 200_000;
/** The share of the work that reading is, and that of the search with it. */
const READ = 0.3;
const MINED = 0.9;

/** What sells together in all orders on the device, at a low support: pages filter it. */
export async function rules(
	db: DeviceDb,
	{ maxLength, budgetMs }: RulesQuery,
	tell: Tell
): Promise<FoundRules> {
	const sold = soldProduct(await productsOf(db));
	const lines: BasketLine[] = [];
	await eachSale(
		db,
		{ first: '', last: '\uffff' },
		(sale) => {
			const { orderId, quantity, kind } = sale;
			lines.push({ orderId, item: sold(sale), quantity, kind });
		},
		(share) => tell(READ * share)
	);
	const orders = basketsOfSales(lines);
	const started = performance.now();
	const shouldStop = () => performance.now() - started > budgetMs;
	const sets = mine(orders, {
		minSupport: Math.max(MIN_COUNT, Math.ceil(MIN_SHARE * (orders.offsets.length - 1))),
		maxLength,
		limit: MOST_ITEMSETS,
		shouldStop,
		onProgress: (done, total) => tell(READ + (MINED - READ) * (done / total))
	});
	tell(MINED);
	const found = rulesOf(sets, { minConfidence: MIN_CONFIDENCE, limit: MOST_RULES });
	const table = ruleTable(found);
	return {
		table,
		orders: {
			confidence: orderOf(table, 'confidence'),
			lift: orderOf(table, 'lift'),
			count: orderOf(table, 'count')
		},
		minCount: sets.minCount,
		leftOut: sets.leftOut ?? (found.complete ? undefined : 'rules'),
		ms: performance.now() - started
	};
}

export interface RulesFileQuery {
	found: Pick<FoundRules, 'table' | 'orders'>;
	order: RuleOrder;
	thresholds: Thresholds;
	/** The products' names, by id. */
	names: ReadonlyMap<string, string>;
}

/** The rules that reach the thresholds, with every measure, as CSV. */
export async function rulesFile(
	_db: DeviceDb,
	{ found, order, thresholds, names }: RulesFileQuery
): Promise<string> {
	const table = { ...found.table, names: found.table.names.map((id) => names.get(id) ?? id) };
	const { rules } = rulesAbove(table, found.orders[order], thresholds);
	return [...rulesCsv(rules.map((rule) => ruleRow(table, rule)))].join('');
}

/** What a way of ordering would have done in the shop's own past, day by day. */
import { assess, type ReorderPolicy, type StockItem } from './suggest';

export interface ReplayResult {
	/** Days on which something was asked for that was not there. */
	stockOutDays: number;
	/** Units that were asked for, and those of them that were there. */
	asked: number;
	sold: number;
	/** Pieces on the shelf at night, on average. */
	averageStock: number;
	orders: number;
}

/**
 * Pieces to order at the end of a day, from the demand so far and what is held and on its way. Asked once a day, in
 * their order.
 */
export type OrderRule = (past: Float64Array, stock: number, onOrder: number) => number;

/**
 * Plays `demand` from day `start` on, with `stock` on the shelf; what is not there is lost, orders come after
 * `leadTimeDays`. Days whose demand is not known ask for nothing.
 */
export function replay(
	demand: Float64Array,
	start: number,
	stock: number,
	leadTimeDays: number,
	rule: OrderRule
): ReplayResult {
	const lead = Math.max(1, Math.round(leadTimeDays));
	const arrivals = new Float64Array(demand.length + lead + 1);
	let onHand = stock;
	let onOrder = 0;
	let held = 0;
	const result = { stockOutDays: 0, asked: 0, sold: 0, orders: 0 };
	for (let day = start; day < demand.length; day++) {
		onHand += arrivals[day]!;
		onOrder -= arrivals[day]!;
		const wanted = Number.isNaN(demand[day]!) ? 0 : demand[day]!;
		const served = Math.min(wanted, onHand);
		if (served < wanted) result.stockOutDays++;
		result.asked += wanted;
		result.sold += served;
		onHand -= served;
		held += onHand;
		const order = rule(demand.subarray(0, day + 1), onHand, onOrder);
		if (order <= 0) continue;
		result.orders++;
		onOrder += order;
		arrivals[day + lead]! += order;
	}
	const days = demand.length - start;
	return { ...result, averageStock: days > 0 ? held / days : 0 };
}

/** The weight of the level that a replay forecasts with: the backtest's own, too dear to run every day, is slower still. */
const LEVEL_WEIGHT = 0.05;
/** Days that its error is measured over. */
const ERROR_DAYS = 56;

/**
 * The shop's policy, forecasting each day by a slow exponential average of the days before (the plain mean while they
 * are few) and its error over the last eight weeks. It keeps what it learnt: one rule for one product.
 */
export function policyRule(item: StockItem, policy: ReorderPolicy): OrderRule {
	const known: number[] = [];
	let read = 0;
	let level = 0;
	let sum = 0;
	let squares = 0;
	const forecast = new Float64Array(1);
	return (past, stock, onOrder) => {
		for (; read < past.length; read++) {
			const units = past[read]!;
			if (Number.isNaN(units)) continue;
			known.push(units);
			level += Math.max(LEVEL_WEIGHT, 1 / known.length) * (units - level);
			const gone = known[known.length - 1 - ERROR_DAYS] ?? 0;
			sum += units - gone;
			squares += units * units - gone * gone;
		}
		if (known.length === 0) return 0;
		const days = Math.min(ERROR_DAYS, known.length);
		const error = Math.sqrt(Math.max(0, squares / days - 2 * level * (sum / days) + level * level));
		forecast[0] = level;
		return assess({ ...item, stock, onOrder, reserve: 0 }, { forecast, error }, policy, 0).quantity;
	};
}

/** The old shop's rule: order a week's demand when the shelf holds less than that, seeing no orders on their way. */
export const oldRule: OrderRule = (past, stock) => {
	let sum = 0;
	let days = 0;
	for (const units of past.subarray(Math.max(0, past.length - 7)))
		if (!Number.isNaN(units)) {
			sum += units;
			days++;
		}
	const week = days > 0 ? (7 * sum) / days : 0;
	return stock < week ? Math.ceil(week) : 0;
};

export interface ReplaySum extends ReplayResult {
	/** What the pieces on the shelf cost on average, minor units; of products whose cost is known. */
	averageValue: number;
}

export interface ShopReplay {
	/** Days that were played of the longest history, products that were played, and the days of all of them. */
	days: number;
	products: number;
	productDays: number;
	policy: ReplaySum;
	/** The old rule on the same days. */
	old: ReplaySum;
}

/** Days of a history that are only learnt from. */
const WARM_UP = 28;
/** Products between two words on how far it is. */
const AT_ONCE = 50;

/**
 * Plays the last `days` of every product by the policy and by the old rule, both from the shelf as it was then.
 * `shelfOn` is the pieces of the product at a place, so many days before the end. Yields the share that is done.
 */
export function* replayShop(
	items: readonly StockItem[],
	demand: readonly Float64Array[],
	shelfOn: (place: number, daysAgo: number) => number,
	days: number,
	policy: ReorderPolicy
): Generator<number, ShopReplay> {
	const result: ShopReplay = { days: 0, products: 0, productDays: 0, policy: none(), old: none() };
	for (const [place, item] of items.entries()) {
		if (place % AT_ONCE === 0) yield place / items.length;
		const history = demand[place]!;
		const start = Math.max(WARM_UP, history.length - days);
		if (start >= history.length || item.discontinued) continue;
		const played = history.length - start;
		const stock = Math.max(0, shelfOn(place, played));
		const lead = (item.leadTimeDays ?? policy.leadTimeDays) * policy.leadTimeFactor;
		result.days = Math.max(result.days, played);
		result.products++;
		result.productDays += played;
		add(result.policy, replay(history, start, stock, lead, policyRule(item, policy)), played, item.cost);
		add(result.old, replay(history, start, stock, lead, oldRule), played, item.cost);
	}
	for (const sum of [result.policy, result.old]) {
		sum.averageStock /= Math.max(1, result.days);
		sum.averageValue /= Math.max(1, result.days);
	}
	return result;
}

const none = (): ReplaySum => ({
	stockOutDays: 0,
	asked: 0,
	sold: 0,
	averageStock: 0,
	averageValue: 0,
	orders: 0
});

/** Stock is weighed by the days of a product: one that came later was not on the shelf before. */
function add(sum: ReplaySum, played: ReplayResult, days: number, cost = 0): void {
	sum.stockOutDays += played.stockOutDays;
	sum.asked += played.asked;
	sum.sold += played.sold;
	sum.orders += played.orders;
	sum.averageStock += played.averageStock * days;
	sum.averageValue += played.averageStock * days * cost;
}

/** Share of the units asked for that were sold; null where none was. */
export const fillRate = ({ asked, sold }: Pick<ReplayResult, 'asked' | 'sold'>): number | null =>
	asked > 0 ? sold / asked : null;

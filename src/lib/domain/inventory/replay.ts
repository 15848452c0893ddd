/** What a way of ordering would have done in the shop's own past, day by day. */
import { warmedSmoothing } from '../forecast/smoothing';
import { suggest, type ReorderPolicy, type StockItem } from './suggest';

export interface ReplayResult {
	/** Days on which something was asked for that was not there. */
	stockOutDays: number;
	/** Share of the units asked for that were sold; null where none was. */
	fillRate: number | null;
	/** Pieces on the shelf at night, on average. */
	averageStock: number;
	orders: number;
}

/** Pieces to order at the end of a day, from the demand so far and what is held and on its way. */
export type OrderRule = (past: Float64Array, stock: number, onOrder: number) => number;

/** Plays `demand` from day `start` on, with `stock` on the shelf; what is not there is lost, orders come after `leadTimeDays`. */
export function replay(
	demand: Float64Array,
	start: number,
	stock: number,
	leadTimeDays: number,
	rule: OrderRule
): ReplayResult {
	const arrivals = new Float64Array(demand.length + Math.ceil(leadTimeDays) + 1);
	const lead = Math.max(1, Math.round(leadTimeDays));
	let onHand = stock;
	let onOrder = 0;
	let asked = 0;
	let sold = 0;
	let held = 0;
	const result = { stockOutDays: 0, orders: 0 };
	for (let day = start; day < demand.length; day++) {
		onHand += arrivals[day]!;
		onOrder -= arrivals[day]!;
		const wanted = Number.isNaN(demand[day]!) ? 0 : demand[day]!;
		const served = Math.min(wanted, onHand);
		if (served < wanted) result.stockOutDays++;
		asked += wanted;
		sold += served;
		onHand -= served;
		held += onHand;
		const order = rule(demand.subarray(0, day + 1), onHand, onOrder);
		if (order <= 0) continue;
		result.orders++;
		onOrder += order;
		if (day + lead < arrivals.length) arrivals[day + lead]! += order;
	}
	const days = demand.length - start;
	return { ...result, fillRate: asked > 0 ? sold / asked : null, averageStock: days > 0 ? held / days : 0 };
}

/** The weight of the level that a replay forecasts with: the backtest's own, too dear to run every day, is slower still. */
const LEVEL_WEIGHT = 0.05;
/** Days that its error is measured over. */
const ERROR_DAYS = 56;

/** The shop's policy, forecasting each day by a slow exponential average of the days before. */
export function policyRule(item: StockItem, policy: ReorderPolicy): OrderRule {
	return (past, stock, onOrder) => {
		const known = past.filter((units) => !Number.isNaN(units));
		if (known.length === 0) return 0;
		const level = warmedSmoothing(known, LEVEL_WEIGHT);
		const recent = known.subarray(Math.max(0, known.length - ERROR_DAYS));
		const error = Math.sqrt(recent.reduce((sum, units) => sum + (units - level) ** 2, 0) / recent.length);
		const now = { ...item, stock, onOrder, reserve: 0 };
		return suggest(now, { forecast: Float64Array.of(level), error }, policy, 0).quantity;
	};
}

/** The old shop's rule: order a week's demand when the shelf holds less than that, seeing no orders on their way. */
export const oldRule: OrderRule = (past, stock) => {
	const recent = past.subarray(Math.max(0, past.length - 7)).filter((units) => !Number.isNaN(units));
	const week = recent.length > 0 ? (7 * recent.reduce((sum, units) => sum + units, 0)) / recent.length : 0;
	return stock < week ? Math.ceil(week) : 0;
};

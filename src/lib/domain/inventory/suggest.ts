import { dateOf } from '../forecast/calendar';
import { LEAST_KNOWN } from '../forecast/enough';
import { distributionOf, type Distribution } from './distribution';
import { economicQuantity, protectionVariance, reorderPoint, roundedOrder, type ServiceGoal } from './policy';

/** The states that the owner knows. */
export type ReorderFlag = 'Reorder needed' | 'Monitor' | 'Stable' | 'No reorder needed';

export interface StockItem {
	productId: string;
	name: string;
	section: string;
	/** On the shelf. */
	stock: number;
	/** Behind the shelf. */
	reserve: number;
	/** Ordered and not received. */
	onOrder: number;
	/** Minor units a piece. */
	cost?: number;
	supplier?: string;
	leadTimeDays?: number;
	leadTimeSdDays?: number;
	/** The owner's own, which outranks the computed one. */
	reorderPoint?: number;
	packSize?: number;
	minOrderQuantity?: number;
	/** Not bought any more. */
	discontinued?: boolean;
}

/** Daily demand to come. */
export interface DailyDemand {
	/** Mean units of each day from today on. */
	forecast: Float64Array;
	/** Root mean square error of a day in the backtest; null where there was none. */
	error: number | null;
}

export interface ReorderPolicy {
	goal: ServiceGoal;
	/** For products without their own. */
	leadTimeDays: number;
	/** Days between two looks at the stock. */
	reviewDays: number;
	/** Days that an order lasts, where the costs of ordering are not known. */
	coverDays: number;
	/** Minor units an order costs besides its goods, and the share of its value that a piece costs a year to keep: both, or neither. */
	orderCost?: number;
	holdingRate?: number;
	/** Whether a product's own reorder point outranks the computed one. */
	keepOwnPoints: boolean;
	/** What if demand, or lead times, were this many times as much: above 0. */
	demandFactor: number;
	leadTimeFactor: number;
}

export const defaultPolicy: ReorderPolicy = {
	goal: { measure: 'cycle', level: 0.95 },
	leadTimeDays: 7,
	reviewDays: 1,
	coverDays: 14,
	keepOwnPoints: true,
	demandFactor: 1,
	leadTimeFactor: 1
};

export interface Suggestion {
	productId: string;
	name: string;
	section: string;
	supplier: string;
	stock: number;
	reserve: number;
	onOrder: number;
	/** Mean units a day until an order could arrive. */
	dailyDemand: number;
	/** Days that shelf and reserve last; null where nothing sells. */
	daysOfCover: number | null;
	/** The day on which shelf and reserve are expected to be empty; null where that is not in sight. */
	stockOutOn: string | null;
	leadTimeDays: number;
	reorderPoint: number;
	safetyStock: number;
	distribution: Distribution['kind'];
	/** Pieces to bring from the reserve to the shelf. */
	fromReserve: number;
	/** Pieces to buy. */
	quantity: number;
	/** Of what is to be bought, in minor units; null where the cost of a piece is not known. */
	cost: number | null;
	flag: ReorderFlag;
	reason: string;
}

/** How far ahead an empty shelf is looked for. */
const SIGHT_DAYS = 366;

/** A suggestion but its words, which take longer than all the figures: tables of 10,000 products word what they show. */
export interface Assessment extends Omit<Suggestion, 'reason'> {
	/** Units of the next seven days. */
	week: number;
	/** Whether there is a forecast: of a part that was never sold, or is new, there is none. */
	isForecast: boolean;
	/** Units that are asked for until an order could arrive, on average. */
	demandUntil: number;
	ownPoint: boolean;
}

/** What to do about one product, `today` being a day since 1970. */
export function suggest(
	item: StockItem,
	demand: DailyDemand,
	policy: ReorderPolicy,
	today: number
): Suggestion {
	const given = assess(item, demand, policy, today);
	const { week, isForecast, demandUntil, ownPoint, ...figures } = given;
	return { ...figures, reason: reasonOf(item, given, policy) };
}

/** The same without the reason. */
export function assess(
	item: StockItem,
	demand: DailyDemand,
	policy: ReorderPolicy,
	today: number
): Assessment {
	const leadTimeDays = (item.leadTimeDays ?? policy.leadTimeDays) * policy.leadTimeFactor;
	const spread = (item.leadTimeSdDays ?? 0) * policy.leadTimeFactor;
	const days = leadTimeDays + policy.reviewDays;
	const unitsIn = (span: number) => policy.demandFactor * unitsOver(demand.forecast, span);
	const mean = unitsIn(days);
	const daily = days > 0 ? mean / days : unitsIn(1);
	// Without a backtest: as uncertain as Poisson's.
	const error = policy.demandFactor * (demand.error ?? Math.sqrt(daily / policy.demandFactor));
	const protection = distributionOf(mean, protectionVariance(days, error, daily, spread));
	const lot = lotSize(item, daily, unitsIn, policy);
	const own = policy.keepOwnPoints ? item.reorderPoint : undefined;
	const point = own ?? reorderPoint(protection, policy.goal, lot);
	const upTo = point + lot;

	const held = item.stock + item.reserve;
	const position = held + item.onOrder;
	const selling = daily > 0;
	// An owner who names a reorder point wants the part on the shelf, sold or not.
	const wanted = (selling || (own ?? 0) > 0) && !item.discontinued;
	const fromReserve =
		wanted && item.stock <= point ? Math.min(item.reserve, Math.ceil(upTo - item.stock)) : 0;
	const quantity =
		wanted && position <= point
			? roundedOrder(Math.ceil(upTo - position), item.packSize, item.minOrderQuantity)
			: 0;
	const cover = selling ? daysCovered(demand.forecast, held / policy.demandFactor) : null;
	const flag: ReorderFlag = !wanted
		? 'No reorder needed'
		: quantity > 0
			? 'Reorder needed'
			: fromReserve > 0 || position - mean <= point
				? 'Monitor'
				: 'Stable';
	return {
		productId: item.productId,
		name: item.name,
		section: item.section,
		supplier: item.supplier ?? '',
		stock: item.stock,
		reserve: item.reserve,
		onOrder: item.onOrder,
		dailyDemand: daily,
		daysOfCover: cover,
		stockOutOn: cover !== null && cover <= SIGHT_DAYS ? dateOf(today + Math.floor(cover)) : null,
		leadTimeDays,
		reorderPoint: point,
		safetyStock: Math.max(0, point - mean),
		distribution: protection.kind,
		fromReserve,
		quantity,
		cost: item.cost === undefined ? null : item.cost * quantity,
		flag,
		week: unitsIn(7),
		isForecast: demand.forecast.length > 0,
		demandUntil: mean,
		ownPoint: own !== undefined
	};
}

/** Units over a span of days, a part of a day counted as such; beyond the forecast its mean goes on. */
export function unitsOver(forecast: Float64Array, days: number): number {
	if (forecast.length === 0) return 0;
	let sum = 0;
	const whole = Math.min(forecast.length, Math.floor(days));
	for (let day = 0; day < whole; day++) sum += forecast[day]!;
	const rest = days - whole;
	if (rest <= 0) return sum;
	const next = forecast[whole] ?? forecast.reduce((all, units) => all + units, 0) / forecast.length;
	return sum + rest * next;
}

/** Days until `stock` is used up, a part of a day counted as such. */
function daysCovered(forecast: Float64Array, stock: number): number {
	let left = stock;
	for (let day = 0; day < forecast.length; day++) {
		if (forecast[day]! >= left) return forecast[day]! > 0 ? day + left / forecast[day]! : day;
		left -= forecast[day]!;
	}
	return forecast.length + (left * forecast.length) / forecast.reduce((all, units) => all + units, 0);
}

function lotSize(
	item: StockItem,
	daily: number,
	unitsIn: (days: number) => number,
	{ orderCost, holdingRate, coverDays }: ReorderPolicy
): number {
	if (orderCost !== undefined && holdingRate !== undefined && item.cost !== undefined && item.cost > 0)
		return Math.max(1, Math.round(economicQuantity(daily * 365, orderCost, holdingRate * item.cost)));
	return Math.max(1, Math.ceil(unitsIn(coverDays)));
}

/** Why, in words. */
export function reasonOf(item: StockItem, given: Assessment, { reviewDays }: ReorderPolicy): string {
	const { flag, stock, reserve, onOrder, demandUntil, quantity, fromReserve, isForecast } = given;
	if (item.discontinued) return 'Discontinued: not bought any more.';
	if (flag === 'No reorder needed')
		return isForecast
			? 'Nothing is expected to sell.'
			: `Not forecast: never sold, or known for fewer than ${LEAST_KNOWN.day} days.`;
	const has =
		onOrder > 0 || reserve > 0
			? `${stock} on the shelf, ${reserve} in reserve, ${onOrder} on order`
			: `${stock} on the shelf`;
	const days = Math.round(given.leadTimeDays + reviewDays);
	const expected =
		demandUntil > 0
			? `about ${demandUntil.toFixed(demandUntil < 10 ? 1 : 0)} will be asked for in the ${days} days until an order could arrive`
			: isForecast
				? 'nothing is expected to sell'
				: 'it is not forecast';
	const point = `${given.ownPoint ? 'your reorder point' : 'the reorder point'} ${given.reorderPoint}`;
	const bring = fromReserve > 0 ? ` Bring ${fromReserve} from the reserve.` : '';
	if (flag === 'Reorder needed') return `${has}, at or under ${point}: ${expected}.${bring} Buy ${quantity}.`;
	if (fromReserve > 0) return `${has}; ${expected}.${bring}`;
	if (flag === 'Monitor') return `${has}, will reach ${point} soon: ${expected}.`;
	return `${has}, well above ${point}: ${expected}.`;
}

/** The suggestions that buy something, by supplier, as they were given. */
export function bySupplier<T extends Pick<Suggestion, 'supplier' | 'quantity'>>(
	suggestions: readonly T[]
): Map<string, T[]> {
	const groups = new Map<string, T[]>();
	for (const suggestion of suggestions) {
		if (suggestion.quantity === 0) continue;
		const group = groups.get(suggestion.supplier);
		if (group) group.push(suggestion);
		else groups.set(suggestion.supplier, [suggestion]);
	}
	return groups;
}

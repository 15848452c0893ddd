/** Orders so large that they lift a part's forecast, though one customer's whim may be all that is behind them. */
import type { DemandLine } from './demand';

export interface BulkOrder {
	item: string;
	orderId: string;
	day: number;
	units: number;
	/** Units of the part's other orders: their median. */
	usual: number;
}

/** An order counts as bulk above so many times the median of the part's other orders … */
const TIMES = 10;
/** … and above what all others hold together within so many days of it. */
const AROUND = 15;
/** Other orders that a median needs. */
const LEAST = 4;

/** The largest order of each item where it is a bulk order, less what came back of it; marked orders are left out. */
export function bulkOrders(
	lines: Iterable<DemandLine>,
	{ start, end, oneOff }: { start: number; end: number; oneOff: ReadonlySet<string> }
): BulkOrder[] {
	const byItem = new Map<string, Map<string, { orderId: string; day: number; units: number }>>();
	for (const { item, orderId, day, units } of lines) {
		if (day < start || day >= end || oneOff.has(orderId)) continue;
		let orders = byItem.get(item);
		if (!orders) byItem.set(item, (orders = new Map()));
		// A line without an order stands for one of its own.
		const key = orderId || ` ${orders.size}`;
		const order = orders.get(key);
		if (order) order.units += units;
		else orders.set(key, { orderId, day, units });
	}
	return [...byItem].flatMap(([item, orders]): BulkOrder[] => {
		const [largest, ...others] = [...orders.values()]
			.filter(({ units }) => units > 0)
			.sort((a, b) => b.units - a.units);
		if (!largest?.orderId || others.length < LEAST) return [];
		const middle = others.length / 2;
		const usual = (others[Math.ceil(middle) - 1]!.units + others[Math.floor(middle)]!.units) / 2;
		const near = others.reduce(
			(sum, { day, units }) => (Math.abs(day - largest.day) <= AROUND ? sum + units : sum),
			0
		);
		return largest.units > TIMES * usual && largest.units > near ? [{ item, usual, ...largest }] : [];
	});
}

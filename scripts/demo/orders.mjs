/** What became of the orders: the fields of orders.csv, the lines of sales.csv, and a few returns. */
import { days, lastQuietDay, timeText } from './calendar.mjs';

const returnReasons = ['Wrong part', 'Faulty', 'Not needed'];
const notes = [
	'Please call before delivery',
	'Bill in the name of the company',
	'Old part in exchange',
	'Need it before Saturday'
];

/** Orders with their state; sold ones have `sold`, the time of the sale. */
export function settle(sold, parts, shoppers, rng) {
	const orders = sold.map((order) => {
		const age = days - 1 - order.day;
		const counter = rng.chance(0.12);
		const delivery = !counter && rng.chance(0.18);
		const placed = order.second - (counter ? 0 : rng.whole(20, 240));
		return {
			...order,
			placedAt: timeText(order.day, placed),
			soldAt: timeText(order.day, order.second),
			status: age > 8 || counter ? 'handed_over' : rng.pick(['confirmed', 'ready', 'handed_over']),
			fulfilment: delivery ? 'delivery' : 'pickup',
			contact: delivery ? order.shopper.name : '',
			phone: delivery ? order.shopper.phone : '',
			address: delivery ? order.shopper.address : '',
			note: rng.chance(0.015) ? rng.pick(notes) : '',
			soldBy: counter ? 'admin123' : ''
		};
	});
	return [...orders, ...unsold(parts, shoppers, rng)].sort((a, b) => a.day - b.day || a.second - b.second);
}

/** Orders that were never confirmed: they took no stock and made no sale. */
function unsold(parts, shoppers, rng) {
	const states = [
		...Array.from({ length: 9 }, () => ['cancelled', rng.whole(10, lastQuietDay - 20)]),
		...Array.from({ length: 12 }, () => ['expired', rng.whole(10, lastQuietDay - 20)]),
		...[1, 2, 3, 5].map((age) => ['awaiting_code', days - 1 - age])
	];
	return states.map(([status, day]) => {
		const second = rng.whole(9 * 3600, 21 * 3600);
		const sellable = parts.filter((part) => part.status === 'active' && part.pattern === 'steady');
		const chosen = [...new Set([rng.pick(sellable), rng.pick(sellable)])];
		return {
			id: rng.hex(8),
			day,
			second,
			shopper: rng.pick(shoppers),
			lines: chosen.map((part) => ({
				productId: part.id,
				name: part.name,
				quantity: rng.whole(1, 2),
				price: part.price
			})),
			placedAt: timeText(day, second),
			soldAt: '',
			status,
			fulfilment: 'pickup',
			contact: '',
			phone: '',
			address: '',
			note: '',
			soldBy: ''
		};
	});
}

/**
 * A few orders come back, all of them or one line: returned lines, with the pieces back on the shelf. An order that
 * came back whole is refunded. None in the days that may be cut, so that no order loses its return.
 */
export function takeBack(orders, stock, rng) {
	const candidates = orders.filter(
		(order) => order.soldAt && order.status === 'handed_over' && order.day < lastQuietDay - 12
	);
	const chosen = new Set();
	while (chosen.size < 34) chosen.add(rng.pick(candidates));
	return [...chosen].flatMap((order) => {
		const whole = order.lines.length === 1 || rng.chance(0.3);
		const lines = whole ? order.lines : [rng.pick(order.lines)];
		const day = order.day + rng.whole(1, 9);
		const date = timeText(day, rng.whole(10 * 3600, 19 * 3600));
		const reason = rng.pick(returnReasons);
		if (whole) order.status = 'refunded';
		for (const line of lines) stock.set(line.productId, stock.get(line.productId) + line.quantity);
		return lines.map((line) => ({
			order,
			line: { ...line, quantity: -line.quantity },
			date,
			kind: 'return',
			reason,
			soldBy: 'admin123'
		}));
	});
}

/** The lines of sales.csv in the order of time. */
export function salesOf(orders, returns) {
	const sales = orders
		.filter((order) => order.soldAt)
		.flatMap((order) =>
			order.lines.map((line) => ({
				order,
				line,
				date: order.soldAt,
				kind: '',
				reason: '',
				soldBy: order.soldBy
			}))
		);
	return [...sales, ...returns].sort((a, b) => (a.date < b.date ? -1 : a.date > b.date ? 1 : 0));
}

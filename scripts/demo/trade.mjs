/**
 * Two years of the shop, day by day: deliveries arrive in the morning, shoppers buy through the day, what runs low is
 * ordered on Mondays. Stock on the shelf is always opening + receipts + corrections − sold.
 */
import { suppliers } from './catalogue.mjs';
import { dateText, days, lastQuietDay, monthOf, timeText, weekdayOf } from './calendar.mjs';
import { companions, patterns, quantities, trade, weekday } from './patterns.mjs';

const ordersADay = 4.85;
/** Lines of an order that were not bought to go with another. */
const ownLines = 1.8;
const hour = 3600;
const sum = (values) => values.reduce((total, value) => total + value, 0);

/** @returns {{orders: object[], movements: object[], purchases: object[], stock: Map<string, number>}} */
export function simulate(parts, shoppers, rng) {
	const byId = new Map(parts.map((part) => [part.id, part]));
	const demandSum = sum(parts.map((part) => part.demand));
	const stock = new Map();
	const orders = [];
	const movements = [];
	const purchases = [];
	const usedIds = new Set();

	const move = (day, second, productId, delta, reason, reference, note = '') => {
		stock.set(productId, (stock.get(productId) ?? 0) + delta);
		movements.push({
			date: timeText(day, second),
			productId,
			delta,
			reason,
			reference,
			username: 'admin123',
			note
		});
	};
	const orderId = () => {
		const id = rng.hex(8);
		if (usedIds.has(id)) return orderId();
		usedIds.add(id);
		return id;
	};

	/** Pieces a day that the shop expects to sell, by which it orders. */
	const expected = (part, day) => {
		const pieces = Object.entries(quantities[part.quantities]);
		const perLine =
			sum(pieces.map(([count, weight]) => count * weight)) / sum(pieces.map(([, weight]) => weight));
		const companionLines = sum(
			Object.entries(companions).map(([id, list]) => demandOn(byId.get(id), day) * (list[part.id] ?? 0))
		);
		return ((demandOn(part, day) + companionLines) / demandSum) * ordersADay * ownLines * perLine;
	};
	const reorderPoint = (part, day) =>
		Math.ceil(expected(part, day) * (suppliers[part.supplier].lead + 11)) + (part.demand < 6 ? 1 : 2);

	for (const part of parts) {
		if (part.pattern === 'new') continue;
		move(0, 8 * hour, part.id, reorderPoint(part, 0) * 2 + rng.whole(1, 6), 'opening', '');
	}

	for (let day = 0; day < days; day++) {
		const quiet = day >= lastQuietDay;
		if (!quiet) {
			receive(day);
			if (rng.chance(0.05)) correct(day);
			if (weekdayOf(day) === 0) reorder(day);
		}
		sell(day);
	}
	return { orders, movements, purchases, stock };

	function demandOn(part, day) {
		return part.demand * patterns[part.pattern](day / days, monthOf(day));
	}

	function receive(day) {
		for (const purchase of purchases.filter((each) => each.arrives === day)) {
			const count =
				rng.chance(0.03) && purchase.ordered > 4 ? purchase.ordered - rng.whole(1, 3) : purchase.ordered;
			const second = 8 * hour + rng.whole(0, hour);
			purchase.received = count;
			purchase.receivedAt = timeText(day, second);
			purchase.status = 'received';
			move(
				day,
				second,
				purchase.productId,
				count,
				'receipt',
				purchase.id,
				count < purchase.ordered ? 'The rest was not delivered' : ''
			);
		}
	}

	function correct(day) {
		const part = rng.pick(parts);
		const shelf = stock.get(part.id) ?? 0;
		if (shelf < 3) return;
		const [reason, delta, note] = rng.pick([
			['loss', -1, 'Damaged in the store'],
			['count', -1, 'Yearly count'],
			['count', 1, 'Found behind the shelf'],
			['loss', -1, 'Packing torn, given back']
		]);
		move(day, 20 * hour + rng.whole(0, hour), part.id, delta, reason, '', note);
	}

	function reorder(day) {
		for (const part of parts) {
			if (part.status === 'discontinued' && patterns[part.pattern](day / days, 0) === 0) continue;
			if (part.pattern === 'new' && patterns.new((day + 14) / days) === 0) continue;
			const coming = purchases.some((each) => each.productId === part.id && each.status === 'ordered');
			const point = reorderPoint(part, day);
			if (coming || (stock.get(part.id) ?? 0) > point) continue;
			const { lead, sd } = suppliers[part.supplier];
			const wanted = Math.ceil(expected(part, day) * 60) + 1;
			const late = rng.chance(0.05) ? rng.whole(8, 20) : 0;
			const delayed = part.delayed && day > days - 130;
			const arrives = day + Math.max(1, Math.round(rng.around(lead, sd))) + late;
			purchases.push({
				id: `PO-${String(purchases.length + 1).padStart(4, '0')}`,
				supplier: part.supplier,
				productId: part.id,
				ordered: Math.ceil(wanted / part.pack) * part.pack,
				received: 0,
				cost: costOn(part, day),
				orderedAt: timeText(day, 17 * hour + (purchases.length % 3600)),
				expectedAt: dateText(day + lead),
				arrives: delayed || arrives >= lastQuietDay ? -1 : arrives,
				receivedAt: '',
				status: 'ordered'
			});
		}
	}

	function sell(day) {
		// The shop is shut on a few days of the year.
		if (day % 365 === 31 || day % 365 === 214) return;
		const growth = 0.92 + (0.16 * day) / days;
		const planned = rng.count(
			ordersADay * weekday[weekdayOf(day)] * trade[monthOf(day)] * growth * (0.65 + 0.7 * rng.unit())
		);
		// Every day that may become the sample's last has a sale.
		const visits = day >= lastQuietDay - 1 ? Math.max(1, planned) : planned;
		const seconds = Array.from({ length: visits }, () => 9 * hour + rng.whole(0, 11 * hour - 1)).sort(
			(a, b) => a - b
		);
		const demand = parts.map((part) => demandOn(part, day));
		for (const second of seconds) {
			const shopper = shoppers[rng.weighted(shoppers.map(({ weight }) => weight))];
			const wanted = basket(demand, shopper);
			const lines = wanted.flatMap(([id, count]) => {
				const shelf = stock.get(id) ?? 0;
				const quantity = Math.min(count, shelf);
				if (quantity === 0) return [];
				stock.set(id, shelf - quantity);
				const part = byId.get(id);
				return [{ productId: id, name: part.name, quantity, price: priceOn(part, day) }];
			});
			if (lines.length > 0) orders.push({ id: orderId(), day, second, shopper, lines });
		}
	}

	/** What a shopper came for, and what goes with it. */
	function basket(demand, shopper) {
		const wanted = new Map();
		const add = (id, depth) => {
			if (wanted.has(id)) return;
			const part = byId.get(id);
			const bulk =
				shopper.workshop &&
				(part.pattern === 'lumpy' ? part.price < 5_000_000 : part.price < 50_000) &&
				rng.chance(0.35);
			const pieces = quantities[bulk ? 'bulk' : part.quantities];
			const count = Number(Object.keys(pieces)[rng.weighted(Object.values(pieces))]);
			wanted.set(id, part.price > 5_000_000 && part.quantities === 'one' ? 1 : count);
			if (depth > 1) return;
			for (const [companion, probability] of Object.entries(companions[id] ?? {}))
				if (rng.chance(probability)) add(companion, depth + 1);
		};
		add(parts[rng.weighted(demand)].id, 0);
		while (rng.chance(0.51)) add(parts[rng.weighted(demand)].id, 1);
		return [...wanted];
	}
}

/** Prices rose once a year, by 4 to 7 %. */
function priceOn(part, day) {
	const rises = (day < 290 ? 1 : 0) + (day < 640 ? 1 : 0);
	const step = part.price >= 100_000 ? 5_000 : 500;
	return rises === 0 ? part.price : Math.round((part.price * (1 - 0.05 * rises)) / step) * step;
}

const costOn = (part, day) => Math.round((part.cost * (day < 290 ? 0.93 : 1)) / 100) * 100;

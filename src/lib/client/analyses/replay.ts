import { lineReader, shopPanel } from '../../domain/forecast/shop-panel';
import { dayOf } from '../../domain/forecast/calendar';
import type { DemandLine } from '../../domain/forecast/demand';
import { replayShop, type ShopReplay } from '../../domain/inventory/replay';
import { stockItems } from '../../domain/inventory/shop-suggestions';
import type { ReorderPolicy } from '../../domain/inventory/suggest';
import { defaultShop } from '../../domain/shop/shop';
import type { Movement } from '../../domain/stock/stock';
import type { DeviceDb } from '../db/schema';
import type { Tell } from './index';
import { productsOf } from './lines';

export interface ReplayInput {
	policy: ReorderPolicy;
	/** Days of the past that are played. */
	days: number;
	/** A day since 1970 in the shop's zone. */
	today: number;
}

/** Share of the work that reading takes. */
const READING = 0.1;

/** Plays the shop's past on this device by a policy. */
export async function replayPast(db: DeviceDb, input: ReplayInput, tell: Tell): Promise<ShopReplay> {
	const shop = (await db.getMeta('shop')) ?? defaultShop;
	const products = await productsOf(db);
	const [stocks, purchases, movements, sales] = await Promise.all([
		db.stocks.toArray(),
		db.purchases.toArray(),
		db.movements.toArray(),
		db.sales.toArray()
	]);
	const read = lineReader(products);
	const lines = sales.flatMap((day) => day.rows.flatMap((sale) => read(sale) ?? []));
	const { panel } = shopPanel({
		products,
		lines,
		movements,
		oneOffOrders: shop.oneOffOrders ?? [],
		today: input.today,
		period: 'day'
	});
	const changes = shelfChanges(lines, movements);
	const steps = replayShop(
		stockItems({ products, stocks, purchases, shop }),
		panel.values,
		(place, daysAgo) => {
			const { productId, stock } = products[place]!;
			const since = (changes.get(productId) ?? []).filter(({ day }) => day >= input.today - daysAgo);
			return since.reduce((pieces, { delta }) => pieces - delta, stock);
		},
		input.days,
		input.policy
	);
	for (let step = steps.next(); ; step = steps.next()) {
		if (step.done) return step.value;
		tell(READING + (1 - READING) * step.value);
	}
}

/** What changed each product's shelf, by sales and by movements. */
function shelfChanges(
	lines: Iterable<DemandLine>,
	movements: Iterable<Movement>
): Map<string, { day: number; delta: number }[]> {
	const changes = new Map<string, { day: number; delta: number }[]>();
	const note = (productId: string, day: number, delta: number) => {
		const known = changes.get(productId);
		if (known) known.push({ day, delta });
		else changes.set(productId, [{ day, delta }]);
	};
	for (const { item, day, units } of lines) note(item, day, -units);
	// Those of an import make up for sales of before, which left the shelf as it was.
	for (const { productId, date, delta, reason } of movements)
		if (reason !== 'import') note(productId, dayOf(date) ?? 0, delta);
	return changes;
}

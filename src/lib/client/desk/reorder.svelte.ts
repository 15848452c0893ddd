import { dateOf, dayOf } from '../../domain/forecast/calendar';
import { HORIZON_DAYS } from '../../domain/forecast/kept';
import { keptError, madeOn, type KeptTable } from '../../domain/forecast/kept-table';
import type { ReorderLine } from '../../domain/inventory/reorder-list';
import { stockItemReader } from '../../domain/inventory/shop-suggestions';
import { assess, type DailyDemand, type ReorderPolicy, type StockItem } from '../../domain/inventory/suggest';
import { applyToPurchases, type LocalPurchase } from '../../domain/sync/apply-purchases';
import { toLocal } from '../../domain/time';
import { breathe, pause } from '../breathe';
import { catalogue } from '../state/catalogue.svelte';
import { rows } from '../state/rows.svelte';
import { keptForecasts } from './kept-forecasts.svelte';
import { fromDevice, type Live } from './live.svelte';

const NONE: DailyDemand = { forecast: new Float64Array(0), error: null };

/** The demand of each product from `today` on; forecasts that are getting old end with their last week. */
function demandFrom(table: KeptTable, today: number): (productId: string) => DailyDemand {
	const { items, made, forecast } = table;
	const places = new Map(items.map((id, place) => [id, place]));
	return (id) => {
		const place = places.get(id);
		if (place === undefined) return NONE;
		const passed = Math.min(Math.max(0, today - (made[place]! || today)), HORIZON_DAYS - 7);
		return {
			forecast: forecast.subarray(place * HORIZON_DAYS + passed, (place + 1) * HORIZON_DAYS),
			error: keptError(table, place)
		};
	};
}

/** The purchases as they are with what this device still has to send. */
export function livePurchases(): Live<LocalPurchase[]> {
	const stored = fromDevice(() => (db) => db.purchases.toArray());
	// What else is sent changes no purchase, and many a figure is worked out from them.
	const pending = $derived(rows.pending.some(({ name }) => name.endsWith('Purchase')));
	const value = $derived(
		stored.value &&
			applyToPurchases(
				stored.value,
				pending ? rows.pending : [],
				toLocal(Date.now(), catalogue.shop.timeZone)
			)
	);
	return {
		get value() {
			return value;
		}
	};
}

export interface ReorderBoard {
	/** Every product, in no order; undefined until they are worked out. */
	readonly lines: readonly ReorderLine[] | undefined;
	/** The day on which the forecasts were made; '' where there are none yet, undefined until it is known. */
	readonly forecastOf: string | undefined;
}

/** Products between two looks at the clock. */
const AT_ONCE = 100;

/**
 * What to do about every product, for as long as the calling component stands: from the forecasts that the shop keeps
 * and from shelf, reserve and purchases as they are now. Worked out in slices, so that nobody waits for it; of what
 * changes meanwhile only the newest follows.
 */
export function reorderBoard(ask: () => { policy: ReorderPolicy; today: number }): ReorderBoard {
	const stocks = fromDevice(() => (db) => db.stocks.toArray());
	const purchases = livePurchases();
	const read = $derived(
		stocks.value &&
			purchases.value &&
			stockItemReader({ stocks: stocks.value, purchases: purchases.value, shop: catalogue.shop })
	);
	let items = $state.raw<StockItem[]>();
	let lines = $state.raw<ReorderLine[]>();
	const today = $derived(ask().today);
	const kept = keptForecasts();
	const demand = $derived(kept.value && demandFrom(kept.value, today));
	const newest = [inSlices(), inSlices()] as const;

	$effect(() => {
		if (!read || catalogue.status !== 'ready') return;
		const { ids } = catalogue.list({ hidden: true });
		const reader = read;
		newest[0](
			ids,
			(id) => {
				const product = catalogue.product(id);
				return product && reader(product);
			},
			(found) => (items = found)
		);
	});
	$effect(() => {
		if (!items || !demand) return;
		const demandOf = demand;
		const { policy } = ask();
		newest[1](
			items,
			(item) => ({ item, given: assess(item, demandOf(item.productId), policy, today) }),
			(found) => (lines = found)
		);
	});
	return {
		get lines() {
			return lines;
		},
		get forecastOf() {
			return kept.value && madeOn(kept.value, 0);
		}
	};
}

/** Maps long lists without holding up the page. A list that is asked for meanwhile waits; only the newest one does. */
function inSlices() {
	let waiting: (() => Promise<void>) | undefined;
	let running = false;
	const run = async () => {
		running = true;
		for (; waiting;) {
			const work = waiting;
			waiting = undefined;
			await work();
		}
		running = false;
	};
	return <T, R>(list: readonly T[], map: (one: T) => R | undefined, done: (found: R[]) => void): void => {
		waiting = async () => {
			const found: R[] = [];
			for (let at = 0; at < list.length; at++) {
				if (at % AT_ONCE === 0) await breathe();
				const mapped = map(list[at]!);
				if (mapped !== undefined) found.push(mapped);
			}
			// Who is told begins with a slice of its own.
			await pause();
			done(found);
		};
		if (!running) void run();
	};
}

/** The shop's day now, counted from 1970. */
export const shopToday = (now: number): number => dayOf(toLocal(now, catalogue.shop.timeZone))!;

/** The day of the shop's calendar on which what is ordered today should come. */
export const expectedOn = (today: number, leadTimeDays: number): string =>
	dateOf(today + Math.ceil(leadTimeDays));

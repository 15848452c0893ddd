import { setImmediate as turn } from 'node:timers/promises';
import type { DeskProduct } from '../../domain/catalogue/product';
import { dayOf } from '../../domain/forecast/calendar';
import { lineReader } from '../../domain/forecast/shop-panel';
import { SHOWN_WEEKS } from '../../domain/forecast/track-record';
import type { Shop } from '../../domain/shop/shop';
import { toLocal } from '../../domain/time';
import { keepText } from '../csv/generated-file';
import { journal } from '../imports/journal';
import { records } from '../store/records';
import { shops } from '../store/shop';
import { state } from '../store/state';
import type { ReadTx, Store } from '../store/store';
import { AnalystClosed, type Analyst } from './analyst';
import type { ShopForecast } from './forecast-shop';
import { alone } from './lease';
import { readModelFile, writeModelFile } from './model-file';
import { allOf, pagesOf } from './pages';
import { SalesLinesBuilder } from './sales-lines';

/** A shop that was just opened has others to serve first, and one that is closed at once has nothing to forecast. */
const START_MS = 20_000;
/** How often it is looked whether the forecasts are behind. */
const LOOK_MS = 60_000;
/** After a failure. */
const AGAIN_MS = 60 * 60_000;
/** Rows written in one go, between which others write. */
const ROWS = 200;
/** What the kept forecasts are of, in the store's state. */
const BASIS = 'forecastsOf';
/** The weeks of forecasts that were shown, each under its first day. */
const SHOWN = 'shown:';

export interface ForecastsConfig {
	store: Store;
	analyst: Analyst;
	dataDir: string;
	/** ms since 1970. */
	now: () => number;
}

/** What forecasts and suggestions follow from, besides sales and stock, which are looked at once a day. */
interface Basis {
	/** `YYYY-MM-DD` in the shop's zone. */
	today: string;
	/** The last import, and whether it was undone; '' where nothing was imported. */
	imported: string;
	oneOffOrders: string[];
	serviceLevel: number;
	leadTimeDays: number;
	forecastMethod: Shop['forecastMethod'];
}

async function basisOf(tx: ReadTx, now: number): Promise<Basis> {
	const { timeZone, ...shop } = await shops.settings(tx);
	const { oneOffOrders, serviceLevel, leadTimeDays, forecastMethod } = shop;
	const today = toLocal(now, timeZone).slice(0, 10);
	return {
		today,
		imported: await journal.mark(tx),
		oneOffOrders,
		serviceLevel,
		leadTimeDays,
		forecastMethod
	};
}

/**
 * Forecasts the shop and says what to reorder, if that is due and no other process is at it, and keeps both for every
 * device and for the generated files. `anyway`: also where they are up to date.
 */
export async function refreshForecasts(
	{ store, analyst, dataDir, now }: ForecastsConfig,
	anyway = false
): Promise<void> {
	const isDue = async (tx: ReadTx) => {
		const [basis, of] = [await basisOf(tx, now()), await state.get<Basis>(tx, BASIS)];
		if (!anyway && JSON.stringify(basis) === JSON.stringify(of)) return false;
		return !(await journal.unfinished(tx, now())).some(({ alive }) => alive);
	};
	if (!(await store.read(isDue))) return;
	await alone(store, 'forecasts', now, isDue, async () => {
		const { basis, of, shop } = await store.read(async (tx) => ({
			basis: await basisOf(tx, now()),
			of: await state.get<Basis>(tx, BASIS),
			shop: await shops.settings(tx)
		}));
		// In the order in which devices read them: the forest learns from a sample that depends on it.
		const products = (await allOf(store, 'products'))
			.map(withoutWords)
			.sort((a, b) => (a.productId < b.productId ? -1 : 1));
		const lines = new SalesLinesBuilder();
		const read = lineReader(products);
		for await (const page of pagesOf(store, 'sales'))
			for (const sale of page) {
				const line = read(sale);
				if (line) lines.add(line);
			}
		const imported = of !== undefined && of.imported !== basis.imported;
		const found = await analyst.run('forecasts', {
			today: dayOf(basis.today)!,
			shop,
			products,
			sales: lines.build(),
			oneOffOrders: lines.idsOf(basis.oneOffOrders),
			movements: await allOf(store, 'movements'),
			stocks: await allOf(store, 'stocks'),
			purchases: await allOf(store, 'purchases'),
			model: imported ? null : await readModelFile(dataDir),
			shown: await shownWeeks(store)
		});
		if (found.model !== null) await writeModelFile(dataDir, found.model);
		await keep(store, found, basis);
	});
}

/** Forecasts if that is due, or if the kept model is missing or broken: what it says is then learnt and kept again. */
export async function catchUp(config: ForecastsConfig): Promise<void> {
	const text = await readModelFile(config.dataDir);
	await refreshForecasts(config, text === null || !(await config.analyst.run('isModel', text)));
}

/** A product without what takes long to pass on and says nothing of demand. */
const withoutWords = ({ extra: _, ...product }: DeskProduct): DeskProduct => ({
	...product,
	description: ''
});

async function shownWeeks(store: Store): Promise<string[]> {
	const weeks: string[] = [];
	for (const key of await store.read((tx) => state.keys(tx, SHOWN))) {
		weeks.push((await store.read((tx) => state.get<string>(tx, key))) ?? '');
		await turn();
	}
	return weeks;
}

/** Rows go a few at a time; files and what they are of last, so that a run which was broken off is done again. */
async function keep(store: Store, found: ShopForecast, basis: Basis): Promise<void> {
	for (const kind of ['forecasts', 'reorder'] as const) {
		const rows = found[kind];
		for (let start = 0; start < rows.length; start += ROWS)
			await store.write((tx) => records.saveTexts(tx, kind, rows.slice(start, start + ROWS)));
		const keys = new Set(rows.map(([key]) => key));
		const gone = (await store.read((tx) => records.keys(tx, kind))).filter((key) => !keys.has(key));
		for (let start = 0; start < gone.length; start += ROWS)
			await store.write(async (tx) => {
				for (const key of gone.slice(start, start + ROWS)) await records.remove(tx, kind, key);
			});
	}
	await store.write(async (tx) => {
		if (found.shown) {
			await state.set(tx, SHOWN + found.shown.from, found.shown.text);
			for (const key of (await state.keys(tx, SHOWN)).slice(0, -SHOWN_WEEKS)) await state.remove(tx, key);
		}
		if (found.files) {
			const { reorder_suggestions, forecast_metrics } = found.files;
			await keepText(tx, 'reorder_suggestions', reorder_suggestions);
			await keepText(tx, 'forecast_metrics', forecast_metrics);
			// The mirror looks at generated files when records change.
			tx.touched.add('records');
		}
		await state.set(tx, BASIS, basis);
	});
}

/** Keeps the forecasts in step with the days, with imports and with what the owner sets: looked at once a minute. */
export function keepForecasts(
	config: ForecastsConfig,
	failed: (error: unknown) => void
): { stop(): Promise<void> } {
	let running: Promise<void> | null = null;
	let rests = 0;

	function look(refresh: (config: ForecastsConfig) => Promise<void> = refreshForecasts): void {
		if (running || rests-- > 0) return;
		running = refresh(config)
			.catch((error: unknown) => {
				if (error instanceof AnalystClosed) return;
				rests = AGAIN_MS / LOOK_MS;
				failed(error);
			})
			.finally(() => (running = null));
	}
	const first = setTimeout(() => look(catchUp), START_MS).unref();
	const timer = setInterval(() => look(), LOOK_MS).unref();
	return {
		/** Once the analyst is closed. */
		async stop() {
			clearTimeout(first);
			clearInterval(timer);
			await running;
		}
	};
}

import { generatedText } from '../../domain/csv/generated';
import type { DeskProduct } from '../../domain/catalogue/product';
import { dateOf } from '../../domain/forecast/calendar';
import { applyLearned, forecastPanel } from '../../domain/forecast/forecast';
import {
	HORIZON_DAYS,
	keptForecasts,
	OTHER_METHODS,
	rounded,
	wholeShop,
	type ProductForecast
} from '../../domain/forecast/kept';
import { learnedFor, type ForecastOptions, type Learned } from '../../domain/forecast/learn';
import type { Panel } from '../../domain/forecast/panel';
import { shopPanel } from '../../domain/forecast/shop-panel';
import { SHOWN_DAYS, shownWeek, trackRecords, type ShownWeek } from '../../domain/forecast/track-record';
import { METRIC_COLUMNS, metricRow, REORDER_COLUMNS, reorderRow } from '../../domain/inventory/rows';
import { shopSuggestions } from '../../domain/inventory/shop-suggestions';
import type { Suggestion } from '../../domain/inventory/suggest';
import type { Shop } from '../../domain/shop/shop';
import type { Movement, Purchase, Reserve } from '../../domain/stock/stock';
import { readModel, writeModel, type Model } from './model';
import { linesOf, type SalesLines } from './sales-lines';

export interface ShopState {
	/** A day since 1970, in the shop's zone. */
	today: number;
	shop: Shop;
	products: DeskProduct[];
	sales: SalesLines;
	/** Ids of one-off orders, as these lines have them. */
	oneOffOrders: string[];
	movements: Movement[];
	stocks: Reserve[];
	purchases: Purchase[];
	/** The text of the kept model; null to learn anew. */
	model: string | null;
	/** The weeks of forecasts that were shown, each as the text that an earlier run gave. */
	shown: string[];
}

export interface ShopForecast {
	/** Rows as JSON, by key: texts pass between threads at once, objects one by one. */
	forecasts: [key: string, row: string][];
	reorder: [key: string, row: string][];
	/** The generated files; null where there are no products. */
	files: Record<'reorder_suggestions' | 'forecast_metrics', string> | null;
	/** What was learnt anew; null where the kept model was good. */
	model: string | null;
	/** This week's forecasts, to be scored later; null where a week that is not over was kept already. */
	shown: { from: string; text: string } | null;
}

const OPTIONS: ForecastOptions = {
	horizon: HORIZON_DAYS,
	method: 'auto',
	target: 'mean',
	level: 0.9,
	seed: 1
};
/** Days that a model is good for. */
const GOOD_DAYS = 7;
/** A history that grew or shrank by more than this share is another one. */
const OTHER_HISTORY = 0.2;

/** Forecasts the whole shop and says what to reorder, by the kept model where that is good, else learning anew. */
export function forecastShop(state: ShopState): ShopForecast {
	const { today, products, movements, oneOffOrders } = state;
	const lines = linesOf(state.sales);
	const { panel } = shopPanel({ products, lines, movements, oneOffOrders, today });
	const kept = state.model === null ? null : readModel(state.model);
	const good = kept && isGood(kept, state) ? kept : null;
	const learned = good ? learnedFor(good.learned, good.items, panel) : learn(panel);

	const weeks = state.shown.flatMap((text) => readWeek(text) ?? []);
	const tracks = trackRecords(weeks, panel);
	const rows = keptForecasts(applyLearned(panel, learned), learned, today, tracks.products);
	const suggestions = shopSuggestions(state, rows, today);
	const newest = weeks.reduce((latest, { from }) => (from > latest ? from : latest), '');
	const text = (row: { productId: string }) => [row.productId, JSON.stringify(row)] as [string, string];
	return {
		forecasts: [...rows, ...(rows.length > 0 ? [wholeShop(rows, panel, tracks.shop)] : [])].map(text),
		reorder: suggestions.map(text),
		files: rows.length > 0 ? filesOf(rows, suggestions) : null,
		model: good ? null : writeModel({ items: panel.items, lines: state.sales.count, learned }),
		shown:
			newest > dateOf(today - SHOWN_DAYS)
				? null
				: { from: dateOf(today), text: JSON.stringify(shownWeek(today, rows)) }
	};
}

/** The files; rows and suggestions are of the same products in the same order. */
function filesOf(
	rows: readonly ProductForecast[],
	suggestions: readonly Suggestion[]
): ShopForecast['files'] {
	const week = (place: number) => rows[place]!.forecast.slice(0, 7).reduce((sum, units) => sum + units, 0);
	return {
		reorder_suggestions: generatedText(
			REORDER_COLUMNS,
			suggestions.map((suggestion, place) => reorderRow(suggestion, week(place)))
		),
		forecast_metrics: generatedText(
			METRIC_COLUMNS,
			suggestions.flatMap(({ name }, place) => [
				metricRow(name, rows[place]!.method, rows[place]!.metrics),
				...rows[place]!.others.map((other) => metricRow(name, other.method, other))
			])
		)
	};
}

function isGood({ lines, learned }: Model, { today, sales }: ShopState): boolean {
	const age = today - learned.end;
	return (
		JSON.stringify(learned.options) === JSON.stringify(OPTIONS) &&
		age >= 0 &&
		age < GOOD_DAYS &&
		Math.abs(sales.count - lines) <= OTHER_HISTORY * lines
	);
}

/** What is learnt, as far as it is kept: of the methods those that rows show, figures with the digits that they show. */
function learn(panel: Panel): Learned {
	const { learned } = forecastPanel(panel, OPTIONS)!;
	const few = <T extends object>(rows: (T | null)[]) => rows.map((row) => row && roundedFigures(row));
	return {
		...learned,
		metrics: few(learned.metrics),
		methods: new Map(
			OTHER_METHODS.flatMap((id) => (learned.methods.has(id) ? [[id, few(learned.methods.get(id)!)]] : []))
		)
	};
}

function roundedFigures<T extends object>(row: T): T {
	const entries = Object.entries(row).map(([name, value]) => [name, value === null ? null : rounded(value)]);
	return Object.fromEntries(entries) as T;
}

function readWeek(text: string): ShownWeek | null {
	try {
		return JSON.parse(text) as ShownWeek;
	} catch {
		return null;
	}
}

import { generatedText } from '../../domain/csv/generated';
import type { DeskProduct } from '../../domain/catalogue/product';
import { dateOf } from '../../domain/forecast/calendar';
import { saysEnough } from '../../domain/forecast/enough';
import { applyLearned, forecastPanel } from '../../domain/forecast/forecast';
import {
	FEW_PRODUCTS,
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

const optionsOf = ({ forecastMethod }: Shop): ForecastOptions => ({
	horizon: HORIZON_DAYS,
	method: forecastMethod,
	target: 'mean',
	level: 0.9,
	seed: 1
});
/** Days that a model is good for; a shop that a page learns in seconds is learnt anew each day, so that both say the same. */
const goodDays = (products: number) => (products > FEW_PRODUCTS ? 7 : 1);
/** A history that grew or shrank by more than this share is another one. */
const OTHER_HISTORY = 0.2;

/** Forecasts the whole shop and says what to reorder, by the kept model where that is good, else learning anew. */
export function forecastShop(state: ShopState): ShopForecast {
	const { today, products, movements, oneOffOrders } = state;
	const lines = linesOf(state.sales);
	const { panel } = shopPanel({ products, lines, movements, oneOffOrders, today });
	const kept = state.model === null ? null : readModel(state.model);
	const good = kept && isGood(kept, state) ? kept : null;
	const learned = good ? learnedFor(good.learned, good.items, panel) : learn(panel, optionsOf(state.shop));

	const weeks = state.shown.flatMap((text) => readWeek(text) ?? []);
	const tracks = trackRecords(weeks, panel);
	const all = keptForecasts(applyLearned(panel, learned), learned, today, tracks.products);
	const rows = all.filter((_, place) => saysEnough(panel.values[place]!, panel.period));
	const suggestions = shopSuggestions(state, rows, today);
	const newest = weeks.reduce((latest, { from }) => (from > latest ? from : latest), '');
	const text = (row: { productId: string }) => [row.productId, JSON.stringify(row)] as [string, string];
	return {
		forecasts: [...rows, ...(all.length > 0 ? [wholeShop(rows, panel, tracks.shop)] : [])].map(text),
		reorder: suggestions.map(text),
		files: all.length > 0 ? filesOf(rows, suggestions) : null,
		model: good ? null : writeModel({ items: panel.items, lines: state.sales.count, learned }),
		shown:
			newest > dateOf(today - SHOWN_DAYS)
				? null
				: { from: dateOf(today), text: JSON.stringify(shownWeek(today, rows)) }
	};
}

/** The files: a suggestion for every product, the errors of those that are forecast. */
function filesOf(
	rows: readonly ProductForecast[],
	suggestions: readonly Suggestion[]
): ShopForecast['files'] {
	const rowOf = new Map(rows.map((row) => [row.productId, row]));
	const week = (row: ProductForecast | undefined) =>
		row ? row.forecast.slice(0, 7).reduce((sum, units) => sum + units, 0) : 0;
	return {
		reorder_suggestions: generatedText(
			REORDER_COLUMNS,
			suggestions.map((suggestion) => reorderRow(suggestion, week(rowOf.get(suggestion.productId))))
		),
		forecast_metrics: generatedText(
			METRIC_COLUMNS,
			suggestions.flatMap(({ productId, name }) => {
				const row = rowOf.get(productId);
				return row
					? [
							metricRow(name, row.method, row.metrics),
							...row.others.map((other) => metricRow(name, other.method, other))
						]
					: [];
			})
		)
	};
}

function isGood({ lines, learned }: Model, { today, sales, products, shop }: ShopState): boolean {
	const age = today - learned.end;
	return (
		JSON.stringify(learned.options) === JSON.stringify(optionsOf(shop)) &&
		age >= 0 &&
		age < goodDays(products.length) &&
		Math.abs(sales.count - lines) <= OTHER_HISTORY * lines
	);
}

/** What is learnt, as far as it is kept: of the methods those that rows show, figures with the digits that they show. */
function learn(panel: Panel, options: ForecastOptions): Learned {
	const { learned } = forecastPanel(panel, options)!;
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

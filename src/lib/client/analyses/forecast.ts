/** Demand and its forecast from the device's own rows, for the forecast page. */
import { bulkOrders, type BulkOrder } from '../../domain/forecast/bulk-orders';
import { dayOf, type Period } from '../../domain/forecast/calendar';
import { FEW_PRODUCTS, SPAN } from '../../domain/forecast/kept';
import { learnSteps, type ForecastOptions } from '../../domain/forecast/learn';
import { ownForestLine, pooledLines, sumOf, type MethodLine } from '../../domain/forecast/lines';
import type { Panel } from '../../domain/forecast/panel';
import {
	goneDemand,
	HISTORY_DAYS,
	lineReader,
	shopPanel,
	type ShopHistory
} from '../../domain/forecast/shop-panel';
import {
	forecastTable,
	packPanel,
	packTrends,
	type ForecastTable,
	type PackedPanel
} from '../../domain/forecast/table';
import type { DemandLine } from '../../domain/forecast/demand';
import { trendsOf } from '../../domain/forecast/trend';
import { applyToOneOffs } from '../../domain/sync/apply';
import { currentUser } from '../db/account';
import { outboxOf } from '../db/outbox';
import type { DeviceDb, KeptLearned } from '../db/schema';
import { productsOf } from './lines';

export interface DemandRequest {
	period: Period;
	/** The first day that is not known whole, `YYYY-MM-DD` in the shop's zone. */
	today: string;
}
export interface ForecastRequest extends DemandRequest {
	horizon: number;
	/** The key of the demand that the page holds already. */
	known?: string;
}

export interface Demand {
	/** The same key, the same histories. */
	demandKey: string;
	panel: PackedPanel;
	/** Orders that may lift a part's forecast beyond what is to come. */
	bulk: BulkOrder[];
	/** Units of what is in the catalogue no more, a period each up to the last whole one. */
	gone: Float64Array;
	/** Units of all products and of what is gone; a period is unknown only where it is of all. */
	sum: Float64Array;
}

export interface Forecast extends Omit<Demand, 'panel'> {
	/** Null where the page holds it already: a year of ten thousand products is 30 MB. */
	panel: PackedPanel | null;
	/** Names the demand and what was asked of it: the same key, the same forecast. */
	key: string;
	table: ForecastTable;
	/** The methods' errors on all products together. */
	whole: MethodLine[];
}

/** Demand of every product up to the last whole period. */
export async function demand(db: DeviceDb, request: DemandRequest): Promise<Demand> {
	const { panel, days: _, ...rest } = await read(db, request);
	const packed = packPanel(panel);
	return { demandKey: keyOf(request, packed, rest.gone), panel: packed, ...rest };
}

/** What the same seed gives here, the command line gives too. */
const OPTIONS: Omit<ForecastOptions, 'horizon' | 'method'> = { target: 'mean', level: 0.9, seed: 1 };

/** Share of the work before anything is learnt: reading. */
const READ = 0.05;

/** Demand, and the forecast of every product. What was learnt from the same demand is not learnt again. */
export async function forecast(
	db: DeviceDb,
	request: ForecastRequest,
	tell: (share: number) => void
): Promise<Forecast> {
	const { panel, days, ...rest } = await read(db, request);
	const packed = packPanel(panel);
	tell(READ);
	const { period, horizon } = request;
	const { forecastMethod: method = 'auto' } = (await db.getMeta('shop')) ?? {};
	const options = { ...OPTIONS, method, horizon, span: SPAN[period] };
	const demandKey = keyOf(request, packed, rest.gone);
	const key = `${method} ${horizon} of ${SPAN[period]} ${demandKey}`;
	const kept = (await db.getMeta('learned')) ?? [];
	let learned = kept.find((one) => one.key === key)?.learned;
	if (learned?.version !== 1) {
		const steps = learnSteps(panel, options);
		let step = steps.next();
		for (; !step.done; step = steps.next()) tell(READ + (1 - READ) * step.value);
		learned = step.value;
		await keep(db, { key, learned });
	}
	const table = forecastTable(panel, learned);
	// A part grows or does not, whatever it is counted by.
	if (period !== 'day') table.trends = packTrends(trendsOf(days()).map(({ label }) => label));
	return {
		key,
		demandKey,
		panel: demandKey === request.known ? null : packed,
		...rest,
		table,
		whole: pooledLines([...panel.items.keys()], table)
	};
}

/** A forest of one product alone, as the old app had it; null where its history is too short. */
export async function productForest(
	_: DeviceDb,
	{ history, horizon }: { history: Panel; horizon: number }
): Promise<MethodLine | null> {
	return ownForestLine(history, { ...OPTIONS, horizon });
}

/** All that the device knows of demand up to `today`, `YYYY-MM-DD`. */
export async function historyOf(db: DeviceDb, today: string): Promise<ShopHistory & { lines: DemandLine[] }> {
	const products = await productsOf(db);
	const readLine = lineReader(products);
	const lines: DemandLine[] = [];
	for (const { rows } of await db.sales.toArray())
		for (const sale of rows) {
			const line = readLine(sale);
			if (line) lines.push(line);
		}
	const movements = await db.movements.toArray();
	const { oneOffOrders: marked = [] } = (await db.getMeta('shop')) ?? {};
	const user = await currentUser(db);
	const oneOffOrders = applyToOneOffs(marked, user ? await outboxOf(db, user.username) : []);
	return { products, lines, movements, oneOffOrders, today: dayOf(today)! };
}

async function read(
	db: DeviceDb,
	{ period, today }: DemandRequest
): Promise<Omit<Demand, 'panel' | 'demandKey'> & { panel: Panel; days(): Panel }> {
	const history = await historyOf(db, today);
	const { lines, oneOffOrders, today: end } = history;
	const { panel } = shopPanel({ ...history, period });
	const gone = goneDemand({ ...history, period });
	const all = { ...panel, values: [...panel.values, gone] };
	return {
		panel,
		sum: sumOf(all, [...all.values.keys()], '').values[0]!,
		days: () => shopPanel(history).panel,
		bulk: bulkOrders(lines, { start: end - HISTORY_DAYS, end, oneOff: new Set(oneOffOrders) }),
		gone
	};
}

/** Forecasts that are kept, of few products: of more, reading them takes as long as learning. */
const KEPT = 6;

/** Keeps what was learnt for the next visit and for other tabs; that there is no room for it is no failure. */
async function keep(db: DeviceDb, fresh: KeptLearned): Promise<void> {
	if (fresh.learned.classes.length > FEW_PRODUCTS) return;
	await db
		.transaction('rw', db.meta, async () => {
			const others = ((await db.getMeta('learned')) ?? []).filter(({ key }) => key !== fresh.key);
			await db.setMeta('learned', [fresh, ...others].slice(0, KEPT));
		})
		.catch(() => {});
}

const keyOf = ({ period }: DemandRequest, panel: PackedPanel, gone: Float64Array) =>
	`${period} ${hashOf(panel, gone)}`;

/** Tells one demand from another (FNV-1a over its numbers and names). */
function hashOf({ items, lengths, values, end }: PackedPanel, gone: Float64Array): string {
	let hash = 0x811c9dc5;
	const mix = (word: number) => (hash = Math.imul(hash ^ word, 0x01000193));
	for (const word of new Uint32Array(values.buffer)) mix(word);
	for (const word of new Uint32Array(gone.buffer)) mix(word);
	for (const length of lengths) mix(length);
	for (const item of items) for (let at = 0; at < item.length; at++) mix(item.charCodeAt(at));
	mix(end);
	return (hash >>> 0).toString(16);
}

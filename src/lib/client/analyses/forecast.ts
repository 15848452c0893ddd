/** Demand and its forecast from the device's own rows, for the forecast page. */
import { dayOf, type Period } from '../../domain/forecast/calendar';
import { learnSteps, type ForecastOptions } from '../../domain/forecast/learn';
import { ownForestLine, pooledLines, type MethodLine } from '../../domain/forecast/lines';
import type { Panel } from '../../domain/forecast/panel';
import { lineReader, shopPanel } from '../../domain/forecast/shop-panel';
import { forecastTable, packPanel, type ForecastTable, type PackedPanel } from '../../domain/forecast/table';
import type { DemandLine } from '../../domain/forecast/demand';
import { loadCatalogue } from '../catalogue/load';
import type { DeviceDb, KeptLearned } from '../db/schema';

export interface DemandRequest {
	period: Period;
	/** The first day that is not known whole, `YYYY-MM-DD` in the shop's zone. */
	today: string;
}
export interface ForecastRequest extends DemandRequest {
	horizon: number;
}

export interface Forecast {
	/** Names the demand and what was asked of it: the same key, the same forecast. */
	key: string;
	panel: PackedPanel;
	table: ForecastTable;
	/** The methods' errors on all products together. */
	whole: MethodLine[];
}

/** Demand of every product up to the last whole period. */
export async function demand(db: DeviceDb, request: DemandRequest): Promise<PackedPanel> {
	return packPanel(await panelOf(db, request));
}

/** What the same seed gives here, the command line gives too. */
const OPTIONS: Omit<ForecastOptions, 'horizon'> = { method: 'auto', target: 'mean', level: 0.9, seed: 1 };

/** Share of the work before anything is learnt: reading. */
const READ = 0.05;

/** Demand, and the forecast of every product. What was learnt from the same demand is not learnt again. */
export async function forecast(
	db: DeviceDb,
	request: ForecastRequest,
	tell: (share: number) => void
): Promise<Forecast> {
	const panel = await panelOf(db, request);
	const packed = packPanel(panel);
	tell(READ);
	const options = { ...OPTIONS, horizon: request.horizon };
	const key = `${request.period} ${request.horizon} ${hashOf(packed)}`;
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
	return { key, panel: packed, table, whole: pooledLines([...panel.items.keys()], table) };
}

/** A forest of one product alone, as the old app had it; null where its history is too short. */
export async function productForest(
	_: DeviceDb,
	{ history, horizon }: { history: Panel; horizon: number }
): Promise<MethodLine | null> {
	return ownForestLine(history, { ...OPTIONS, horizon });
}

async function panelOf(db: DeviceDb, { period, today }: DemandRequest): Promise<Panel> {
	const loaded = await loadCatalogue(db, 0);
	const products = (loaded?.catalogue.list({ hidden: true }).ids ?? [])
		.sort()
		.flatMap((id) => loaded?.catalogue.product(id) ?? []);
	const read = lineReader(products);
	const lines: DemandLine[] = [];
	for (const { rows } of await db.sales.toArray())
		for (const sale of rows) {
			const line = read(sale);
			if (line) lines.push(line);
		}
	const movements = await db.movements.toArray();
	const { oneOffOrders = [] } = (await db.getMeta('shop')) ?? {};
	return shopPanel({ products, lines, movements, oneOffOrders, today: dayOf(today)!, period }).panel;
}

/** Forecasts that are kept, and the most products that they are kept for: beyond, reading them takes as long as learning. */
const KEPT = 6;
const FEW = 2000;

/** Keeps what was learnt for the next visit and for other tabs; that there is no room for it is no failure. */
async function keep(db: DeviceDb, fresh: KeptLearned): Promise<void> {
	if (fresh.learned.classes.length > FEW) return;
	await db
		.transaction('rw', db.meta, async () => {
			const others = ((await db.getMeta('learned')) ?? []).filter(({ key }) => key !== fresh.key);
			await db.setMeta('learned', [fresh, ...others].slice(0, KEPT));
		})
		.catch(() => {});
}

/** Tells one demand from another (FNV-1a over its numbers and names). */
function hashOf({ items, lengths, values, end }: PackedPanel): string {
	let hash = 0x811c9dc5;
	const mix = (word: number) => (hash = Math.imul(hash ^ word, 0x01000193));
	for (const word of new Uint32Array(values.buffer)) mix(word);
	for (const length of lengths) mix(length);
	for (const item of items) for (let at = 0; at < item.length; at++) mix(item.charCodeAt(at));
	mix(end);
	return (hash >>> 0).toString(16);
}

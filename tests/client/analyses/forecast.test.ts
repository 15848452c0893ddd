import { Dexie } from 'dexie';
import { IDBFactory, IDBKeyRange } from 'fake-indexeddb';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { forecast as command } from '../../../src/cli/commands/forecast';
import { forecast, productForest, type ForecastRequest } from '../../../src/lib/client/analyses/forecast';
import { trends } from '../../../src/lib/client/analyses/trends';
import { enqueue } from '../../../src/lib/client/db/outbox';
import { switchAccount } from '../../../src/lib/client/db/account';
import { DeviceDb } from '../../../src/lib/client/db/schema';
import { dateOf, dayOf } from '../../../src/lib/domain/forecast/calendar';
import { TREND_LABELS } from '../../../src/lib/domain/insights/trend';
import { seededRandom } from '../../../src/lib/domain/forecast/random';
import { forecastAt, packTrends, unpackPanel } from '../../../src/lib/domain/forecast/table';
import type { Sale } from '../../../src/lib/domain/sales/sale';
import { tableText } from '../../../src/lib/domain/sales/table-text';
import { demandFile } from '../../../src/routes/admin/forecast/files';

const TODAY = '2026-11-20';
const DAYS = 90;
const request: ForecastRequest = { period: 'day', horizon: 7, today: TODAY };
const own = { ...Dexie.dependencies };
let db: DeviceDb;

const saleOf = (productId: string, day: string, quantity: number, more: Partial<Sale> = {}): Sale => ({
	saleId: `${productId} ${day}`,
	date: `${day} 10:00:00`,
	orderId: `${productId} ${day}`,
	item: productId,
	quantity,
	price: 100,
	username: '',
	total: 100 * quantity,
	productId,
	...more
});

beforeEach(async () => {
	Object.assign(Dexie.dependencies, { indexedDB: new IDBFactory(), IDBKeyRange });
	db = new DeviceDb('pop');
	const ids = ['P1', 'P2', 'P3', 'never'];
	const columns = {
		productId: ids,
		name: ids.map((id) => `Name of ${id}`),
		section: ids.map(() => 'S'),
		price: ids.map(() => 100),
		stock: ids.map(() => 5),
		description: ids.map(() => '')
	};
	await db.chunks.put({ key: 'c', section: 'S', columns });
	await db.setMeta('catalogue', { epoch: 1, keys: ['c'], lastN: 0, foldedN: 0 });
	await db.setMeta('session', { user: { username: 'a', role: 'admin', email: '' } });
	const random = seededRandom(4);
	for (let day = dayOf(TODAY)! - DAYS; day <= dayOf(TODAY)!; day++) {
		const date = dateOf(day);
		const rows = ids.slice(0, 3).flatMap((id, place) => {
			const sold = Math.floor((place + 2) * random() * (day % 7 ? 1 : 2));
			return sold ? [saleOf(id, date, sold)] : [];
		});
		await db.sales.put({ day: date, rows });
	}
});
afterEach(() => {
	db.close();
	Object.assign(Dexie.dependencies, own);
});

const run = async (asked = request) => {
	const shares: number[] = [];
	const result = await forecast(db, asked, (share) => shares.push(share));
	return { ...result, shares, panel: unpackPanel(result.panel!) };
};

test('the command line forecasts the same from the demand that the page exports, to nine digits', async () => {
	// A week is the beginning of what is forecast of four.
	const { panel, table } = await run();
	const [header, ...rows] = demandFile(panel);
	const folder = mkdtempSync(join(tmpdir(), 'pop demand '));
	writeFileSync(join(folder, 'demand.csv'), tableText(header!.map(String), rows));
	let stdout = '';
	const io = { stdout: (text: string) => void (stdout += text), stderr: () => {}, env: {}, cwd: folder };
	expect(await command.run(['--series', 'demand.csv', '--horizon', '28', '--json'], io)).toBe(0);
	rmSync(folder, { recursive: true });
	const { items, from } = JSON.parse(stdout) as {
		from: string;
		items: ({ item: string; method: string } & Record<'forecast' | 'lower' | 'upper', (number | null)[]>)[];
	};
	expect(from).toBe(TODAY);
	expect(items.map(({ item }) => item)).toEqual(panel.items);
	const digits = (values: Float64Array) =>
		Array.from(values, (v) => (Number.isNaN(v) ? null : Math.round(v * 1e9) / 1e9));
	items.forEach((item, place) => {
		const here = forecastAt(table, panel, place);
		expect(item.method).toBe(here.method);
		for (const name of ['forecast', 'lower', 'upper'] as const)
			expect(item[name].slice(0, 7)).toEqual(digits(here[name]));
	});
});

test('the demand that the page holds is not handed over again, another is', async () => {
	const { demandKey, panel } = await run();
	const ask = async (known: string) => (await forecast(db, { ...request, known }, () => {})).panel;
	expect(await ask(demandKey)).toBeNull();
	expect(unpackPanel((await ask('another'))!)).toEqual(panel);
});

test('tells how far it is; the same demand is not learnt again, another is, a broken one too', async () => {
	const first = await run();
	expect(first.shares.length).toBeGreaterThan(5);
	expect(first.shares).toEqual(first.shares.toSorted((a, b) => a - b));
	const again = await run();
	expect(again.shares).toHaveLength(1);
	expect(again).toMatchObject({ key: first.key, table: first.table });

	await db.sales.put({ day: TODAY, rows: [saleOf('P1', TODAY, 500)] });
	expect((await run()).key, 'today is not over').toBe(first.key);
	await db.sales.put({ day: '2026-11-19', rows: [saleOf('P1', '2026-11-19', 500)] });
	const other = await run();
	expect(other.key).not.toBe(first.key);
	expect(other.shares.length).toBeGreaterThan(5);

	await db.setMeta('learned', [{ key: other.key, learned: { version: 0 } as never }]);
	expect((await run()).table).toEqual(other.table);
	expect((await run({ ...request, horizon: 3 })).table.options.horizon).toBe(3);
	expect((await db.getMeta('learned'))!).toHaveLength(2);

	await switchAccount(db, null);
	expect(await db.getMeta('learned')).toBeUndefined();
});

test('weeks and months; a product that never sold; none at all', async () => {
	const weeks = await run({ period: 'week', horizon: 2, today: TODAY });
	expect(weeks.panel.values[0]!.length).toBeLessThan(14);
	const { panel, table } = await run({ period: 'month', horizon: 1, today: TODAY });
	expect(forecastAt(table, panel, panel.items.indexOf('never')).forecast).toEqual(Float64Array.of(0));
	await db.sales.clear();
	const empty = await run();
	expect(empty.panel.values.every((history) => history.length === 0)).toBe(true);
	await db.setMeta('catalogue', { epoch: 0, keys: [], lastN: 0, foldedN: 0 });
	expect((await run()).panel.items).toEqual([]);
});

test('an order out of all proportion is named, and left out as soon as it is marked on this device', async () => {
	await db.sales.put({ day: '2026-11-10', rows: [saleOf('P1', '2026-11-10', 500, { orderId: 'BIG' })] });
	const { bulk, key } = await run();
	expect(bulk).toMatchObject([{ item: 'P1', orderId: 'BIG', units: 500 }]);
	const mark = { name: 'markOneOff', args: { orderId: 'BIG', oneOff: true } } as const;
	await enqueue(db, 'a', [mark], '2026-11-20T08:00:00.000Z');
	const marked = await run();
	expect(marked.bulk).toEqual([]);
	expect(marked.key).not.toBe(key);
	expect(Math.max(...marked.panel.values[0]!.filter((units) => units > 0))).toBeLessThan(500);
});

test('what was sold of a part that is gone stays in the past of the shop', async () => {
	const gone = saleOf('gone', '2026-11-17', 4, { productId: undefined });
	const back = { ...gone, saleId: 'back', quantity: -1, kind: 'return' as const };
	const { rows } = (await db.sales.get('2026-11-18'))!;
	await db.sales.put({ day: '2026-11-18', rows: [...rows, back] });
	await db.sales.put({ day: '2026-11-17', rows: [gone] });
	expect((await run()).gone).toEqual(Float64Array.of(3, 0, 0));
});

test('a part grows or does not, whatever page says so, and by whatever its demand is counted', async () => {
	for (let back = 1; back <= DAYS; back++) {
		const day = dateOf(dayOf(TODAY)! - back);
		const { rows } = (await db.sales.get(day)) ?? { rows: [] };
		await db.sales.put({ day, rows: [...rows, saleOf('never', day, 1 + Math.floor((DAYS - back) / 7))] });
	}
	const found = await trends(db, { today: TODAY, end: TODAY });
	const labels = Array.from(found.labels, (label) => TREND_LABELS[label]!);
	expect(labels[found.items.indexOf('never')]).toBe('growing');
	for (const period of ['day', 'week', 'month'] as const)
		expect((await run({ period, horizon: 3, today: TODAY })).table.trends).toEqual(packTrends(labels));
	const weeks = found.weeks.subarray(12 * found.items.indexOf('never')).subarray(0, 12);
	expect(found.slopes[found.items.indexOf('never')]).toBeCloseTo(7, 9);
	expect(weeks[11]! - weeks[0]!).toBe(77);
	const before = await trends(db, { today: TODAY, end: dateOf(dayOf(TODAY)! - 50) });
	expect(TREND_LABELS[before.labels[found.items.indexOf('never')]!]).toBe('not enough data');
});

test('a product of its own has a forest only where every moment of the backtest can train one', async () => {
	const { panel } = await run();
	const only = (last: number) => ({ ...panel, items: ['P1'], values: [panel.values[0]!.slice(-last)] });
	const line = await productForest(db, { history: only(200), horizon: 2 });
	expect(line).toMatchObject({ id: 'rf', label: 'Forest of the product', metrics: { origins: 4 } });
	expect(line!.path).toHaveLength(2);
	expect(await productForest(db, { history: only(62), horizon: 2 })).toBeNull();
	expect(await productForest(db, { history: only(1), horizon: 2 })).toBeNull();
});

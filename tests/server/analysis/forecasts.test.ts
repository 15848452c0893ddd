import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { dateOf, dayOf } from '../../../src/lib/domain/forecast/calendar';
import { FEW_PRODUCTS, type ProductForecast } from '../../../src/lib/domain/forecast/kept';
import { seededRandom } from '../../../src/lib/domain/forecast/random';
import type { Sale } from '../../../src/lib/domain/sales/sale';
import { AnalystClosed, createAnalyst, type Analyst } from '../../../src/lib/server/analysis/analyst';
import { catchUp, keepForecasts, refreshForecasts } from '../../../src/lib/server/analysis/forecasts';
import type { ShopForecast } from '../../../src/lib/server/analysis/forecast-shop';
import { alone } from '../../../src/lib/server/analysis/lease';
import { createMirror } from '../../../src/lib/server/csv/mirror';
import { journal } from '../../../src/lib/server/imports/journal';
import { products } from '../../../src/lib/server/store/products';
import { records } from '../../../src/lib/server/store/records';
import { sales } from '../../../src/lib/server/store/sales';
import { shops } from '../../../src/lib/server/store/shop';
import { state } from '../../../src/lib/server/store/state';
import { movements, purchases, stocks } from '../../../src/lib/server/store/stock';
import type { Store } from '../../../src/lib/server/store/store';
import { openers } from '../../helpers/store';

const DAY = 86_400_000;
const TODAY = dayOf('2026-03-20')!;
let store: Store;
let dataDir: string;
let now: number;
/** What the analyst was asked, and how often it learnt. */
let asked: { learnt: boolean }[];
let analyst: Analyst;

beforeEach(async () => {
	store = await openers.sqlite();
	dataDir = mkdtempSync(join(tmpdir(), 'pop-forecasts-'));
	now = TODAY * DAY + DAY / 2;
	asked = [];
	const own = createAnalyst(null);
	analyst = {
		...own,
		async run(name, input) {
			const found = await own.run(name, input);
			if (name === 'forecasts') asked.push({ learnt: (found as ShopForecast).model !== null });
			return found;
		}
	};
});
afterEach(async () => {
	await store.close();
	rmSync(dataDir, { recursive: true });
});

const refresh = (over = {}) => refreshForecasts({ store, analyst, dataDir, now: () => now, ...over });
const rows = () => store.read((tx) => records.all(tx, 'forecasts'));
const rowOf = async (productId: string) => (await rows()).find((row) => row.productId === productId)!;
const suggestions = () => store.read((tx) => records.all(tx, 'reorder'));
const learnt = () => asked.map((one) => one.learnt);
const model = () => join(dataDir, 'models', 'rf_all-products.json');

const part = (productId: string, name: string, over = {}) => ({
	productId,
	name,
	section: 'Brake',
	price: 100,
	stock: 9,
	description: '',
	...over
});
function sale(day: number, item: string, quantity = 1, over: Partial<Sale> = {}): Sale {
	return {
		saleId: '',
		date: `${dateOf(day)} 10:00:00`,
		orderId: '',
		item,
		quantity,
		price: 100,
		username: 'ann',
		total: 100 * quantity,
		...over
	};
}
/** A hundred days of two pads a day and a disc every tenth. */
const history = (): Sale[] =>
	Array.from({ length: 100 }, (_, back) => back + 1).flatMap((back) => [
		sale(TODAY - back, 'Pad', 2, { productId: 'P1' }),
		...(back % 10 === 0 ? [sale(TODAY - back, 'Disc', 1, { productId: 'P2' })] : [])
	]);
const fill = (sold = history(), parts = [part('P1', 'Pad'), part('P2', 'Disc')]) =>
	store.write(async (tx) => {
		await products.insertAll(tx, parts);
		await sales.insertAll(tx, sold);
	});

test('forecasts, suggestions and their files follow the sales', async () => {
	await fill();
	await store.write(async (tx) => {
		await stocks.insertAll(tx, [{ category: 'Brake', item: 'Pad', stock: 3, price: 0 }]);
		await purchases.insertAll(tx, []);
	});
	const mirror = createMirror({ store, folder: dataDir });
	await mirror.start();
	await refresh();
	await mirror.stop();

	const pad = await rowOf('P1');
	expect(pad).toMatchObject({ from: '2026-03-20', period: 'day', demandClass: 'smooth', track: null });
	expect(pad.forecast).toHaveLength(28);
	expect(pad.total.forecast).toBeCloseTo(56, 0);
	expect(pad.metrics!.mae).toBeLessThan(0.1);
	expect(pad.others.map(({ method }) => method)).toEqual(['ema', 'sma', 'forest']);
	const whole = await rowOf('');
	expect(whole.total.forecast).toBeCloseTo(pad.total.forecast + (await rowOf('P2')).total.forecast, 1);

	expect(await suggestions()).toMatchObject([
		{ productId: 'P1', stock: 9, reserve: 3, flag: 'Reorder needed' },
		{ productId: 'P2', stock: 9, reserve: 0, flag: 'Stable' }
	]);
	const lines = readFileSync(join(dataDir, 'reorder_suggestions.csv'), 'utf8').split('\n');
	expect(lines[0]).toMatch(/^Item,Predicted_Demand,Current_Stock,Reorder_Flag,/);
	expect(lines[1]).toMatch(/^Pad,14,9,Yes,/);
	expect(lines[2]).toMatch(/^Disc,1,9,No,/);
	const metrics = readFileSync(join(dataDir, 'forecast_metrics.csv'), 'utf8').split('\n');
	expect(metrics[0]).toMatch(/^Product,Model,MAE,RMSE,MAPE,/);
	expect(metrics.filter((line) => line.startsWith('Pad,'))).toHaveLength(4);
});

test('a part of a few days is neither forecast nor bought', async () => {
	const few = [1, 2, 3].map((back) => sale(TODAY - back, 'Horn', 5, { productId: 'P3' }));
	await fill(
		[...history(), ...few],
		[part('P1', 'Pad'), part('P2', 'Disc'), part('P3', 'Horn', { stock: 1 })]
	);
	const mirror = createMirror({ store, folder: dataDir });
	await mirror.start();
	await refresh();
	await mirror.stop();
	expect((await rows()).map(({ productId }) => productId)).toEqual(['', 'P1', 'P2']);
	expect((await suggestions()).find(({ productId }) => productId === 'P3')).toMatchObject({
		flag: 'No reorder needed',
		reason: 'Not forecast: never sold, or known for fewer than 7 days.'
	});
	expect(readFileSync(join(dataDir, 'reorder_suggestions.csv'), 'utf8')).toContain('Horn,0,1,No,0,');
	expect(readFileSync(join(dataDir, 'forecast_metrics.csv'), 'utf8')).not.toContain('Horn');
});

test('on PostgreSQL as on SQLite, rows as they were and more than one page of sales', async () => {
	const many = Array.from({ length: 1500 }, (_, k) =>
		sale(TODAY - 1 - (k % 90), 'Pad', 1, { productId: 'P1' })
	);
	await fill(many);
	await refresh();
	const found = await rows();
	await store.close();
	store = await openers.postgres();
	await fill(many);
	await refresh({ dataDir: join(dataDir, 'other') });
	expect(await rows()).toEqual(found);
	await refresh();
	now += DAY;
	await refresh();
	expect((await rowOf('P1')).from).toBe('2026-03-21');
	expect(learnt()).toEqual([true, true, true]);
});

test('nothing is done again on the same day; a new day learns anew, as a page does', async () => {
	await fill();
	await refresh();
	await refresh();
	now += DAY;
	await refresh();
	expect(learnt()).toEqual([true, true]);
});

/** A shop that is not learnt in seconds. */
const largeShop = () => [
	part('P1', 'Pad'),
	part('P2', 'Disc'),
	...Array.from({ length: FEW_PRODUCTS }, (_, k) => part(`X${k}`, `Bolt ${k}`))
];

test('in a large shop a new day goes by what was learnt, for a week', async () => {
	await fill(history(), largeShop());
	await refresh();
	const { version } = store;
	await refresh();
	expect(asked).toEqual([{ learnt: true }]);
	expect(store.version).toBe(version);
	for (let day = 1; day <= 7; day++) {
		now += DAY;
		await refresh();
	}
	expect(learnt()).toEqual([true, ...Array(6).fill(false), true]);
	expect((await rowOf('P1')).from).toBe('2026-03-27');
});

test('a model that is missing, broken, changed or older is learnt anew; other files stay', async () => {
	await fill();
	await refresh();
	const good = readFileSync(model(), 'utf8');
	expect(good.length).toBeLessThan(2_000_000);
	await mkdir(join(dataDir, 'models'), { recursive: true });
	writeFileSync(join(dataDir, 'models', 'rf_model_Pad.joblib'), 'old');
	for (const broken of [
		'',
		'{',
		good.slice(0, good.length / 2),
		good.replace(/"origins":\d+/, '"origins":99'),
		good.replace('"version":1', '"version":0')
	]) {
		writeFileSync(model(), broken);
		now += DAY;
		await refresh();
		expect(asked.at(-1)).toEqual({ learnt: true });
		expect(readFileSync(model(), 'utf8')).not.toBe(broken);
	}
	rmSync(model());
	now += DAY;
	await refresh();
	expect(existsSync(model())).toBe(true);
	expect(readFileSync(join(dataDir, 'models', 'rf_model_Pad.joblib'), 'utf8')).toBe('old');
});

test('a start makes up for a model that is missing or broken, and leaves a whole one be', async () => {
	await fill();
	const start = () => catchUp({ store, analyst, dataDir, now: () => now });
	await start();
	const good = readFileSync(model(), 'utf8');
	await start();
	expect(learnt()).toEqual([true]);
	writeFileSync(model(), good.slice(1));
	await start();
	expect(readFileSync(model(), 'utf8')).toBe(good);
	rmSync(model());
	await start();
	expect(readFileSync(model(), 'utf8')).toBe(good);
	expect(learnt()).toEqual([true, true, true]);
});

test('what the kept model says is what the learnt one said', async () => {
	await fill();
	await refresh();
	const before = await rows();
	await store.write((tx) => state.remove(tx, 'forecastsOf'));
	await refresh();
	expect(learnt()).toEqual([true, false]);
	expect(await rows()).toEqual(before);
});

test('an import is looked at once it is complete, and learnt from', async () => {
	await fill();
	await refresh();
	const entry = { importId: 'i1', table: 'sales', mode: 'merge', username: 'boss', at: now } as const;
	await store.write((tx) => journal.begin(tx, entry));
	now += DAY;
	await refresh();
	expect(asked).toHaveLength(1);
	const counts = { rows: 1, inserted: 1, updated: 0, unchanged: 0, deleted: 0, rejected: 0, unmatched: 0 };
	await store.write((tx) => journal.finish(tx, 'i1', counts));
	await refresh();
	await refresh();
	expect(asked).toEqual([{ learnt: true }, { learnt: true }]);
	await store.write((tx) => journal.undone(tx, 'i1'));
	await refresh();
	expect(asked).toHaveLength(3);
});

test('a one-off order is no demand once it is marked, and the service level moves the suggestions', async () => {
	const bulk = sale(TODAY - 3, 'Disc', 400, { productId: 'P2', orderId: 'fleet' });
	await fill([...history(), bulk]);
	await refresh();
	const before = await rowOf('P2');
	const set = (changes: object) =>
		store.write(async (tx) => {
			const file = await shops.get(tx);
			await shops.save(tx, { ...file, shop: { ...file.shop, ...changes } });
		});
	await set({ oneOffOrders: ['fleet', 'unknown'] });
	await refresh();
	const after = await rowOf('P2');
	expect(before.total.forecast).toBeGreaterThan(2 * after.total.forecast);
	const pointOf = async () => (await suggestions()).find(({ productId }) => productId === 'P2')!.reorderPoint;
	const point = await pointOf();
	await set({ serviceLevel: 0.9999 });
	await refresh();
	expect(await pointOf()).toBeGreaterThan(point);
});

test('the exponential average where the owner prefers it', async () => {
	await fill();
	await refresh();
	const before = await rowOf('P2');
	await store.write(async (tx) => {
		const file = await shops.get(tx);
		await shops.save(tx, { ...file, shop: { ...file.shop, forecastMethod: 'ema' } });
	});
	await refresh();
	const after = await rowOf('P2');
	expect([before.method, after.method]).not.toContain('');
	expect(before.method).not.toBe('ema');
	expect(after).toMatchObject({ method: 'ema', reason: 'Exponential average, as asked for.' });
	expect(after.total.forecast).not.toBe(before.total.forecast);
	expect(learnt()).toEqual([true, true]);
});

test('two processes: one does it, and the other does not do it again', async () => {
	await fill();
	await Promise.all([refresh(), refresh(), refresh()]);
	expect(asked).toHaveLength(1);
});

test('whoever gets the lease looks again whether the work is still due', async () => {
	let done = 0;
	const work = async () => void done++;
	for (const due of [false, true])
		await alone(
			store,
			'work',
			() => now,
			async () => due,
			work
		);
	expect(done).toBe(1);
});

test('what a process left when it died is taken up once its lease has run out', async () => {
	await fill();
	await store.write((tx) => state.set(tx, 'lease:forecasts', { owner: 'dead', until: now + 1000 }));
	await refresh();
	expect(asked).toHaveLength(0);
	now += 1001;
	await refresh();
	expect(asked).toHaveLength(1);
});

test('a run that fails leaves the lease free and what was kept as it was', async () => {
	await fill();
	await refresh();
	const before = await rows();
	now += DAY;
	const broken: Analyst = { ...analyst, run: () => Promise.reject(new Error('no memory')) };
	await expect(refresh({ analyst: broken })).rejects.toThrow('no memory');
	expect(await rows()).toEqual(before);
	await refresh();
	expect((await rowOf('P1')).from).toBe('2026-03-21');
});

test('forecasts that were shown are scored as their days come', async () => {
	await fill();
	await refresh();
	for (let day = 0; day < 9; day++) {
		await store.write((tx) => sales.insertAll(tx, [sale(TODAY + day, 'Pad', 4, { productId: 'P1' })]));
		now += DAY;
		await refresh();
		if (day === 0) expect((await rowOf('P1')).track).toMatchObject({ forecasts: 1, periods: 1, mae: 2 });
	}
	const pad = (await rowOf('P1')).track!;
	// The second week's forecast was made after seven days of more than was expected.
	expect(pad).toMatchObject({ forecasts: 2, periods: 9 });
	expect(pad.bias).toBeLessThan(-0.3);
	expect((await rowOf('')).track).toMatchObject({ forecasts: 4, periods: 18 });
	const weeks = () => store.read((tx) => state.keys(tx, 'shown:'));
	expect(await weeks()).toEqual(['shown:2026-03-20', 'shown:2026-03-27']);
	await store.write(async (tx) => {
		for (let week = 0; week < 40; week++) await state.set(tx, `shown:2025-01-${week + 10}`, '{');
	});
	now += 7 * DAY;
	await refresh();
	expect((await weeks()).length).toBe(26);
	expect((await rowOf('P1')).track).toMatchObject({ forecasts: 2 });
});

test('a product that goes takes its rows along, one that comes gets some, one that is renamed keeps its own', async () => {
	await fill(
		[...history(), ...history().map((old) => ({ ...old, item: 'Old horn', productId: undefined }))],
		largeShop()
	);
	await refresh();
	await store.write(async (tx) => {
		await products.remove(tx, ['P1']);
		await products.insertAll(tx, [part('P3', 'Horn', { formerNames: ['Old horn'] })]);
	});
	now += DAY;
	await refresh();
	expect(asked.at(-1)).toEqual({ learnt: false });
	expect((await rows()).map(({ productId }) => productId)).toEqual(['', 'P2', 'P3']);
	expect((await suggestions()).slice(0, 2).map(({ productId }) => productId)).toEqual(['P2', 'P3']);
	expect((await rowOf('P3')).total.forecast).toBeGreaterThan(20);
});

test('days without stock are not taken for days without demand', async () => {
	const sold = history().filter(({ productId, date }) => productId === 'P1' && date < '2026-02-20');
	await fill(sold, [part('P1', 'Pad', { stock: 0 })]);
	await refresh();
	expect((await rowOf('P1')).total.forecast).toBeCloseTo(56, 0);
	expect((await suggestions())[0]).toMatchObject({ flag: 'Reorder needed', daysOfCover: 0 });
});

describe('kept in step', () => {
	const MINUTE = 60_000;
	const failures: unknown[] = [];
	let trouble: Error | null;
	let runs: number;
	const keep = () => {
		const shaky: Analyst = {
			...analyst,
			run(name, input) {
				runs++;
				return trouble ? Promise.reject(trouble) : analyst.run(name, input);
			}
		};
		return keepForecasts({ store, analyst: shaky, dataDir, now: () => now }, (error) => failures.push(error));
	};
	const turn = () => new Promise(setImmediate);
	async function until(isSo: () => boolean | Promise<boolean>): Promise<void> {
		const start = performance.now();
		while (!(await isSo()) && performance.now() - start < 10_000) await turn();
	}
	/** Until so many runs are over. */
	async function over(count: number): Promise<void> {
		await until(() => runs >= count);
		await until(async () => !(await store.read((tx) => state.get(tx, 'lease:forecasts'))));
		for (let turns = 0; turns < 20; turns++) await turn();
	}
	async function pass(ms: number): Promise<void> {
		vi.advanceTimersByTime(ms);
		for (let turns = 0; turns < 20; turns++) await turn();
	}
	beforeEach(async () => {
		vi.useFakeTimers({ toFake: ['setTimeout', 'setInterval', 'clearTimeout', 'clearInterval'] });
		failures.length = 0;
		trouble = null;
		runs = 0;
		await fill([sale(TODAY - 5, 'Pad', 1, { productId: 'P1' })]);
	});
	afterEach(() => vi.useRealTimers());

	test('soon after the start, and on the first minute of a day', async () => {
		const keeper = keep();
		await pass(19_000);
		expect(runs).toBe(0);
		await pass(1000);
		await over(1);
		await pass(10 * MINUTE);
		expect(runs).toBe(1);
		now += DAY;
		await pass(MINUTE);
		await over(2);
		expect(runs).toBe(2);
		await keeper.stop();
		now += DAY;
		await pass(10 * MINUTE);
		expect(runs).toBe(2);
	});

	test('a failure is told, and tried again after an hour', async () => {
		trouble = new Error('no memory');
		const keeper = keep();
		await pass(MINUTE);
		await over(1);
		for (let minute = 0; minute < 58; minute++) await pass(MINUTE);
		expect(failures).toEqual([trouble]);
		for (let minute = 0; minute < 4; minute++) await pass(MINUTE);
		await over(2);
		expect(failures).toHaveLength(2);
		await keeper.stop();
	});

	test('what ends because the shop closes is no failure', async () => {
		trouble = new AnalystClosed();
		const keeper = keep();
		await pass(MINUTE);
		await over(1);
		await keeper.stop();
		expect([runs, failures]).toEqual([1, []]);
	});
});

const odd: Record<string, Sale[]> = {
	'no sales': [],
	'one sale': [sale(TODAY - 5, 'Pad', 1, { productId: 'P1' })],
	'a sale of today': [sale(TODAY, 'Pad', 1, { productId: 'P1' })],
	'future dates': [sale(TODAY + 4000, 'Pad', 9, { productId: 'P1' })],
	'dates that are none': [sale(0, 'Pad', 3, { productId: 'P1', date: 'yesterday' })],
	'a thousand at one instant': Array.from({ length: 1000 }, () =>
		sale(TODAY - 9, 'Pad', 1, { productId: 'P1' })
	),
	'enormous quantities': [1, 2, 3, 4, 5].map((back) =>
		sale(TODAY - back * 9, 'Pad', 1e12, { productId: 'P1' })
	),
	'returns alone': [1, 2, 3].map((back) => sale(TODAY - back, 'Pad', -4, { productId: 'P1', orderId: 'o' })),
	'gaps of twenty years': [
		sale(TODAY - 7300, 'Pad', 1, { productId: 'P1' }),
		sale(TODAY - 1, 'Pad', 1, { productId: 'P1' })
	],
	'the year 1': [sale(TODAY - 1, 'Pad', 1, { productId: 'P1', date: '0001-01-01 00:00:00' })]
};
for (const [what, sold] of Object.entries(odd))
	test(`odd sales: ${what}`, async () => {
		await fill(sold);
		await refresh();
		const found = await rows();
		expect(found[0]!.productId).toBe('');
		for (const row of found) {
			expect(row.forecast).toHaveLength(28);
			for (const units of [...row.forecast, row.total.forecast]) expect(units).toBeGreaterThanOrEqual(0);
		}
		expect(await suggestions()).toHaveLength(2);
	});

test('a shop without products has nothing to say, and odd stock and movements stop nothing', async () => {
	await refresh();
	expect(await rows()).toEqual([]);
	expect(existsSync(join(dataDir, 'reorder_suggestions.csv'))).toBe(false);
	await fill(history(), [
		part('P1', 'Pad', { stock: 0, reorderPoint: 3 }),
		part('P2', 'Disc', { packSize: 0 })
	]);
	await store.write((tx) =>
		movements.insertAll(tx, [
			{
				movementId: '',
				date: 'no date',
				productId: 'P1',
				delta: 5,
				reason: 'opening',
				reference: '',
				username: '',
				note: ''
			}
		])
	);
	now += DAY;
	await refresh();
	expect(await suggestions()).toHaveLength(2);
});

test('the same sales are forecast the same, in whatever order the products stand', async () => {
	const parts = Array.from({ length: 30 }, (_, k) => part(`P${k}`, `Part ${k}`));
	const random = seededRandom(2);
	const sold = parts.flatMap(({ productId, name }, k) =>
		Array.from({ length: 120 }, (_, back) => back + 1).flatMap((back) => {
			const units = Math.floor(random() * (1 + (k % 5)));
			return units ? [sale(TODAY - back, name, units, { productId })] : [];
		})
	);
	await fill(sold, parts);
	await refresh();
	const byId = (found: ProductForecast[]) => new Map(found.map((row) => [row.productId, row]));
	const found = byId(await rows());
	expect(found.get('P1')!.method).toContain('forest');
	await store.close();
	store = await openers.sqlite();
	await fill(sold, parts.toReversed());
	await refresh({ dataDir: join(dataDir, 'other') });
	expect(byId(await rows())).toEqual(found);
});

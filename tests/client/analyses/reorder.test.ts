import { IDBFactory, IDBKeyRange } from 'fake-indexeddb';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { keptForecasts } from '../../../src/lib/client/analyses/kept-forecasts';
import { replayPast } from '../../../src/lib/client/analyses/replay';
import { storeChunks, useChunks } from '../../../src/lib/client/db/catalogue';
import { DeviceDb } from '../../../src/lib/client/db/schema';
import { toColumns } from '../../../src/lib/domain/catalogue/columns';
import { dateOf, dayOf } from '../../../src/lib/domain/forecast/calendar';
import type { ProductForecast } from '../../../src/lib/domain/forecast/kept';
import { keptError, madeOn } from '../../../src/lib/domain/forecast/kept-table';
import { defaultPolicy } from '../../../src/lib/domain/inventory/suggest';

let db: DeviceDb;
beforeEach(() => {
	db = new DeviceDb('pop', { indexedDB: new IDBFactory(), IDBKeyRange });
});
afterEach(() => db.close());

const today = dayOf('2026-03-01')!;
const row = (productId: string, units: number, rmse: number | null) =>
	({
		productId,
		from: '2026-03-01',
		forecast: new Array(28).fill(units),
		lower: [],
		upper: [],
		total: { forecast: 28 * units, lower: null, upper: null },
		metrics: rmse === null ? null : { origins: 1, rmse }
	}) as unknown as ProductForecast;

test('kept forecasts come in blocks, without the whole shop', async () => {
	expect(await keptForecasts(db)).toMatchObject({ items: [] });
	for (const one of [row('', 5, null), row('P1', 2, 1.5), row('P2', 3, null)])
		await db.forecasts.put(one, one.productId);
	const table = await keptForecasts(db);
	expect([table.items, madeOn(table, 0)]).toEqual([['P1', 'P2'], '2026-03-01']);
	expect([table.forecast[27], table.forecast[28], table.forecast.length]).toEqual([2, 3, 56]);
	expect([keptError(table, 0), keptError(table, 1)]).toEqual([1.5, null]);
});

test('the past is played from the shelf as it was, and progress is told', async () => {
	const pad = { productId: 'P1', name: 'Pad', section: 'Brake', price: 100, description: '', cost: 50 };
	await storeChunks(db, [{ key: 'a', section: 'Brake', columns: toColumns([{ ...pad, stock: 7 }]) }]);
	await useChunks(db, ['a'], { storeId: 's', cursor: 'c', account: null, role: null, fresh: false });
	for (let ago = 60; ago > 0; ago--) {
		const date = `${dateOf(today - ago)} 10:00:00`;
		const sale = { saleId: String(ago), date, orderId: `O${ago}`, item: 'Pad', productId: 'P1', quantity: 2 };
		await db.sales.put({ day: date.slice(0, 10), rows: [{ ...sale, price: 100, username: '', total: 200 }] });
	}
	const moved = (ago: number, delta: number, reason: string) => ({
		movementId: `${ago} ${reason}`,
		date: `${dateOf(today - ago)} 08:00:00`,
		productId: 'P1',
		delta,
		reason,
		reference: '',
		username: '',
		note: ''
	});
	for (const movement of [moved(61, 27, 'opening'), moved(20, 100, 'receipt'), moved(3, 5, 'import')])
		await db.movements.put(movement, movement.movementId);
	const shares: number[] = [];
	// Ten days ago the shelf held what is there now and what was sold since.
	const result = await replayPast(
		db,
		{ policy: { ...defaultPolicy, leadTimeFactor: 100 }, days: 10, today },
		(share) => shares.push(share)
	);
	expect(result).toMatchObject({ products: 1, productDays: 10 });
	expect(result.policy).toMatchObject({ asked: 20, sold: 20, stockOutDays: 0 });
	expect(result.policy.averageStock).toBeCloseTo(7 + 20 - 11, 9);
	expect(result.policy.averageValue).toBeCloseTo(50 * 16, 9);
	expect(shares.every((share) => share >= 0 && share <= 1) && shares.length > 0).toBe(true);
});

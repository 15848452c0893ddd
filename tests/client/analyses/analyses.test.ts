import { IDBFactory, IDBKeyRange } from 'fake-indexeddb';
import { expect, test } from 'vitest';
import { insights } from '../../../src/lib/client/analyses/insights';
import { rules, rulesFile } from '../../../src/lib/client/analyses/rules';
import { DeviceDb } from '../../../src/lib/client/db/schema';
import type { Sale } from '../../../src/lib/domain/sales/sale';
import { rulesAbove } from '../../../src/lib/domain/basket/table';

/** A device with a day of sales for each list of orders. */
async function device(...days: string[][][]): Promise<DeviceDb> {
	const db = new DeviceDb('pop', { indexedDB: new IDBFactory(), IDBKeyRange });
	await db.sales.bulkPut(
		days.map((orders, at) => {
			const day = `2026-01-${String(at + 1).padStart(2, '0')}`;
			const rows = orders.flatMap((items, order) =>
				items.map((item, i): Sale => ({
					saleId: `${at}-${order}-${i}`,
					date: `${day} 10:00:00`,
					orderId: `${at}-${order}`,
					item,
					quantity: 1,
					price: 100,
					username: 'ann',
					total: 100,
					// An old line names its product alone.
					...(order > 0 && { productId: item })
				}))
			);
			return { day, rows };
		})
	);
	return db;
}
const all = { minCount: 0, minConfidence: 0, minLift: 0, maxP: 1, withRedundant: true };
const day = [['pads', 'disc'], ['pads', 'disc', 'fluid'], ['oil'], ['oil']];

test('rules come from every day of the device, and the file holds those above the thresholds', async () => {
	const shares: number[] = [];
	const db = await device(...Array.from({ length: 40 }, () => day));
	const found = await rules(db, { maxLength: 3, budgetMs: 60_000 }, (share) => shares.push(share));
	expect(found.table.transactions).toBe(160);
	expect(found.leftOut).toBeUndefined();
	expect(rulesAbove(found.table, found.orders.count, all).total).toBe(12);
	expect([...shares].sort((a, b) => a - b)).toEqual(shares);

	const names = new Map([['pads', 'Brake pads, front']]);
	const thresholds = { ...all, minConfidence: 1, withRedundant: false };
	const text = await rulesFile(db, { found, order: 'count', thresholds, names });
	const [header, ...lines] = text.trim().split('\n');
	expect(header).toContain('conviction,zhang,kulczynski,imbalance,fisher_p,holm_p,redundant');
	expect(lines.map((line) => line.slice(0, 34)).sort()).toEqual(
		expect.arrayContaining([expect.stringMatching(/^"Brake pads, front",disc,80,80,80,/)])
	);
	expect(lines).toHaveLength(rulesAbove(found.table, found.orders.count, thresholds).total);
});

test('a search that runs out of time says what it left out', async () => {
	const orders = Array.from({ length: 30 }, (_, order) =>
		Array.from({ length: 22 }, (_, item) => `part ${(order + item) % 24}`)
	);
	const { leftOut } = await rules(await device(orders), { maxLength: 12, budgetMs: 0 }, () => {});
	expect(leftOut).toMatchObject({ reason: 'stopped' });
});

test('insights of a device without sales, and without a catalogue', async () => {
	const query = { stretch: { from: '2026-01-01', to: '2026-02-01' }, now: '2026-02-01 09:00:00' };
	expect((await insights(await device(), query, () => {})).lines).toBe(0);
	const found = await insights(await device(day, day), query, () => {});
	expect(found.total).toEqual({ revenue: 1400, units: 14, orders: 8 });
	expect(found.byUnits.map(({ productId, units }) => `${productId} ${units}`)).toEqual([
		'disc 4',
		'oil 4',
		'pads 4',
		'fluid 2'
	]);
});

test('a line of an old name is its product’s, and a hidden product keeps its section', async () => {
	const db = await device([['Pads, old name'], ['P1'], ['P2'], ['gone']]);
	const columns = {
		productId: ['P1', 'P2'],
		name: ['Pads', 'Horn'],
		section: ['Brake', 'Electric'],
		price: [100, 100],
		stock: [5, 5],
		description: ['', ''],
		status: ['active', 'hidden'],
		formerNames: [['Pads, old name'], undefined]
	};
	await db.chunks.put({ key: 'c', section: 'Brake', columns });
	await db.setMeta('catalogue', { epoch: 1, keys: ['c'], lastN: 0, foldedN: 0 });
	const query = { stretch: { from: '2026-01-01', to: '2026-02-01' }, now: '2026-02-01 09:00:00' };
	const found = await insights(db, query, () => {});
	expect(found.byUnits.map(({ productId, units }) => `${productId} ${units}`)).toEqual([
		'P1 2',
		'P2 1',
		'gone 1'
	]);
	expect(found.sections.map(({ section, units }) => `${section} ${units}`)).toEqual([
		'Brake 2',
		' 1',
		'Electric 1'
	]);
});

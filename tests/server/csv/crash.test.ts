import { afterEach, beforeEach, expect, test } from 'vitest';
import { readCsv } from '../../../src/lib/domain/csv/read';
import { readTable } from '../../../src/lib/domain/csv/read-table';
import { specs } from '../../../src/lib/domain/csv/tables';
import { createMirror } from '../../../src/lib/server/csv/mirror';
import { MIRROR_STATE, type MirrorState } from '../../../src/lib/server/csv/versions';
import { rebuild } from '../../../src/lib/server/csv/rebuild';
import { log } from '../../../src/lib/server/store/log';
import { products } from '../../../src/lib/server/store/products';
import { sales } from '../../../src/lib/server/store/sales';
import { state } from '../../../src/lib/server/store/state';
import type { Store } from '../../../src/lib/server/store/store';
import { openers } from '../../helpers/store';
import { SimulatedDisk, tears } from './simulated-disk';

const cells = { digits: 2, timeZone: 'Asia/Kolkata' };
let store: Store;

beforeEach(async () => {
	store = await openers.sqlite();
});
afterEach(() => store.close());

/** Longer than 4096 bytes a round, so that every way to tear shows. */
const note = 'x'.repeat(900);

const commit = (round: number) =>
	store.write(async (tx) => {
		const product = await products.byKey(tx, 'P1');
		await products.save(tx, { ...product!, stock: product!.stock - 5, description: note + round });
		await sales.insertAll(
			tx,
			Array.from({ length: 5 }, (_, line) => ({
				saleId: '',
				date: '2026-11-22 10:00:00',
				orderId: `R${round}-${line}`,
				item: 'Bolt',
				quantity: 1,
				price: 100,
				username: 'bo',
				total: 100,
				productId: 'P1',
				reason: note
			}))
		);
		await log.insertAll(tx, [
			{ logId: '', at: '2026-11-22 10:00:00', username: 'bo', action: 'SELL', target: `${round}` }
		]);
	});

/** The last rows of a round go again, as when an import is undone. */
const takeBack = () =>
	store.write(async (tx) => {
		for (const { saleId } of (await sales.all(tx)).slice(-3)) await sales.remove(tx, [saleId]);
	});

/** Two rounds of commits and what is taken back of them, from an empty store on, on a disk that stops at one of its steps; what is left of it then. */
async function runUntil(step: number): Promise<SimulatedDisk> {
	await store.write(async (tx) => {
		for (const table of ['products', 'sales', 'log', 'state'] as const)
			await tx.db.deleteFrom(table).execute();
	});
	const disk = new SimulatedDisk();
	for (const spec of Object.values(specs))
		await disk.put(`/shop/${spec.name}.csv`, spec.columns.map(({ name }) => name).join(',') + '\n');
	await disk.put('/shop/products.csv', 'product_id,name,section,price,stock\r\nP1,Bolt,Brake,1.0,100\r\n');
	await rebuild(store, '/shop', disk);
	disk.stopAt(step);
	const mirror = createMirror({ store, folder: '/shop', disk, settleMs: 0 });
	await mirror.start();
	for (let round = 0; round < 2; round++) {
		await commit(round);
		await mirror.flush().catch(() => {});
	}
	if (disk.steps < step) await takeBack();
	await mirror.flush().catch(() => {});
	await mirror.stop();
	return disk;
}

test('stopped at any step, whatever of it reached the disk: files are whole, and equal the store after the next start', async () => {
	const count = (await runUntil(Infinity)).steps;
	expect(count).toBeGreaterThan(40);
	for (let step = 1; step <= count; step++) {
		const stopped = await runUntil(step);
		const noted = await store.read((tx) => state.get<MirrorState>(tx, MIRROR_STATE));
		const known = new Set<string>();
		for (const tear of tears) {
			const disk = stopped.afterPowerLoss(tear);
			const left = JSON.stringify([...disk.texts()]);
			if (known.has(left)) continue;
			known.add(left);
			const where = `step ${step} of ${count}, ${stopped.lastStep}, ${JSON.stringify(tear)}`;
			for (const [path, text] of disk.texts())
				if (!/\.tmp$|\.changes$|sales\.csv$|admin_log\.txt$/.test(path))
					expect(stopped.replacements.get(path), `${where}: ${path}`).toContain(text);
			await store.write((tx) => state.set(tx, MIRROR_STATE, noted));
			await expectRecovery(disk, where);
		}
	}
}, 120_000);

async function expectRecovery(disk: SimulatedDisk, where: string): Promise<void> {
	const foreign: string[] = [];
	const mirror = createMirror({
		store,
		folder: '/shop',
		disk,
		settleMs: 0,
		onForeignEdit: async ({ name }) => void foreign.push(name)
	});
	await mirror.start();
	await mirror.flush();
	await mirror.stop();
	expect(foreign, where).toEqual([]);
	const text = (name: string) => disk.texts().get(`/shop/${name}`) ?? '';
	const read = <Row>(spec: Parameters<typeof readTable<Row>>[1]) =>
		readTable(readCsv(new TextEncoder().encode(text(`${spec.name}.csv`))), spec, cells).rows;
	const sold = await store.read((tx) => sales.all(tx));
	expect(
		read(specs.sales).map(({ orderId }) => orderId),
		where
	).toEqual(sold.map(({ orderId }) => orderId));
	expect(read(specs.products), where).toEqual(await store.read((tx) => products.all(tx)));
	const entries = await store.read((tx) => log.all(tx));
	expect(text('admin_log.txt').split('\n').filter(Boolean).length, where).toBe(entries.length);
	expect(
		[...disk.texts().keys()].filter((path) => /^\/shop\/[^/]*\.tmp$/.test(path)),
		where
	).toEqual([]);
}

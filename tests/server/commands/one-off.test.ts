import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createMirror } from '../../../src/lib/server/csv/mirror';
import { rebuild } from '../../../src/lib/server/csv/rebuild';
import { shops } from '../../../src/lib/server/store/shop';
import { ann, boss, lockedBoss, openTestShop, placed, type TestShop } from '../../helpers/shop';
import { openers } from '../../helpers/store';

let shop: TestShop;
let folder: string;
beforeEach(async () => {
	shop = await openTestShop('sqlite');
	folder = await mkdtemp(join(tmpdir(), 'pop-one-off-'));
	await shop.act(ann, 'placeOrder', placed('o1', ['P2', 1, 4000]));
});
afterEach(async () => {
	await shop.store.close();
	await rm(folder, { recursive: true });
});

const mark = (orderId: string, oneOff: boolean) => shop.act(lockedBoss, 'markOneOff', { orderId, oneOff });
const marked = async (store = shop.store) => (await store.read((tx) => shops.settings(tx))).oneOffOrders;
const actions = async () => (await shop.log()).map(({ action, target }) => `${action} ${target}`);

test('an admin marks an order and takes the mark off, each once in the log; a shopper does not', async () => {
	expect(await shop.act(ann, 'markOneOff', { orderId: 'o1', oneOff: true })).toMatchObject({
		code: 'forbidden'
	});
	expect(await mark('gone', true)).toMatchObject({ code: 'not_found' });
	expect(await mark('o1', false)).toMatchObject({ status: 'ok' });
	expect(await marked()).toEqual([]);
	await mark('o1', true);
	await mark('o1', true);
	expect(await marked()).toEqual(['o1']);
	await mark('o1', false);
	expect(await marked()).toEqual([]);
	expect(await actions()).toEqual(['MARK_ONE_OFF o1', 'UNMARK_ONE_OFF o1']);
});

test('marks are for admins alone', async () => {
	await mark('o1', true);
	const shopOf = async (actor: typeof boss | null) => (await shop.pull(null, null, actor)).changes.shop![0]!;
	expect((await shopOf(boss)).oneOffOrders).toEqual(['o1']);
	expect((await shopOf(ann)).oneOffOrders).toEqual([]);
	expect((await shopOf(null)).oneOffOrders).toEqual([]);
});

test('marks survive a rebuild from the files', async () => {
	await writeFile(join(folder, 'shop.json'), '{"name": "Garage"}\n');
	const mirror = createMirror({ store: shop.store, folder });
	await mirror.start();
	await mark('o1', true);
	await mirror.stop();
	expect(JSON.parse(await readFile(join(folder, 'shop.json'), 'utf8')).one_off_orders).toEqual(['o1']);
	const other = await openers.sqlite();
	await rebuild(other, folder);
	expect(await marked(other)).toEqual(['o1']);
	await other.close();
});

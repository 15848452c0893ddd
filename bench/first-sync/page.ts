/** What bench/first-sync.ts runs in the browser: the app's own first sync, and its reference. */
import { Dexie, type Table } from 'dexie';
import { loadCatalogue } from '../../src/lib/client/catalogue/load';
import { DeviceDb } from '../../src/lib/client/db/schema';
import { syncRound } from '../../src/lib/client/sync/round';
import { httpApi } from '../../src/lib/client/sync/transport';
import type { Catalogue } from '../../src/lib/domain/catalogue/catalogue';
import type { Product } from '../../src/lib/domain/catalogue/product';

let catalogue: Catalogue;

/** ms until every product is stored and any list can be asked for, as the app does it. */
async function chunks(): Promise<number> {
	const db = new DeviceDb('pop');
	const started = performance.now();
	const refused = await syncRound({
		db,
		api: httpApi,
		now: Date.now,
		onProgress: () => {},
		holdAccount: (work) => work()
	});
	if (refused) throw new Error(refused.problem.detail);
	catalogue = (await loadCatalogue(db, 5))!.catalogue;
	catalogue.list({ section: 'Filters' });
	return performance.now() - started;
}

/** The same from what is stored already: a cold start. */
async function reopen(): Promise<number> {
	const started = performance.now();
	const loaded = await loadCatalogue(new DeviceDb('pop'), 5);
	loaded!.catalogue.list({ section: 'Filters' });
	return performance.now() - started;
}

/** ms until the same products, here already as JSON, are stored a record each with two indexes, and both can be asked. */
async function rows(json: string): Promise<number> {
	const db = new Dexie('rows') as Dexie & { products: Table<Product, string> };
	db.version(1).stores({ products: 'productId, name, section' });
	await db.open();
	const started = performance.now();
	await db.products.bulkPut(JSON.parse(json));
	await db.products.where('section').equals('Filters').limit(50).toArray();
	await db.products.where('name').startsWith('F').limit(50).toArray();
	return performance.now() - started;
}

/** All times of each query over the catalogue that `chunks` made, ms, without the first ones. */
function queries(): Record<string, number[]> {
	const sections = catalogue.sections([]).map(({ name }) => name);
	const asked: Record<string, ((i: number) => unknown)[]> = {
		list: [() => catalogue.list({}), (i) => catalogue.list({ section: sections[i % sections.length] })],
		filter: [
			(i) => catalogue.list({ inStock: true, minPrice: i * 1000, sort: 'price-up' }),
			(i) => catalogue.list({ section: sections[i % sections.length], inStock: true })
		],
		prefix: [...'abcdefgh'].map((letter) => () => catalogue.prefix(letter, 10)),
		search: ['brake pad', 'oil filter', 'front', 'b', '4410', 'filter air', 'p0012'].map(
			(q) => () => catalogue.search(q)
		),
		misspelt: ['brkae pad', 'hedlamp', 'flter', 'alternater', 'clucth kit', 'wiper blaed', 'sparc plug'].map(
			(q) => () => catalogue.search(q)
		)
	};
	const rounds = 40;
	const warm = 2;
	return Object.fromEntries(
		Object.entries(asked).map(([name, kinds]) => {
			const times: number[] = [];
			for (let i = 0; i < rounds; i++)
				for (const ask of kinds) {
					const started = performance.now();
					ask(i);
					if (i >= warm) times.push(performance.now() - started);
				}
			return [name, times];
		})
	);
}

Object.assign(window, { bench: { chunks, reopen, rows, queries } });
export type BenchPage = {
	chunks: typeof chunks;
	reopen: typeof reopen;
	rows: typeof rows;
	queries: typeof queries;
};

import { shownBundles } from '../domain/basket/shown';
import { Catalogue } from '../domain/catalogue/catalogue';
import { publicProduct, type Bundle, type Fitment, type Product } from '../domain/catalogue/product';
import type { CatalogueQuery, SectionCount } from '../domain/catalogue/query';
import { isForSale } from '../domain/order/review';
import { publicShop, type Shop } from '../domain/shop/shop';
import { fitment, products } from './store/products';
import { records } from './store/records';
import { shops } from './store/shop';
import type { ReadTx, Store } from './store/store';

/** Products on a page of a list. */
export const PAGE = 60;
const HOME_BUNDLES = 6;
const HOME_PRODUCTS = 24;

/** What a page of the catalogue needs, until the device has a catalogue of its own. */
export interface WindowPage {
	shop: Shop;
	sections?: SectionCount[];
	products?: Product[];
	product?: Product;
	bundles?: Bundle[];
	fitment?: Fitment[];
	/** Products of the whole list, of which this is a page. */
	total?: number;
	/** Words of a search that had to be left out to find anything. */
	leftOut?: string[];
}

/** The catalogue as any visitor sees it, for the pages that the server renders. */
export interface ShopWindow {
	home(): Promise<WindowPage>;
	sections(): Promise<WindowPage>;
	/** Null for a section that the shop does not have. */
	section(name: string, page: number): Promise<WindowPage | null>;
	/** Null for a product that shoppers do not see. */
	product(productId: string): Promise<WindowPage | null>;
	search(q: string, page: number): Promise<WindowPage>;
	bundles(): Promise<WindowPage>;
}

/** The window of a store. The catalogue stays in memory, as on a device, and follows the store at each look. */
export function createShopWindow(store: Store): ShopWindow {
	let catalogue: Catalogue | null = null;
	let upto = 0;
	let following: Promise<unknown> = Promise.resolve();

	/** One look at a time follows the store, so that no change is taken twice. */
	function look<T>(work: (tx: ReadTx, catalogue: Catalogue, shop: Shop) => Promise<T> | T): Promise<T> {
		const run = following.then(() =>
			store.read(async (tx) => {
				const shop = publicShop(await shops.settings(tx));
				catalogue ??= new Catalogue(shop.lowStock);
				const { version } = await tx.db.selectFrom('meta').select('version').executeTakeFirstOrThrow();
				if (version > upto) {
					const { rows, deleted } = await products.changedSince(tx, upto);
					for (const productId of deleted) catalogue.remove(productId);
					for (const product of rows) catalogue.put(publicProduct(product));
					upto = version;
				}
				return work(tx, catalogue, shop);
			})
		);
		following = run.catch(() => undefined);
		return run;
	}

	const rowsOf = (catalogue: Catalogue, ids: Iterable<string>): Product[] =>
		[...new Set(ids)].flatMap((id) => {
			const product = catalogue.product(id);
			return isForSale(product) ? [product] : [];
		});
	const pageOf = (catalogue: Catalogue, query: CatalogueQuery, page: number) => {
		const { ids, total, leftOut } = catalogue.list(query);
		return { products: rowsOf(catalogue, ids.slice((page - 1) * PAGE, page * PAGE)), total, leftOut };
	};
	const partners = (bundles: Bundle[]) => bundles.flatMap(({ productA, productB }) => [productA, productB]);

	return {
		home: () =>
			look(async (tx, catalogue, shop) => {
				const bundles = (await bundlesIn(tx, shop, catalogue)).slice(0, HOME_BUNDLES);
				const first = catalogue.list({ inStock: true }).ids.slice(0, HOME_PRODUCTS);
				return {
					shop,
					sections: catalogue.sections(shop.sections),
					bundles,
					products: rowsOf(catalogue, [...first, ...partners(bundles)])
				};
			}),
		sections: () => look((_, catalogue, shop) => ({ shop, sections: catalogue.sections(shop.sections) })),
		section: (name, page) =>
			look((_, catalogue, shop) => {
				const sections = catalogue.sections(shop.sections);
				if (!sections.some((section) => section.name === name)) return null;
				return { shop, sections, ...pageOf(catalogue, { section: name }, page) };
			}),
		product: (productId) =>
			look(async (tx, catalogue, shop) => {
				const [product] = rowsOf(catalogue, [productId]);
				if (!product) return null;
				const bundles = (await bundlesIn(tx, shop, catalogue)).filter(
					({ productA }) => productA === productId
				);
				const { supersededBy = '', alternatives = [] } = product;
				return {
					shop,
					product,
					bundles,
					fitment: await fitmentOf(tx, productId),
					products: rowsOf(catalogue, [supersededBy, ...alternatives, ...partners(bundles)])
				};
			}),
		search: (q, page) =>
			look((_, catalogue, shop) => ({ shop, ...pageOf(catalogue, { q, someWords: true }, page) })),
		bundles: () =>
			look(async (tx, catalogue, shop) => {
				const bundles = await bundlesIn(tx, shop, catalogue);
				return { shop, bundles, products: rowsOf(catalogue, partners(bundles)), total: bundles.length };
			})
	};
}

async function fitmentOf(tx: ReadTx, productId: string): Promise<Fitment[]> {
	const rows = await tx.db
		.selectFrom('fitment')
		.selectAll()
		.where('productId', '=', productId)
		.orderBy('position')
		.execute();
	return rows.map((row) => fitment.fromRow(row)).map(({ extra: _, ...shown }) => shown);
}

/** The bundles that shoppers see, of products that they see, best first. */
async function bundlesIn(tx: ReadTx, shop: Shop, catalogue: Catalogue): Promise<Bundle[]> {
	const isShown = (productId: string) => isForSale(catalogue.product(productId));
	const bundles = await records.all(tx, 'bundles');
	return shownBundles(bundles, shop.bundles).filter(
		({ productA, productB }) => isShown(productA) && isShown(productB)
	);
}

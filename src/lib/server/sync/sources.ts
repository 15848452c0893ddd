import { publicProduct, type DeskProduct } from '../../domain/catalogue/product';
import { isForSale } from '../../domain/order/review';
import { publicShop } from '../../domain/shop/shop';
import type { SyncTable } from '../../protocol/sync';
import type { Actor } from '../auth/actor';
import { carts } from '../store/carts';
import { log } from '../store/log';
import { orders } from '../store/orders';
import { fitment, products } from '../store/products';
import { records, type RecordKind } from '../store/records';
import type { Page, Repository } from '../store/rows';
import { sales } from '../store/sales';
import { shops } from '../store/shop';
import { movements, purchases, stocks } from '../store/stock';
import type { ReadTx } from '../store/store';

/** A row for a device, or the key of one that it may no longer see; `place` orders rows of one version. */
export interface Item {
	version: number;
	place: number | string;
	row?: object;
	gone?: string;
}

export interface Range {
	since: number;
	upto: number;
	after: [version: number, place: number | string] | null;
	limit: number;
}

/** A table as one reader may pull it. */
export interface Source {
	table: SyncTable;
	/** Rows in one answer at most, where they are long: a device reads an answer in one go. */
	atMost?: number;
	page(tx: ReadTx, range: Range): Promise<Item[]>;
}

/** What somebody may pull, in the order in which a first sync gets it. */
export function sourcesOf(actor: Actor | null): Source[] {
	const everyone: Source[] = [
		shopFor(actor),
		actor?.role === 'admin' ? placed('products', products) : publicProducts,
		kept('bundles'),
		placed('fitment', fitment)
	];
	if (!actor) return everyone;
	const own = { owner: actor.username };
	if (actor.role !== 'admin')
		return [...everyone, placed('carts', carts, own, bare), placed('orders', orders, own)];
	return [
		...everyone,
		placed('carts', carts, own, bare),
		placed('orders', orders),
		placed('stocks', stocks),
		kept('reorder'),
		{ ...kept('forecasts'), atMost: 400 },
		placed('movements', movements),
		placed('purchases', purchases),
		kept('clashes'),
		placed('log', log),
		placed('sales', sales)
	];
}

function placed<T extends object>(
	table: SyncTable,
	{ page }: Pick<Repository<T>, 'page'>,
	filter: Pick<Page, 'owner'> = {},
	show: (row: T) => object = (row) => row
): Source {
	return {
		table,
		async page(tx, { after, ...range }) {
			const behind = after && { version: after[0], position: Number(after[1]) || 0 };
			const found = await page(tx, { ...range, ...filter, after: behind });
			return found.map(({ row, version, position }) => ({ version, place: position, row: show(row) }));
		}
	};
}

/** A cart's line without what is the files' alone. */
const bare = ({ productId, quantity }: { productId: string; quantity: number }) => ({ productId, quantity });

/** Shoppers never see a hidden product: to them it is gone. */
const publicProducts: Source = {
	table: 'products',
	async page(tx, range) {
		const items = await placed('products', products).page(tx, range);
		return items.map(({ row, ...item }) => {
			const product = row as DeskProduct;
			const { productId: gone } = product;
			return isForSale(product) ? { ...item, row: publicProduct(product) } : { ...item, gone };
		});
	}
};

const kept = (kind: Exclude<RecordKind, 'held'>): Source => ({
	table: kind,
	async page(tx, { after, ...range }) {
		const behind = after && { version: after[0], key: String(after[1]) };
		const found = await records.page(tx, kind, { ...range, after: behind });
		return found.map(({ row, version, key }) => ({ version, place: key, row }));
	}
});

const shopFor = (actor: Actor | null): Source => ({
	table: 'shop',
	async page(tx, { since, upto, after }) {
		const shop = after ? null : await shops.changed(tx, since, upto);
		return shop ? [{ version: upto, place: 0, row: actor?.role === 'admin' ? shop : publicShop(shop) }] : [];
	}
});

import { Dexie, type DexieOptions, type Table } from 'dexie';
import type { CartLine } from '../../domain/cart/cart';
import type { User } from '../../domain/account/account';
import type { Bundle, DeskProduct, Fitment } from '../../domain/catalogue/product';
import type { Learned } from '../../domain/forecast/learn';
import type { ProductForecast } from '../../domain/forecast/kept';
import type { Suggestion } from '../../domain/inventory/suggest';
import type { KeptStyle } from '../../domain/number-style';
import type { Order } from '../../domain/order/order';
import type { Sale } from '../../domain/sales/sale';
import type { Shop } from '../../domain/shop/shop';
import type { Movement, Purchase, Reserve } from '../../domain/stock/stock';
import type { Columns, PackedColumns } from '../../domain/catalogue/columns';
import type { SectionCount } from '../../domain/catalogue/query';
import type { FileClash } from '../../domain/csv/clash';

/** A queued mutation. Only the server's verdict on it, and then a pull that holds its effect, end it. */
export interface OutboxRow {
	username: string;
	clientId: string;
	seq: number;
	name: string;
	args: unknown;
	/** Of what the person did, for ever; absent in rows of before there were any. */
	id?: string;
	/** ISO 8601 in UTC, by this device's clock: for show only. */
	at: string;
	/** The server said ok; the row stays until pulled rows hold its effect. */
	answered?: true;
	/** Refused for want of the admin's PIN: not sent again before an unlock. */
	held?: true;
}

/** A mutation that the server refused: stays until its person has read why. */
export interface Refusal {
	id?: number;
	/** The id of the outbox row that it was; absent in refusals of before there were any. */
	change?: string;
	username: string;
	name: string;
	args: unknown;
	code: string;
	detail: string;
}

/** The identity of one account on this device towards the server. */
export interface ClientRow {
	username: string;
	clientId: string;
	nextSeq: number;
	/** The last mutation that the pulled rows hold. */
	lastSeq: number;
}

/** Up to 500 products of one section as columns: server rows only. */
export interface ChunkRow {
	/** The server's hash, or an own key once changes were folded in. */
	key: string;
	section: string;
	packed?: PackedColumns;
	/** Instead of `packed`: as builds kept them that knew no dictionaries, and whose tabs may still be open. */
	columns?: Columns;
}

/** A product that changed after its chunk was stored; a null row is a deletion. */
export interface RecentRow {
	productId: string;
	/** Counts up with every change, so that a tab reads only what it has not seen. */
	n: number;
	row: DeskProduct | null;
}

/** A day of sales.csv: a million lines are not a million records, and a sale rewrites one day only. */
export interface SalesDay {
	day: string;
	rows: Sale[];
}

/** Enough of the catalogue to paint the first list of a page before the chunks are read. */
export interface FirstScreen {
	sections: SectionCount[];
	columns: Columns;
	/** The best ones; absent in records of before they were kept, as are the styles. */
	bundles?: Bundle[];
	/** How the shop's numbers are written. */
	styles?: KeptStyle[];
}

/** Where the device stands towards the server. */
export interface SyncState {
	storeId: string;
	cursor: string;
	/** Whose rows the cursor is of; null for a guest. */
	account: string | null;
	role: User['role'] | null;
	/** The cursor is of a manifest: the next page replaces every table but the products. */
	fresh: boolean;
}

/** The chunks in use, and how far `recent` was folded into them. */
export interface CatalogueState {
	/** Changes whenever every tab must read the chunks again. */
	epoch: number;
	keys: string[];
	/** The highest `n` given to a recent row, and the highest one folded into a chunk. */
	lastN: number;
	foldedN: number;
}

/** What forecasts learnt from demand with this key, so that it need not be learnt again. */
export interface KeptLearned {
	key: string;
	learned: Learned;
}

export interface Meta {
	session: { user: User | null };
	/** False from before a sign-in until it is known whose cookie the browser holds. */
	verified: boolean;
	/** Signed out without the connection: the server is told first of all. */
	signOutDue: boolean;
	/** The server's lines of the account, and those of nobody yet, in the order of adding. */
	cart: CartLine[];
	guestCart: CartLine[];
	sync: SyncState | null;
	catalogue: CatalogueState;
	firstScreen: FirstScreen;
	shop: Shop;
	lastSync: number;
	/** The desk's; the newest first. */
	learned: KeptLearned[];
}

export type Keyed<T> = Table<T, string>;

/** The device's database. Rows of the server's small tables are stored under the server's own keys. */
export class DeviceDb extends Dexie {
	meta!: Table<unknown, string>;
	clients!: Table<ClientRow, string>;
	outbox!: Table<OutboxRow, [string, number]>;
	refusals!: Table<Refusal, number>;
	chunks!: Table<ChunkRow, string>;
	recent!: Table<RecentRow, string>;
	orders!: Keyed<Order>;
	bundles!: Keyed<Bundle>;
	fitment!: Keyed<Fitment>;
	sales!: Table<SalesDay, string>;
	stocks!: Keyed<Reserve>;
	reorder!: Keyed<Suggestion>;
	forecasts!: Keyed<ProductForecast>;
	movements!: Keyed<Movement>;
	purchases!: Keyed<Purchase>;
	clashes!: Keyed<FileClash>;
	log!: Keyed<Record<string, unknown>>;

	constructor(name: string, options: DexieOptions = {}) {
		super(name, { chromeTransactionDurability: 'strict', cache: 'disabled', ...options });
		this.version(1).stores({
			meta: '',
			clients: 'username',
			outbox: '[username+seq]',
			refusals: '++id, username',
			chunks: 'key',
			recent: 'productId, n',
			orders: '',
			bundles: '',
			fitment: ',productId',
			sales: 'day',
			stocks: '',
			reorder: '',
			forecasts: '',
			movements: '',
			purchases: '',
			clashes: '',
			log: ''
		});
	}

	async getMeta<K extends keyof Meta>(key: K): Promise<Meta[K] | undefined> {
		return (await this.meta.get(key)) as Meta[K] | undefined;
	}

	async setMeta<K extends keyof Meta>(key: K, value: Meta[K]): Promise<void> {
		await this.meta.put(value, key);
	}
}

import type { Account } from '../../domain/account/account';
import type { DeskProduct, Fitment } from '../../domain/catalogue/product';
import type { Order } from '../../domain/order/order';
import type { Sale } from '../../domain/sales/sale';
import type { Movement, Purchase, Reserve } from '../../domain/stock/stock';

/**
 * A domain row as both databases hold it: columns have the fields' names; what a field may leave out is null, lists
 * and records are JSON text, booleans are 0 or 1, amounts and counts are whole numbers.
 */
export type Stored<T> = {
	[K in keyof T]-?: StoredValue<NonNullable<T[K]>> | (undefined extends T[K] ? null : never);
};
type StoredValue<V> = V extends boolean ? number : V extends object ? string : V;

/** The store's version when the row was last written: what changed since V is `version > V`. */
interface Versioned {
	version: number;
}
/** The row's place in its file, and the number of a row that has no key of its own. */
interface Placed {
	position: number;
}

export interface Database {
	meta: { id: number; storeId: string; version: number; position: number };
	shop: { id: number; settings: string; pinHash: string | null; extra: string } & Versioned;
	products: Stored<DeskProduct> & Placed & Versioned;
	fitment: Stored<Omit<Fitment, 'fitmentId'>> & Placed & Versioned;
	users: Stored<Account> & Placed & Versioned;
	sessions: {
		tokenHash: string;
		username: string;
		createdAt: number;
		seenAt: number;
		unlockedUntil: number | null;
		/** What it runs on, in words: `Firefox on Windows`. */
		device: string | null;
	};
	/** Mails with a way to a new password that were not sent yet; `dueAt` is null once they were given up. */
	resetMails: {
		mailId: string;
		username: string;
		requestedAt: number;
		attempts: number;
		dueAt: number | null;
		/** Why the last attempt failed. */
		error: string | null;
	};
	limits: { key: string; hits: string };
	carts: {
		username: string;
		productId: string;
		quantity: number;
		name: string;
		price: number;
	} & Placed &
		Versioned;
	orders: Stored<Order> & { receivedAt: number | null } & Placed & Versioned;
	sales: Stored<Omit<Sale, 'saleId'>> & Placed & Versioned;
	stocks: Stored<Reserve> & Placed & Versioned;
	movements: Stored<Omit<Movement, 'movementId'>> & Placed & Versioned;
	purchases: Stored<Purchase> & Placed & Versioned;
	/** Generated and desk rows that only this app reads: bundles, reorder, forecasts, clashes. */
	records: { kind: string; key: string; row: string } & Versioned;
	log: { at: string; username: string; action: string; target: string; hash: string | null } & Placed &
		Versioned;
	/** `owner` is the account that may learn of it; '' is everybody who may see the table. */
	tombstones: { tbl: string; key: string; owner: string } & Versioned;
	clients: { clientId: string; username: string; lastSeq: number } & Versioned;
	/** Refused mutations only: what is not here and not after `lastSeq` was applied. */
	rejections: { clientId: string; seq: number; code: string; detail: string };
	/** The running code of an order and the budget around it. */
	codes: {
		orderId: string;
		/** Keyed hash; null when there is no code to try. */
		hash: string | null;
		expiresAt: number;
		triesLeft: number;
		cooldownUntil: number;
		/** JSON: the codes of the last 10 minutes, as instant and keyed hash. */
		issues: string;
	};
	/** Wrong codes in a row of an account, over all its orders. */
	guards: { username: string; wrong: number; lockedUntil: number };
	imports: {
		importId: string;
		/** Rises with each. */
		number: number;
		tbl: string;
		mode: string;
		username: string;
		at: number;
		/** `running`, `done`, `undone`. */
		state: string;
		/** The process that runs it, and when it last did. */
		owner: string;
		seenAt: number;
		/** JSON. */
		counts: string;
	};
	/** What an import changed, in order, as JSON: undone from the last to the first. */
	importChanges: { importId: string; number: number; tbl: string; change: string };
	/** Small facts of server modules, such as how far the CSV mirror is: key → JSON. */
	state: { key: string; value: string };
}

/** The tables whose rows carry a version. */
export type VersionedTable =
	| 'shop'
	| 'products'
	| 'fitment'
	| 'users'
	| 'carts'
	| 'orders'
	| 'sales'
	| 'stocks'
	| 'movements'
	| 'purchases'
	| 'records'
	| 'log';

export const versionedTables = [
	'shop',
	'products',
	'fitment',
	'users',
	'carts',
	'orders',
	'sales',
	'stocks',
	'movements',
	'purchases',
	'records',
	'log'
] as const satisfies readonly VersionedTable[];

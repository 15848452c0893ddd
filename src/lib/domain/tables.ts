import type { Account } from './account/account';
import type { CartLine } from './cart/cart';
import type { DeskProduct, Fitment } from './catalogue/product';
import type { Order } from './order/order';
import type { Sale } from './sales/sale';
import type { Movement, Purchase, Reserve } from './stock/stock';

/** The shop's canonical CSV tables and the row each has in the domain. */
export interface Tables {
	products: DeskProduct;
	fitment: Fitment;
	users: Account;
	orders: Order;
	sales: Sale;
	stocks: Reserve;
	movements: Movement;
	purchases: Purchase;
}

export type TableName = keyof Tables;

export const tableNames = [
	'products',
	'fitment',
	'users',
	'orders',
	'sales',
	'stocks',
	'movements',
	'purchases'
] as const satisfies readonly TableName[];

/** carts.json: username → lines; name and price are those of the time of adding, for people who read the file. */
export type Carts = Map<string, (CartLine & { name: string; price: number })[]>;

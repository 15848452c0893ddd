import type { Account } from '../account/account';
import type { DeskProduct, Fitment } from '../catalogue/product';
import type { Order } from '../order/order';
import type { Sale } from '../sales/sale';
import type { Movement, Purchase, Reserve } from '../stock/stock';
import type { TableName, Tables } from '../tables';
import { orderLines } from './order-lines';
import type { Column, TableSpec } from './spec';
import { amount, date, dateTime, decimal, flag, instant, list, note, text, whole, word } from './values';

const MAX_COUNT = 1_000_000_000;
const count = whole(0, MAX_COUNT);
const anyCount = whole(-MAX_COUNT, MAX_COUNT);
const year = whole(1800, 2200);

const products: TableSpec<DeskProduct> = {
	name: 'products',
	key: ['productId'],
	columns: [
		{ name: 'product_id', field: 'productId', type: text, required: true, aliases: ['id', 'sku'] },
		{ name: 'name', field: 'name', type: text, required: true, aliases: ['product', 'item', 'product_name'] },
		{ name: 'section', field: 'section', type: text, required: true, aliases: ['category'] },
		{ name: 'price', field: 'price', type: amount(0), required: true, aliases: ['unit_price'] },
		{ name: 'stock', field: 'stock', type: count, required: true, aliases: ['quantity', 'qty', 'on_hand'] },
		{ name: 'description', field: 'description', type: text, empty: '' },
		...optional<DeskProduct>(
			{ name: 'brand', field: 'brand', type: text },
			{ name: 'part_number', field: 'partNumber', type: text },
			{ name: 'oem_numbers', field: 'oemNumbers', type: list },
			{ name: 'barcode', field: 'barcode', type: text, aliases: ['ean', 'gtin'] },
			{ name: 'image', field: 'image', type: text },
			{ name: 'status', field: 'status', type: word('active', 'discontinued', 'hidden') },
			{ name: 'supplier', field: 'supplier', type: text },
			{ name: 'cost', field: 'cost', type: amount(0) },
			{ name: 'lead_time_days', field: 'leadTimeDays', type: decimal(0) },
			{ name: 'lead_time_sd_days', field: 'leadTimeSdDays', type: decimal(0) },
			{ name: 'reorder_point', field: 'reorderPoint', type: count },
			{ name: 'pack_size', field: 'packSize', type: count },
			{ name: 'min_order_quantity', field: 'minOrderQuantity', type: count },
			{ name: 'superseded_by', field: 'supersededBy', type: text },
			{ name: 'alternatives', field: 'alternatives', type: list },
			{ name: 'former_names', field: 'formerNames', type: list }
		)
	]
};

const fitment: TableSpec<Fitment> = {
	name: 'fitment',
	key: [],
	number: 'fitmentId',
	columns: [
		{ name: 'product_id', field: 'productId', type: text, required: true },
		{ name: 'make', field: 'make', type: text, required: true },
		{ name: 'model', field: 'model', type: text, empty: '' },
		{ name: 'year_from', field: 'yearFrom', type: year },
		{ name: 'year_to', field: 'yearTo', type: year },
		{ name: 'engine', field: 'engine', type: text },
		{ name: 'note', field: 'note', type: text }
	]
};

const users: TableSpec<Account> = {
	name: 'users',
	key: ['username'],
	columns: [
		{ name: 'username', field: 'username', type: text, required: true },
		{ name: 'password_hash', field: 'passwordHash', type: text, empty: '' },
		{ name: 'role', field: 'role', type: word('admin', 'user'), empty: 'user' },
		{ name: 'email', field: 'email', type: note },
		...optional<Account>(
			{ name: 'phone', field: 'phone', type: note },
			{ name: 'status', field: 'status', type: word('active', 'disabled'), empty: 'active' },
			{ name: 'must_change', field: 'mustChange', type: flag, empty: false }
		)
	]
};

const orders: TableSpec<Order> = {
	name: 'orders',
	key: ['orderId'],
	columns: [
		{ name: 'OrderID', field: 'orderId', type: text, required: true },
		{ name: 'PlacedAt', field: 'placedAt', type: instant, required: true },
		// A counter sale may be nobody's.
		{ name: 'Username', field: 'username', type: text, empty: '' },
		{
			name: 'Status',
			field: 'status',
			type: word(
				'awaiting_code',
				'needs_review',
				'confirmed',
				'ready',
				'handed_over',
				'cancelled',
				'expired',
				'refunded'
			),
			required: true
		},
		{ name: 'Total', field: 'total', type: amount(0, { rounded: true }), required: true },
		{ name: 'Lines', field: 'lines', type: orderLines, required: true },
		{ name: 'ConfirmedAt', field: 'confirmedAt', type: instant },
		{ name: 'Fulfilment', field: 'fulfilment', type: word('pickup', 'delivery') },
		{ name: 'Contact', field: 'contact', type: text },
		{ name: 'Phone', field: 'phone', type: text },
		{ name: 'Address', field: 'address', type: text },
		{ name: 'Note', field: 'note', type: text },
		{ name: 'SoldBy', field: 'soldBy', type: text }
	]
};

const sales: TableSpec<Sale> = {
	name: 'sales',
	key: [],
	number: 'saleId',
	columns: [
		{ name: 'Date', field: 'date', type: dateTime, required: true },
		{ name: 'OrderID', field: 'orderId', type: text, required: true },
		{ name: 'Item', field: 'item', type: text, required: true, aliases: ['product', 'product_name'] },
		{ name: 'Quantity', field: 'quantity', type: anyCount, required: true, aliases: ['qty'] },
		{ name: 'Price', field: 'price', type: amount(0), required: true, aliases: ['unit_price'] },
		{ name: 'Username', field: 'username', type: text, empty: '' },
		{ name: 'Total', field: 'total', type: amount(-Number.MAX_SAFE_INTEGER, { rounded: true }) },
		...optional<Sale>(
			{ name: 'ProductID', field: 'productId', type: text },
			{ name: 'Kind', field: 'kind', type: text },
			{ name: 'Reason', field: 'reason', type: text },
			{ name: 'SoldBy', field: 'soldBy', type: text }
		)
	],
	/** Files of six columns leave the total to quantity and price. */
	complete(sale) {
		if (sale.total !== undefined) return undefined;
		sale.total = sale.quantity * sale.price;
		if (Number.isSafeInteger(sale.total)) return undefined;
		return { column: 'Total', value: '', reason: 'is too large: it is quantity times price' };
	}
};

const stocks: TableSpec<Reserve> = {
	name: 'stocks',
	key: ['category', 'item'],
	columns: [
		{ name: 'Category', field: 'category', type: text, empty: '' },
		{ name: 'Item', field: 'item', type: text, required: true },
		{ name: 'Stock', field: 'stock', type: count, required: true },
		{ name: 'Price', field: 'price', type: amount(0), required: true },
		...optional<Reserve>({ name: 'ProductID', field: 'productId', type: text })
	]
};

const movements: TableSpec<Movement> = {
	name: 'movements',
	key: [],
	number: 'movementId',
	columns: [
		{ name: 'Date', field: 'date', type: dateTime, required: true },
		{ name: 'ProductID', field: 'productId', type: text, required: true },
		{ name: 'Delta', field: 'delta', type: anyCount, required: true },
		{ name: 'Reason', field: 'reason', type: text, empty: '' },
		{ name: 'Reference', field: 'reference', type: text, empty: '' },
		{ name: 'Username', field: 'username', type: text, empty: '' },
		{ name: 'Note', field: 'note', type: text, empty: '' }
	]
};

const purchases: TableSpec<Purchase> = {
	name: 'purchases',
	key: ['purchaseId'],
	columns: [
		{ name: 'PurchaseID', field: 'purchaseId', type: text, required: true },
		{ name: 'Supplier', field: 'supplier', type: text, empty: '' },
		{ name: 'ProductID', field: 'productId', type: text, required: true },
		{ name: 'Ordered', field: 'ordered', type: count, required: true },
		{ name: 'Received', field: 'received', type: count, empty: 0 },
		{ name: 'Cost', field: 'cost', type: amount(0), empty: 0 },
		{ name: 'OrderedAt', field: 'orderedAt', type: date, empty: '' },
		{ name: 'ExpectedAt', field: 'expectedAt', type: date, empty: '' },
		{ name: 'ReceivedAt', field: 'receivedAt', type: date, empty: '' },
		{ name: 'Status', field: 'status', type: text, empty: '' }
	]
};

/** The canonical tables: their columns, in the order of POP's own files. */
export const specs: { [Name in TableName]: TableSpec<Tables[Name]> } = {
	products,
	fitment,
	users,
	orders,
	sales,
	stocks,
	movements,
	purchases
};

/** Files that POP generates and never reads back; more columns may follow these. */
export const generated = {
	bundle_suggestions: ['Product_A', 'Product_B', 'Count', 'Confidence', 'Lift'],
	reorder_suggestions: ['Item', 'Predicted_Demand', 'Current_Stock', 'Reorder_Flag'],
	forecast_metrics: ['Product', 'Model', 'MAE', 'RMSE', 'MAPE']
} as const;

export type GeneratedName = keyof typeof generated;

function optional<Row>(...columns: Column<Row>[]): Column<Row>[] {
	return columns.map((column) => ({ ...column, optional: true }));
}

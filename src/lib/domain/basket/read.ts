import type { CsvFile } from '../csv/read';
import { err, ok, type Result } from '../result';
import { BasketBuilder, type Baskets } from './baskets';
import { basketsOfSales, type BasketLine } from './sales';

/**
 * Baskets from a text of one basket a line. One separator for all of it: the one given, else `;` if any line has one,
 * else `,`, else blanks. A first line `items` is a heading; blank lines are no baskets.
 */
export function readTransactions(text: string, separator?: string): Baskets {
	const builder = new BasketBuilder();
	const by = separator ?? (text.includes(';') ? ';' : text.includes(',') ? ',' : /\s+/);
	for (const [index, line] of text.split(/\r\n|\n|\r/).entries()) {
		if (index === 0 && line.trim().toLowerCase() === 'items') continue;
		const items = line
			.split(by)
			.map((item) => item.trim())
			.filter((item) => item !== '');
		if (items.length > 0) builder.add(items);
	}
	return builder.build();
}

/** Why a file of sales can't be read, and in which line of it. */
export interface SalesProblem {
	readonly line: number;
	readonly reason: string;
}

/** Names of columns, the better one first, without regard to case, blanks and punctuation. */
const columns = {
	order: [
		'orderid',
		'orderno',
		'ordernumber',
		'order',
		'invoiceno',
		'invoiceid',
		'invoicenumber',
		'invoice'
	].concat([
		'transactionid',
		'transactionno',
		'transaction',
		'receiptid',
		'receiptno',
		'receipt',
		'basketid',
		'basket'
	]),
	item: [
		'item',
		'itemname',
		'stockcode',
		'product',
		'productname',
		'productid',
		'itemid',
		'itemcode',
		'sku'
	].concat(['partnumber', 'description']),
	quantity: ['quantity', 'qty'],
	kind: ['kind']
};

/** Baskets from a file of sale lines, the shop's own or any with a column of orders and one of items. */
export function readSales({ header, rows, delimiter }: CsvFile): Result<Baskets, SalesProblem> {
	const plain = header.map((name) => name.toLowerCase().replace(/[^a-z0-9]/g, ''));
	const [order, item, quantity, kind] = Object.values(columns).map((names) =>
		names.map((name) => plain.indexOf(name)).find((column) => column >= 0)
	);
	if (order === undefined)
		return err({ line: 1, reason: 'no column of orders, such as OrderID or InvoiceNo' });
	if (item === undefined) return err({ line: 1, reason: 'no column of items, such as Item or StockCode' });
	const lines: BasketLine[] = [];
	for (const row of rows) {
		const { line, problem } = row;
		if (problem) return err({ line, reason: 'its quotes do not close' });
		const cells = row.cells.map((cell) => cell.trim());
		const orderId = cells[order];
		const name = cells[item];
		if (!orderId) return err({ line, reason: `no ${header[order]}` });
		if (!name) return err({ line, reason: `no ${header[item]}` });
		const text = quantity === undefined ? '1' : (cells[quantity] ?? '');
		const units = text === '' ? NaN : Number(delimiter === ',' ? text : text.replace(',', '.'));
		if (Number.isNaN(units)) return err({ line, reason: `${header[quantity!]} is "${text}", not a number` });
		lines.push({
			orderId,
			item: name,
			quantity: units,
			kind: kind === undefined ? undefined : cells[kind]?.toLowerCase()
		});
	}
	return ok(basketsOfSales(lines));
}

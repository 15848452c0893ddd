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

/** A row of sales that can't be read: where, and why. */
export interface RefusedLine {
	readonly line: number;
	readonly column: string;
	readonly value: string;
	readonly reason: string;
}

const words = (text: string) => text.split(/\s+/);

/** Names of columns, the better one first, without regard to case, blanks and punctuation. */
const columns = {
	order: words(`orderid orderno ordernumber order invoiceno invoiceid invoicenumber invoice transactionid
		transactionno transaction receiptid receiptno receipt basketid basket`),
	item: words(
		`item itemname stockcode product productname productid itemid itemcode sku partnumber description`
	),
	quantity: ['quantity', 'qty'],
	kind: ['kind']
};

/**
 * Baskets from a file of sale lines, the shop's own or any with a column of orders and one of items. Rows that can't be
 * read are left out and named; an error says why the file is none of sales.
 */
export function readSales({
	header,
	rows,
	delimiter
}: CsvFile): Result<{ baskets: Baskets; refused: RefusedLine[] }, string> {
	const plain = header.map((name) => name.toLowerCase().replace(/[^a-z0-9]/g, ''));
	const [order, item, quantity, kind] = Object.values(columns).map((names) =>
		names.map((name) => plain.indexOf(name)).find((column) => column >= 0)
	);
	if (order === undefined) return err('it has no column of orders, such as OrderID or InvoiceNo');
	if (item === undefined) return err('it has no column of items, such as Item or StockCode');
	const lines: BasketLine[] = [];
	const refused: RefusedLine[] = [];
	for (const { line, problem, cells } of rows) {
		const cell = (column: number) => (cells[column] ?? '').trim();
		const refuse = (column: number, reason: string) =>
			refused.push({ line, column: header[column]!, value: cell(column), reason });
		const text = quantity === undefined ? '1' : cell(quantity);
		const units = text === '' ? NaN : Number(delimiter === ',' ? text : text.replace(',', '.'));
		if (problem) refuse(0, 'has quotes that do not close');
		else if (cell(order) === '') refuse(order, 'names no order');
		else if (cell(item) === '') refuse(item, 'names no item');
		else if (Number.isNaN(units)) refuse(quantity!, 'is not a number');
		else
			lines.push({
				orderId: cell(order),
				item: cell(item),
				quantity: units,
				kind: kind === undefined ? undefined : cell(kind).toLowerCase()
			});
	}
	if (rows.length > 0 && lines.length === 0) return err('it has no row of sales that can be used');
	return ok({ baskets: basketsOfSales(lines), refused });
}

import { readCsv } from '../csv/read';
import { readTable, type ShopCells } from '../csv/read-table';
import { specs } from '../csv/tables';
import { sumOf, type Range } from './report';

/** What sales.csv says of a range: revenue in minor units, and its lines. */
export function fileSums(
	bytes: Uint8Array,
	shop: ShopCells,
	{ from, to }: Range
): { revenue: number; lines: number } {
	const { rows } = readTable(readCsv(bytes), specs.sales, shop);
	const inRange = rows.filter(({ date }) => date.slice(0, 10) >= from && date.slice(0, 10) <= to);
	return sumOf(inRange);
}

import { setImmediate as turn } from 'node:timers/promises';
import { decode, encode } from '../../domain/csv/encoding';
import { CsvSheet } from '../../domain/csv/patch';
import { readCsv, readCsvText } from '../../domain/csv/read';
import type { ShopCells } from '../../domain/csv/read-table';
import { RowWriter } from '../../domain/csv/row-writer';
import { contextOf, type TableSpec } from '../../domain/csv/spec';
import type { Repository } from '../store/rows';
import type { VersionedTable } from '../store/schema';
import { endBefore, marked, type End } from './marks';
import type { Pending, ShownFile } from './shown-file';

const empty = new Uint8Array();
/** How much of a file shows its style: whether numbers have a comma, what is quoted. */
const SAMPLE = 65_536;
/** Rows that are written in one go, about 0.1 s: several times what a long import commits in one, or the file falls behind it. */
const PIECE = 20_000;

/** How new rows are added to the end of a file. */
interface Style<Row> {
	/** Null where the file has no column, or its encoding no character, for something in the rows. */
	append(rows: readonly Row[]): Uint8Array | null;
}

/**
 * The file of a table whose rows have no key but the store's number. New rows are appended; where newer ones change or go,
 * all behind the last mark before them is written anew, else all of it is compared.
 */
export function numberedFile<Row>(
	spec: TableSpec<Row>,
	table: VersionedTable,
	rows: Pick<Repository<Row>, 'all' | 'tail' | 'firstChanged'>
): ShownFile {
	let style: Style<Row> | null = null;
	const numberOf = (row: Row) => Number(row[spec.number!]);
	const lastOf = (rows: readonly Row[], last: number) =>
		rows.reduce((max, row) => Math.max(max, numberOf(row)), last);

	function whole(all: Row[], last: number, takeOver: boolean) {
		return {
			last: lastOf(all, last),
			async plan(bytes: () => Promise<Uint8Array | null>, cells: ShopCells) {
				const had = await bytes();
				const sheet = new CsvSheet(readCsv(had ?? empty), spec, cells);
				if (takeOver) sheet.addColumns(spec.columns.map(({ name }) => name));
				sheet.bringTo(all);
				style = null;
				const replace = sheet.bytes();
				return had && Buffer.compare(had, replace) === 0 ? null : { replace };
			}
		};
	}

	/** Writes rows behind a place; what stood there goes. */
	function more(rows: readonly Row[], place: End, isEnd: boolean): Pending {
		return {
			last: lastOf(rows, place.last),
			async plan(bytes, cells) {
				style ??= styleOf((await bytes()) ?? empty, spec, cells);
				const added = await lines(style, rows, place);
				if (added && isEnd) return { append: Buffer.concat(added.parts), marks: added.marks };
				const before = ((await bytes()) ?? empty).subarray(0, place.size);
				if (added) return { replace: Buffer.concat([before, ...added.parts]), marks: added.marks };
				const sheet = new CsvSheet(readCsv(before), spec, cells);
				sheet.append(rows);
				style = null;
				return { replace: sheet.bytes() };
			}
		};
	}

	/** The bytes of rows, made some at a time, so that others get their turn; null where the style has no way to write them. */
	async function lines({ append }: Style<Row>, rows: readonly Row[], { last, size, marks }: End) {
		const parts: Uint8Array[] = [];
		for (let from = 0; from < rows.length; from += PIECE) {
			await turn();
			const piece = rows.slice(from, from + PIECE);
			const bytes = append(piece);
			if (!bytes) return null;
			marks = marked({ last, size, marks });
			parts.push(bytes);
			size += bytes.length;
			last = lastOf(piece, last);
		}
		return { parts, marks };
	}

	return {
		name: `${spec.name}.csv`,
		tables: [table],
		numbered: true,
		forget() {
			style = null;
		},
		async read(tx, since, end, known) {
			const { last } = end;
			if (typeof since !== 'number') return whole(await rows.all(tx), last, since === 'takeOver');
			if (known) return known.rows.length > 0 ? more(known.rows as Row[], end, true) : null;
			const first = await rows.firstChanged(tx, since);
			if (first > last) {
				const added = await rows.tail(tx, last);
				return added.length > 0 ? more(added, end, true) : null;
			}
			const place = endBefore(end, first);
			if (place) return more(await rows.tail(tx, place.last), place, false);
			return whole(await rows.all(tx), last, false);
		}
	};
}

function styleOf<Row>(bytes: Uint8Array, spec: TableSpec<Row>, cells: ShopCells): Style<Row> {
	const { text, encoding } = decode(bytes);
	const sample = readCsvText({ text: text.length <= SAMPLE ? text : wholeLines(text.slice(0, SAMPLE)) });
	const writer = new RowWriter(sample, spec, contextOf(sample, spec, cells));
	const { newline } = sample;
	const open = !/[\r\n]$/.test(text);
	return {
		append(rows) {
			if (!sample.headerRow || writer.lacking(rows).length > 0) return null;
			const lines = rows.map((row) => writer.line(row)).join(newline);
			return encode({ text: open ? newline + lines : lines + newline, encoding, bom: false });
		}
	};
}

const wholeLines = (text: string) =>
	text.slice(0, Math.max(text.lastIndexOf('\n'), text.lastIndexOf('\r')) + 1);

import { setImmediate as turn } from 'node:timers/promises';
import { decode, encode } from '../../domain/csv/encoding';
import { CsvSheet } from '../../domain/csv/patch';
import { readCsv, readCsvText } from '../../domain/csv/read';
import type { ShopCells } from '../../domain/csv/read-table';
import { RowWriter } from '../../domain/csv/row-writer';
import { contextOf, type TableSpec } from '../../domain/csv/spec';
import type { Repository } from '../store/rows';
import type { VersionedTable } from '../store/schema';
import type { Part } from './additions';
import { endBefore, marked, type End } from './marks';
import type { Pending, ShownFile } from './shown-file';

const empty = new Uint8Array();
/** How much of a file shows its style: whether numbers have a comma, what is quoted. */
const SAMPLE = 65_536;
/** Rows of the store that are written in one go, about 0.1 s. */
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
	function more(parts: readonly Part[], place: End, isEnd: boolean): Pending {
		return {
			last: parts.at(-1)?.last ?? place.last,
			async plan(bytes, cells) {
				style ??= styleOf((await bytes()) ?? empty, spec, cells);
				const added = await lines(style, parts, place);
				if (added && isEnd) return { append: Buffer.concat(added.pieces), marks: added.marks };
				const before = ((await bytes()) ?? empty).subarray(0, place.size);
				if (added) return { replace: Buffer.concat([before, ...added.pieces]), marks: added.marks };
				const sheet = new CsvSheet(readCsv(before), spec, cells);
				for (const part of parts) if ('rows' in part) sheet.append(part.rows as Row[]);
				style = null;
				return { replace: sheet.bytes() };
			}
		};
	}

	/** The bytes of parts, made one by one, so that others get their turn; null where the style has no way to write them. */
	async function lines({ append }: Style<Row>, parts: readonly Part[], { last, size, marks }: End) {
		const pieces: Uint8Array[] = [];
		for (const part of parts) {
			if ('rows' in part) await turn();
			const bytes = 'rows' in part ? append(part.rows as Row[]) : part.bytes;
			if (!bytes) return null;
			marks = marked({ last, size, marks });
			pieces.push(bytes);
			size += bytes.length;
			last = part.last;
		}
		return { pieces, marks };
	}

	const bytesOf = (added: readonly object[]) => style?.append(added as Row[]) ?? null;

	/** Parts that are all rows or all bytes; null where some are bytes, and others can't be said in the same style. */
	function alike(parts: readonly Part[]): readonly Part[] | null {
		if (parts.every((part) => 'rows' in part)) return parts;
		const said: Part[] = [];
		for (const part of parts) {
			const bytes = 'rows' in part ? bytesOf(part.rows) : part.bytes;
			if (!bytes) return null;
			said.push({ bytes, last: part.last });
		}
		return said;
	}

	/** Rows as the store has them, some at a time. */
	function partsOf(rows: readonly Row[]): Part[] {
		return Array.from({ length: Math.ceil(rows.length / PIECE) }, (_, index) => {
			const piece = rows.slice(index * PIECE, (index + 1) * PIECE);
			return { rows: piece as object[], last: numberOf(piece.at(-1)!) };
		});
	}

	return {
		name: `${spec.name}.csv`,
		tables: [table],
		bytesOf,
		forget() {
			style = null;
		},
		async read(tx, since, end, known) {
			const { last } = end;
			if (typeof since !== 'number') return whole(await rows.all(tx), last, since === 'takeOver');
			const parts = known && alike(known);
			if (parts) return parts.length > 0 ? more(parts, end, true) : null;
			const first = await rows.firstChanged(tx, since);
			if (first > last) {
				const added = partsOf(await rows.tail(tx, last));
				return added.length > 0 ? more(added, end, true) : null;
			}
			const place = endBefore(end, first);
			if (place) return more(partsOf(await rows.tail(tx, place.last)), place, false);
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
			let text = '';
			for (const row of rows) text += open ? newline + writer.line(row) : writer.line(row) + newline;
			return encode({ text, encoding, bom: false });
		}
	};
}

const wholeLines = (text: string) =>
	text.slice(0, Math.max(text.lastIndexOf('\n'), text.lastIndexOf('\r')) + 1);

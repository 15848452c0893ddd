import { decode, encode } from '../../domain/csv/encoding';
import { CsvSheet } from '../../domain/csv/patch';
import { readCsv, readCsvText } from '../../domain/csv/read';
import type { ShopCells } from '../../domain/csv/read-table';
import { RowWriter } from '../../domain/csv/row-writer';
import { contextOf, type TableSpec } from '../../domain/csv/spec';
import type { Repository } from '../store/rows';
import type { VersionedTable } from '../store/schema';
import type { Added, ReadTx } from '../store/store';
import type { ShownFile } from './shown-file';

const empty = new Uint8Array();
/** How much of a file shows its style: whether numbers have a comma, what is quoted. */
const SAMPLE = 65_536;

/** How new rows are added to the end of a file. */
interface Style<Row> {
	/** Null where the file has no column, or its encoding no character, for something in the rows. */
	append(rows: readonly Row[]): Uint8Array | null;
}

/** The file of a table whose rows have no key but the store's number: new rows are appended, else it is replaced. */
export function numberedFile<Row>(
	spec: TableSpec<Row>,
	table: VersionedTable,
	rows: Pick<Repository<Row>, 'all' | 'changedSince'>
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

	/** Null where rows of the file were changed or deleted too. */
	async function addedSince(tx: ReadTx, since: number, last: number): Promise<Added | null> {
		const changed = await rows.changedSince(tx, since);
		const isAfter = (number: unknown) => Number(number) > last;
		if (changed.deleted.some((number) => !isAfter(number))) return null;
		if (changed.rows.some((row) => !isAfter(row[spec.number!]))) return null;
		return { rows: changed.rows as object[], last: lastOf(changed.rows, last) };
	}

	return {
		name: `${spec.name}.csv`,
		tables: [table],
		numbered: true,
		forget() {
			style = null;
		},
		async read(tx, since, last, known) {
			if (typeof since !== 'number') return whole(await rows.all(tx), last, since === 'takeOver');
			const added = known ?? (await addedSince(tx, since, last));
			if (!added) return whole(await rows.all(tx), last, false);
			if (added.rows.length === 0) return null;
			const more = added.rows as Row[];
			return {
				last: added.last,
				async plan(bytes, cells) {
					style ??= styleOf((await bytes()) ?? empty, spec, cells);
					const append = style.append(more);
					if (append) return { append };
					const sheet = new CsvSheet(readCsv((await bytes()) ?? empty), spec, cells);
					sheet.append(more);
					style = null;
					return { replace: sheet.bytes() };
				}
			};
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

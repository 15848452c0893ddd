import { CsvSheet } from '../../domain/csv/patch';
import { readCsv } from '../../domain/csv/read';
import type { TableSpec } from '../../domain/csv/spec';
import type { Repository } from '../store/rows';
import type { VersionedTable } from '../store/schema';
import type { Delta } from './history';
import type { ShownFile } from './shown-file';

const empty = new Uint8Array();

/** The file of a table whose rows have keys: changed rows are patched where they stand, and the file is replaced. */
export function keyedFile<Row>(
	spec: TableSpec<Row>,
	table: VersionedTable,
	rows: Pick<Repository<Row>, 'all' | 'changedSince'>
): ShownFile {
	/** The file as it was last planned. If that write failed, the same rows are put into it once more. */
	let sheet: CsvSheet<Row> | null = null;
	return {
		name: `${spec.name}.csv`,
		tables: [table],
		kept: true,
		forget() {
			sheet = null;
		},
		async read(tx, since, { last }) {
			if (typeof since !== 'number') {
				const all = await rows.all(tx);
				return {
					last,
					async plan(bytes, cells) {
						const had = await bytes();
						sheet = new CsvSheet(readCsv(had ?? empty), spec, cells);
						if (since === 'takeOver') sheet.addColumns(spec.columns.map(({ name }) => name));
						sheet.bringTo(all);
						const replace = sheet.bytes();
						return had && Buffer.compare(had, replace) === 0 ? null : { replace };
					}
				};
			}
			const changed = await rows.changedSince(tx, since);
			if (changed.rows.length === 0 && changed.deleted.length === 0) return null;
			return {
				last,
				async plan(bytes, cells) {
					sheet ??= new CsvSheet(readCsv((await bytes()) ?? empty), spec, cells);
					sheet.remove(changed.deleted);
					sheet.put(changed.rows);
					return { replace: sheet.bytes(), delta: changed as Delta };
				}
			};
		}
	};
}

import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { readCsv, type CsvFile } from '../domain/csv/read';
import { layoutOf } from '../domain/csv/spec';
import { generated, specs } from '../domain/csv/tables';
import { tableNames } from '../domain/tables';

/** The CSV files of the data folder, as their addresses name them. */
const exportNames: readonly string[] = [...tableNames, ...Object.keys(generated)];

/**
 * A canonical file as it stands in the data folder; null where there is none.
 * @param hashes whether `users` shows its password hashes
 */
export async function exportFile(
	dataDir: string,
	name: string,
	{ hashes }: { hashes: boolean }
): Promise<Uint8Array | null> {
	if (!exportNames.includes(name)) return null;
	try {
		const bytes = await readFile(join(dataDir, `${name}.csv`));
		return name === 'users' && !hashes ? withoutHashes(readCsv(bytes)) : bytes;
	} catch (error) {
		if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
		throw error;
	}
}

/** The accounts in UTF-8 without the column of the hashes, and without rows whose cells do not stand under the header. */
function withoutHashes(file: CsvFile): Uint8Array {
	const { columns } = layoutOf(specs.users, file.header);
	const hidden = columns.findIndex(
		(column) => column && 'field' in column && column.field === 'passwordHash'
	);
	const whole = file.rows.filter((row) => !row.problem && row.rawCells.length === file.header.length);
	const lines = [...(file.headerRow ? [file.headerRow] : []), ...whole].map((row) =>
		row.rawCells.filter((_, place) => place !== hidden).join(file.delimiter)
	);
	return Buffer.from(lines.map((line) => line + file.newline).join(''), 'utf8');
}

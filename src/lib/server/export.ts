import { open, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { writeCell } from '../domain/csv/scan';
import { layoutOf } from '../domain/csv/spec';
import { generated, specs } from '../domain/csv/tables';
import { ImportSource } from '../domain/import/source';
import { neutralise, SPREADSHEET_MARK } from '../domain/import/spreadsheet';
import { tableNames } from '../domain/tables';

/** The CSV files of the data folder, as their addresses name them. */
export const exportNames: readonly string[] = [...tableNames, ...Object.keys(generated)];

export interface ExportOptions {
	/** Whether `users` shows its password hashes. */
	hashes: boolean;
	/** Cells that a spreadsheet would take for formulas are made harmless; an import takes that back. */
	spreadsheet: boolean;
}

/** Rows in a piece of the stream. */
const PIECE = 1000;

/** A canonical file as it stands in the data folder, byte for byte but for what the options change; null where there is none. */
export async function exportFile(
	dataDir: string,
	name: string,
	options: ExportOptions
): Promise<Readable | null> {
	if (!exportNames.includes(name)) return null;
	const path = join(dataDir, `${name}.csv`);
	const hidden = name === 'users' && !options.hashes;
	try {
		if (hidden || options.spreadsheet)
			return Readable.from(rewritten(new ImportSource(await readFile(path)), hidden, options.spreadsheet));
		const file = await open(path);
		// Rows that are appended meanwhile belong to the next export.
		const { size } = await file.stat();
		if (size > 0) return file.createReadStream({ end: size - 1 });
		await file.close();
		return Readable.from([]);
	} catch (error) {
		if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
		throw error;
	}
}

/** In UTF-8, piece by piece; without hashes, rows whose cells do not stand under the header stay out: they might show one. */
function* rewritten(source: ImportSource, withoutHashes: boolean, spreadsheet: boolean): Generator<Buffer> {
	const { header, delimiter, newline } = source;
	const hidden = withoutHashes
		? layoutOf(specs.users, header).columns.findIndex(
				(column) => column && 'field' in column && column.field === 'passwordHash'
			)
		: -1;
	const harmless = (raw: string, cell: string | undefined) =>
		spreadsheet ? writeCell(neutralise(cell ?? ''), delimiter) : raw;
	const line = (raw: string[], cells: string[], mark: string) => {
		const shown = raw.flatMap((rawCell, place) =>
			place === hidden ? [] : [harmless(rawCell, cells[place])]
		);
		return (spreadsheet ? [...shown, mark] : shown).join(delimiter) + newline;
	};

	if (header.length === 0) return;
	const heading = header.map((name) => writeCell(name, delimiter));
	let lines = [(spreadsheet ? '\ufeff' : '') + line(heading, header, SPREADSHEET_MARK)];
	for (const row of source.rows()) {
		const raw = row.rawCells;
		if (withoutHashes && (row.problem || raw.length !== header.length)) continue;
		while (raw.length < header.length) raw.push('');
		lines.push(line(raw, row.cells, ''));
		if (lines.length < PIECE) continue;
		yield Buffer.from(lines.join(''));
		lines = [];
	}
	yield Buffer.from(lines.join(''));
}

import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import type { Rejection } from '../../../src/lib/domain/csv/spec';
import { TableImport, type ImportRow } from '../../../src/lib/domain/import/import';
import { ImportSource } from '../../../src/lib/domain/import/source';
import type { TableName } from '../../../src/lib/domain/tables';

const folder = new URL('../../fixtures/csv-import/', import.meta.url);
interface Case {
	file: string;
	table: TableName;
	rows: ImportRow[];
	rejected: Rejection[];
	warnings?: string[];
	/** Columns that no object literal can name. */
	extra?: [string, string][];
}
const cases = JSON.parse(readFileSync(new URL('expected.json', folder), 'utf8')) as Case[];

test('every file is expected, and there are 60 and more', () => {
	const files = readdirSync(folder).filter((name) => name.endsWith('.csv'));
	expect(cases.map(({ file }) => file).sort()).toEqual(files.sort());
	expect(files.length).toBeGreaterThanOrEqual(60);
});

test.each(cases)('$file', ({ file, table, rows, rejected, warnings = [], extra }) => {
	const source = new ImportSource(readFileSync(new URL(file, folder)));
	const shop = { digits: 2, timeZone: 'Asia/Kolkata' };
	const work = new TableImport(source, { table, mode: 'merge', shop, products: [] });
	const read = work.read([...source.rows()]);
	const taken = work.lookup ? work.decideLines(read, []) : work.decide(read, new Map()).insert;
	if (extra) expect(taken.map((row) => Object.entries(row.extra!))).toEqual([extra]);
	expect(extra ? taken.map(({ extra: _, ...row }) => row) : taken).toEqual(rows);
	expect(work.report).toMatchObject({ rejected, warnings, warned: warnings.length });
	expect(source.otherKind).toBeNull();
});

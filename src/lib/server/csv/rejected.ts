import type { Dirent } from 'node:fs';
import { open, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import Papa from 'papaparse';
import type { CsvFile, CsvRow } from '../../domain/csv/read';
import { faultsIn, type Rejection } from '../../domain/csv/spec';
import type { RefusedRows } from '../../protocol/settings';
import { replaceFile, type Disk } from './disk';

/** The folder beside the canonical files that lists what was refused. */
export const REJECTED = 'rejected';

/** Lists the refused rows of a file with line and reason, and their cells as they are; without any, the list goes. */
export async function writeRejected(
	disk: Disk,
	folder: string,
	name: string,
	header: CsvFile['header'],
	rejected: readonly (Rejection & { row: CsvRow })[]
): Promise<void> {
	const path = join(folder, REJECTED, name);
	if (rejected.length === 0) return disk.remove(path);
	await disk.makeFolder(join(folder, REJECTED));
	const reasonsOf = (rejection: Rejection) =>
		faultsIn(rejection).map(({ column, value, reason }) => `${column} ${JSON.stringify(value)} ${reason}`);
	const rows = rejected.map((rejection) => [
		rejection.line,
		reasonsOf(rejection).join('; '),
		...rejection.row.cells
	]);
	const text = Papa.unparse([['line', 'reason', ...header], ...rows], { newline: '\n' }) + '\n';
	await replaceFile(disk, path, new TextEncoder().encode(text), undefined, await modeOf(disk, folder, name));
}

/** Keeps a file that can't be read at all, or some of it, beside the lists of refused rows. */
export async function keepRejected(
	disk: Disk,
	folder: string,
	name: string,
	bytes: Uint8Array
): Promise<void> {
	await disk.makeFolder(join(folder, REJECTED));
	await replaceFile(disk, join(folder, REJECTED, name), bytes, undefined, await modeOf(disk, folder, name));
}

/** Bytes of a list that are looked at, and rows of it that are shown. */
const LOOKED_AT = 256 * 1024;
const SHOWN = 50;

/** What the lists of refused rows say, for the desk. */
export async function refusedRows(folder: string): Promise<RefusedRows[]> {
	const found = await readdir(join(folder, REJECTED), { withFileTypes: true }).catch((): Dirent[] => []);
	const names = found.filter((entry) => entry.isFile()).map(({ name }) => name);
	// One that can't be read hides none of the others.
	const lists = await Promise.all(names.sort().map((name) => readList(folder, name).catch(() => null)));
	return lists.filter((list) => list !== null);
}

async function readList(folder: string, name: string): Promise<RefusedRows | null> {
	const list = await open(join(folder, REJECTED, name));
	const { bytesRead, buffer } = await list.read(Buffer.alloc(LOOKED_AT)).finally(() => list.close());
	const [header, ...found] = Papa.parse<string[]>(buffer.toString('utf8', 0, bytesRead), {
		skipEmptyLines: true
	}).data;
	// A file that could not be read at all is kept here as it is.
	if (header?.[0] !== 'line' || header[1] !== 'reason') return null;
	const atLeast = bytesRead === LOOKED_AT;
	if (atLeast) found.pop();
	return {
		name,
		count: found.length,
		...(atLeast && { atLeast }),
		rows:
			name === 'users.csv'
				? []
				: found.slice(0, SHOWN).map(([line, reason = '']) => ({ line: Number(line), reason }))
	};
}

/** Who may not read a file may not read what was refused of it. */
async function modeOf(disk: Disk, folder: string, name: string): Promise<number | undefined> {
	return (await disk.stamp(join(folder, name)))?.mode;
}

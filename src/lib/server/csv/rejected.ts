import { join } from 'node:path';
import Papa from 'papaparse';
import type { CsvFile, CsvRow } from '../../domain/csv/read';
import { faultsIn, type Rejection } from '../../domain/csv/spec';
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

/** Who may not read a file may not read what was refused of it. */
async function modeOf(disk: Disk, folder: string, name: string): Promise<number | undefined> {
	return (await disk.stamp(join(folder, name)))?.mode;
}

import { mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { nodeDisk, replaceFile } from '../csv/disk';

const FOLDER = 'models';
/** What was learnt of all products together, their forest among it. Other files of the folder are not touched. */
const NAME = 'rf_all-products.json';

/** The text of the kept model; null where there is none that can be read. */
export function readModelFile(dataDir: string): Promise<string | null> {
	return readFile(join(dataDir, FOLDER, NAME), 'utf8').catch(() => null);
}

export async function writeModelFile(dataDir: string, text: string): Promise<void> {
	await mkdir(join(dataDir, FOLDER), { recursive: true });
	await replaceFile(nodeDisk, join(dataDir, FOLDER, NAME), new TextEncoder().encode(text));
}

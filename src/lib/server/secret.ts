import { randomBytes } from 'node:crypto';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { StartError, type Config } from './config';

/**
 * The key for hashes of codes and PINs: `POP_SECRET`, or one made once and kept in a file outside the CSVs, so that a
 * copy of the data folder does not hold it: beside the folder, inside it (`.pop/secret`) where its parent can't be
 * written. Processes that start together get the same one.
 * @throws StartError where neither place can be written
 */
export function loadSecret(config: Pick<Config, 'secret' | 'dataDir'>): string {
	if (config.secret) return config.secret;
	const [beside, inside] = placesOf(config);
	const kept = readKey(beside) ?? readKey(inside);
	if (kept) return kept;
	for (const path of [beside, inside]) {
		try {
			return makeKey(path);
		} catch (error) {
			if (error instanceof StartError) throw error;
		}
	}
	throw new StartError(`${config.dataDir} can't be written: give this user the right to, or set DATA_DIR.`);
}

/** Keeps the key that came with a backup, in place of another. */
export function keepSecret(config: Pick<Config, 'dataDir'>, key: string): void {
	const [beside, inside] = placesOf(config);
	rmSync(inside, { force: true });
	try {
		rmSync(beside, { force: true });
		writeFileSync(beside, key + '\n', { mode: 0o600 });
	} catch {
		writeFileSync(inside, key + '\n', { mode: 0o600 });
	}
}

const placesOf = ({ dataDir }: Pick<Config, 'dataDir'>): [beside: string, inside: string] => [
	join(dirname(dataDir), `.${basename(dataDir)}.secret`),
	join(dataDir, '.pop', 'secret')
];

function readKey(path: string): string | null {
	try {
		return readFileSync(path, 'utf8').trim() || null;
	} catch {
		return null;
	}
}

/** Only the first of processes that start together creates the file; the others read its key. */
function makeKey(path: string): string {
	mkdirSync(dirname(path), { recursive: true });
	try {
		writeFileSync(path, randomBytes(32).toString('base64url') + '\n', { mode: 0o600, flag: 'wx' });
	} catch (error) {
		if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
	}
	const key = readKey(path);
	if (!key) throw new StartError(`${path} is empty: delete it, or set POP_SECRET to the key that it held.`);
	return key;
}

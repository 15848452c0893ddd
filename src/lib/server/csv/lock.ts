import { readFile, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { holder, isThere, type Holder } from '../holder';

const BEAT_MS = 5000;
/** A lock of another machine whose holder gave no sign for so long is left over. */
const STALE_MS = 20_000;

const held = new Set<string>();

/**
 * Takes a lock file for this process; null while another one holds it. A holder of this machine that is no longer there
 * is followed at once, so that a killed server's next start does not wait.
 */
export async function takeLock(path: string): Promise<(() => Promise<void>) | null> {
	if (held.has(path)) return null;
	const mine = JSON.stringify(holder);
	try {
		await writeFile(path, mine, { flag: 'wx' });
	} catch (error) {
		if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
		if (await isHeld(path)) return null;
		await writeFile(path, mine);
	}
	held.add(path);
	const beat = setInterval(() => {
		const now = new Date();
		utimes(path, now, now).catch(() => {});
	}, BEAT_MS);
	beat.unref();
	return async () => {
		clearInterval(beat);
		held.delete(path);
		await rm(path, { force: true });
	};
}

async function isHeld(path: string): Promise<boolean> {
	try {
		const other = JSON.parse(await readFile(path, 'utf8')) as Holder;
		return isThere(other, Date.now() - (await stat(path)).mtimeMs < STALE_MS);
	} catch {
		return false;
	}
}

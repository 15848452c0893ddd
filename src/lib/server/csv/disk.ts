import { constants, renameSync, statSync, watch, type FSWatcher, type Stats } from 'node:fs';
import { chmod, mkdir, open, readdir, readFile, rm, stat, type FileHandle } from 'node:fs/promises';
import { takeLock } from './lock';
import { basename, dirname, join } from 'node:path';

/** By what a change of a file by somebody else shows: a saved file has another one, even if its time was set back. */
export interface Stamp {
	size: number;
	mtimeMs: number;
	ctimeMs: number;
	ino: number;
	mode: number;
}

/** Modes of what holds copies of accounts: nobody but the shop's own user. */
export const PRIVATE_FOLDER = 0o700;
export const PRIVATE_FILE = 0o600;

/** The steps on a disk that the mirror is made of, so that tests can stop at each of them. */
export interface Disk {
	/** Null where there is no such file. */
	read(path: string): Promise<Uint8Array | null>;
	stamp(path: string): Promise<Stamp | null>;
	/** Writes the whole file; durable only after `sync`. */
	write(path: string, bytes: Uint8Array, mode?: number): Promise<void>;
	append(path: string, bytes: Uint8Array): Promise<void>;
	sync(path: string): Promise<void>;
	/**
	 * Durable only after `syncFolder`. The target's stamp is looked at right before, without a pause in which somebody could
	 * save it; false, and nothing happens, where it is not the expected one.
	 */
	rename(from: string, to: string, isExpected?: (found: Stamp | null) => boolean): Promise<boolean>;
	syncFolder(path: string): Promise<void>;
	remove(path: string): Promise<void>;
	/** Also those above it; `mode` is the last one's, if it was there before too. */
	makeFolder(path: string, mode?: number): Promise<void>;
	/** The names in a folder; none where there is no such folder. */
	list(path: string): Promise<string[]>;
	/** Calls back, sooner or later, when a file of a folder may have changed. Returns the way to stop. */
	watch(path: string, changed: () => void): () => void;
	/** Makes this process the only holder of a lock file; null while another process holds it. Returns the way to let go. */
	lock(path: string): Promise<(() => Promise<void>) | null>;
}

/**
 * Puts bytes in the place of a file, so that a crash leaves the old file or the new one whole.
 * @param isExpected asked at the last moment of the file that stands there; false leaves it
 * @param mode the new file's, where it is not to be the old one's
 * @returns whether it was replaced, and the new file's stamp; null where somebody changed that at once
 */
export async function replaceFile(
	disk: Disk,
	path: string,
	bytes: Uint8Array,
	isExpected?: (found: Stamp | null) => boolean,
	mode?: number
): Promise<{ replaced: boolean; stamp: Stamp | null }> {
	const temporary = join(dirname(path), `.${basename(path)}.tmp`);
	const modeOf = async () => mode ?? (await disk.stamp(path))?.mode;
	let replaced = false;
	let made: Stamp | null;
	try {
		await disk.write(temporary, bytes, await modeOf());
		await disk.sync(temporary);
		made = await disk.stamp(temporary);
		replaced = await disk.rename(temporary, path, isExpected);
	} finally {
		if (!replaced) await disk.remove(temporary).catch(() => {});
	}
	if (!replaced) return { replaced, stamp: null };
	await disk.syncFolder(dirname(path));
	const found = await disk.stamp(path);
	// Not the time of change: a rename counts as one.
	const same = found?.ino === made?.ino && found?.size === made?.size && found?.mtimeMs === made?.mtimeMs;
	return { replaced, stamp: same ? found : null };
}

/** The disk of this machine. */
export const nodeDisk: Disk = {
	async read(path) {
		return orNull(readFile(path));
	},
	async stamp(path) {
		return stampOf(await orNull(stat(path)));
	},
	async write(path, bytes, mode) {
		const file = await open(path, 'w', mode);
		try {
			if (mode !== undefined) await file.chmod(mode);
			await writeAll(file, bytes);
		} finally {
			await file.close();
		}
	},
	async append(path, bytes) {
		const file = await open(path, constants.O_WRONLY | constants.O_APPEND);
		try {
			await writeAll(file, bytes);
		} finally {
			await file.close();
		}
	},
	async sync(path) {
		const file = await open(path, 'r+');
		try {
			await file.datasync();
		} finally {
			await file.close();
		}
	},
	async rename(from, to, isExpected) {
		if (isExpected && !isExpected(stampOf(statSync(to, { throwIfNoEntry: false })))) return false;
		renameSync(from, to);
		return true;
	},
	async syncFolder(path) {
		// Windows has no way to sync a folder; its renames are in the file system's journal.
		if (process.platform === 'win32') return;
		const folder = await open(path, 'r');
		try {
			await folder.sync();
		} finally {
			await folder.close();
		}
	},
	remove: (path) => rm(path, { force: true }),
	async makeFolder(path, mode) {
		await mkdir(path, { recursive: true, mode });
		if (mode !== undefined) await chmod(path, mode);
	},
	async list(path) {
		return (await orNull(readdir(path))) ?? [];
	},
	watch(path, changed) {
		// Events are a hint: some file systems send none, so the folder is looked at in any case.
		const timer = setInterval(changed, POLL_MS);
		timer.unref();
		let watcher: FSWatcher | null = null;
		let soon: NodeJS.Timeout | null = null;
		// A write is several events, and this process's own are among them.
		const hint = () => {
			soon ??= setTimeout(() => {
				soon = null;
				changed();
			}, HINT_MS);
		};
		try {
			watcher = watch(path, { persistent: false }, hint);
			watcher.on('error', () => watcher?.close());
		} catch {
			// No events here at all.
		}
		return () => {
			clearInterval(timer);
			if (soon) clearTimeout(soon);
			watcher?.close();
		};
	},
	lock: takeLock
};

const POLL_MS = 700;
/** Events within this time are one. */
const HINT_MS = 100;

function stampOf(found: Stats | null | undefined): Stamp | null {
	if (!found) return null;
	const { size, mtimeMs, ctimeMs, ino, mode } = found;
	return { size, mtimeMs, ctimeMs, ino, mode: mode & 0o777 };
}

/** In one go: `writeFile` writes half a megabyte at a time, and a busy process gets to each after all others. */
export async function writeAll(file: FileHandle, bytes: Uint8Array): Promise<void> {
	for (let at = 0; at < bytes.length;) at += (await file.write(bytes, at)).bytesWritten;
}

async function orNull<T>(found: Promise<T>): Promise<T | null> {
	try {
		return await found;
	} catch (error) {
		if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
		throw error;
	}
}

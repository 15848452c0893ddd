import { constants, watch, type FSWatcher } from 'node:fs';
import { mkdir, open, readdir, readFile, rename, rm, stat } from 'node:fs/promises';
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

/** The steps on a disk that the mirror is made of, so that tests can stop at each of them. */
export interface Disk {
	/** Null where there is no such file. */
	read(path: string): Promise<Uint8Array | null>;
	stamp(path: string): Promise<Stamp | null>;
	/** Writes the whole file; durable only after `sync`. */
	write(path: string, bytes: Uint8Array, mode?: number): Promise<void>;
	append(path: string, bytes: Uint8Array): Promise<void>;
	sync(path: string): Promise<void>;
	/** Durable only after `syncFolder`. */
	rename(from: string, to: string): Promise<void>;
	syncFolder(path: string): Promise<void>;
	remove(path: string): Promise<void>;
	makeFolder(path: string): Promise<void>;
	/** The names in a folder; none where there is no such folder. */
	list(path: string): Promise<string[]>;
	/** Calls back, sooner or later, when a file of a folder may have changed. Returns the way to stop. */
	watch(path: string, changed: () => void): () => void;
	/** Makes this process the only holder of a lock file; null while another process holds it. Returns the way to let go. */
	lock(path: string): Promise<(() => Promise<void>) | null>;
}

/** Puts bytes in the place of a file, so that a crash leaves the old file or the new one whole. */
export async function replaceFile(disk: Disk, path: string, bytes: Uint8Array): Promise<void> {
	const temporary = join(dirname(path), `.${basename(path)}.tmp`);
	const mode = (await disk.stamp(path))?.mode;
	try {
		await disk.write(temporary, bytes, mode);
		await disk.sync(temporary);
		await disk.rename(temporary, path);
	} catch (error) {
		await disk.remove(temporary).catch(() => {});
		throw error;
	}
	await disk.syncFolder(dirname(path));
}

/** The disk of this machine. */
export const nodeDisk: Disk = {
	async read(path) {
		return orNull(readFile(path));
	},
	async stamp(path) {
		const found = await orNull(stat(path));
		if (!found) return null;
		const { size, mtimeMs, ctimeMs, ino, mode } = found;
		return { size, mtimeMs, ctimeMs, ino, mode: mode & 0o777 };
	},
	async write(path, bytes, mode) {
		const file = await open(path, 'w', mode);
		try {
			if (mode !== undefined) await file.chmod(mode);
			await file.writeFile(bytes);
		} finally {
			await file.close();
		}
	},
	async append(path, bytes) {
		const file = await open(path, constants.O_WRONLY | constants.O_APPEND);
		try {
			await file.writeFile(bytes);
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
	rename,
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
	async makeFolder(path) {
		await mkdir(path, { recursive: true });
	},
	async list(path) {
		return (await orNull(readdir(path))) ?? [];
	},
	watch(path, changed) {
		// Events are a hint: some file systems send none, so the folder is looked at in any case.
		const timer = setInterval(changed, POLL_MS);
		timer.unref();
		let watcher: FSWatcher | null = null;
		try {
			watcher = watch(path, { persistent: false }, changed);
			watcher.on('error', () => watcher?.close());
		} catch {
			// No events here at all.
		}
		return () => {
			clearInterval(timer);
			watcher?.close();
		};
	},
	lock: takeLock
};

const POLL_MS = 700;

async function orNull<T>(found: Promise<T>): Promise<T | null> {
	try {
		return await found;
	} catch (error) {
		if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
		throw error;
	}
}

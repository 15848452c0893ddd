import { randomUUID } from 'node:crypto';
import { readSync } from 'node:fs';
import { open, unlink, type FileHandle } from 'node:fs/promises';
import { join } from 'node:path';
import type { Bytes } from '../../domain/csv/encoding';
import { bodyParts } from '../body';
import { PRIVATE_FILE, writeAll } from '../csv/disk';

/** Bytes that are written together: a busy process gets to each write, and to what comes behind it, after all others. */
const TOGETHER = 1 << 20;

/** A file whose bytes are read where they are asked for. */
export interface OpenFile extends Bytes {
	close(): Promise<void>;
}

/** @throws where there is no such file, or it can't be read */
export async function openFile(path: string): Promise<OpenFile> {
	return readable(await open(path));
}

/**
 * Keeps a request's body on the disk while it is needed: a large one would stand in memory otherwise. The file has no name,
 * so that nothing of it is left once it is closed, or the process gone.
 * @throws ProblemError too_large beyond `limit` bytes
 */
export async function upload(request: Request, limit: number, folder: string): Promise<OpenFile> {
	const path = join(folder, `${randomUUID()}.upload`);
	const file = await open(path, 'wx+', PRIVATE_FILE);
	try {
		await unlink(path);
		let waiting: Uint8Array[] = [];
		let size = 0;
		for await (const part of bodyParts(request, limit)) {
			waiting.push(part);
			size += part.byteLength;
			if (size < TOGETHER) continue;
			await writeAll(file, Buffer.concat(waiting));
			[waiting, size] = [[], 0];
		}
		await writeAll(file, Buffer.concat(waiting));
		return await readable(file);
	} catch (error) {
		await file.close();
		throw error;
	}
}

async function readable(file: FileHandle): Promise<OpenFile> {
	return {
		length: (await file.stat()).size,
		subarray(from, to) {
			const bytes = Buffer.allocUnsafe(to - from);
			let size = 0;
			for (let read = -1; read !== 0 && size < bytes.length; size += read)
				read = readSync(file.fd, bytes, size, bytes.length - size, from + size);
			return bytes.subarray(0, size);
		},
		close: () => file.close()
	};
}

import { readFile, stat } from 'node:fs/promises';
import { extname, join } from 'node:path';

const types: Record<string, string> = {
	'.png': 'image/png',
	'.jpg': 'image/jpeg',
	'.jpeg': 'image/jpeg',
	'.webp': 'image/webp',
	'.avif': 'image/avif',
	'.gif': 'image/gif',
	'.svg': 'image/svg+xml'
};

export interface Image {
	/** Changes with the file. */
	etag: string;
	type: string;
	bytes(): Promise<Buffer>;
}

/** A picture in the data folder's `images/`, or null. Names lead nowhere else: no folders, nothing hidden. */
export async function findImage(dataDir: string, name: string): Promise<Image | null> {
	const type = types[extname(name).toLowerCase()];
	if (!type || !/^[^.\\/:\p{Cc}][^\\/:\p{Cc}]*$/u.test(name)) return null;
	const path = join(dataDir, 'images', name);
	const found = await stat(path).catch(() => null);
	if (!found?.isFile()) return null;
	const etag = `"${found.size.toString(36)}-${found.mtimeMs.toString(36)}"`;
	return { etag, type, bytes: () => readFile(path) };
}

import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { createGzip } from 'node:zlib';
import { formatEntry } from '../../domain/audit/log';
import { nodeDisk } from '../csv/disk';
import { cellsOf } from '../csv/cells';
import { shownFiles } from '../csv/shown-files';
import { LOG_FILE } from '../csv/other-files';
import { log } from '../store/log';
import type { Store } from '../store/store';
import { tarEnd, tarEntry } from './tar';

/** In every archive, last: what it is, and the SHA-256 of each file. */
export interface Manifest {
	format: 1;
	/** ISO 8601. */
	createdAt: string;
	files: Record<string, string>;
}
export const MANIFEST = 'backup.json';
/** The key of codes and PINs: without it a restored shop would not know its PIN. */
export const SECRET = 'secret';

export interface BackupSource {
	store: Store;
	/** DATA_DIR. */
	folder: string;
	/** Null where it is the operator's own, in POP_SECRET. */
	secret: string | null;
	/** ms since 1970. */
	now: number;
}

/**
 * A shop as one gzipped tar: the canonical files as one snapshot of the store has them, in their own style, and whatever
 * else is in the data folder. The shop may go on meanwhile.
 */
export function backupStream(source: BackupSource): Readable {
	return Readable.from(entries(source)).pipe(createGzip());
}

async function* entries({ store, folder, secret, now }: BackupSource): AsyncGenerator<Buffer> {
	const files: Manifest['files'] = {};
	const entry = (name: string, bytes: Uint8Array) => {
		files[name] = createHash('sha256').update(bytes).digest('hex');
		return tarEntry({ name, bytes }, Math.floor(now / 1000));
	};
	const shown = await snapshot(store, folder);
	for (const [name, bytes] of shown) yield entry(name, bytes);
	for (const name of await others(folder))
		if (!shown.has(name)) yield entry(name, await readFile(join(folder, name)));
	if (secret !== null) yield entry(SECRET, Buffer.from(secret));
	const manifest: Manifest = { format: 1, createdAt: new Date(now).toISOString(), files };
	yield tarEntry(
		{ name: MANIFEST, bytes: Buffer.from(JSON.stringify(manifest, null, '\t')) },
		Math.floor(now / 1000)
	);
	yield tarEnd;
}

/** The canonical files as they are when they show exactly what the store has at one moment. */
async function snapshot(store: Store, folder: string): Promise<Map<string, Uint8Array>> {
	const plans = shownFiles().filter((file) => file.name !== LOG_FILE && !file.generated);
	const { cells, pending, lines } = await store.read(async (tx) => ({
		cells: await cellsOf(tx),
		pending: await Promise.all(
			plans.map(async (file) => ({ file, read: await file.read(tx, 'whole', { last: 0, size: 0 }) }))
		),
		lines: (await log.all(tx)).map(formatEntry)
	}));
	const files = new Map<string, Uint8Array>();
	for (const { file, read } of pending) {
		const disk = await nodeDisk.read(join(folder, file.name));
		const plan = await read?.plan(async () => disk, cells);
		file.forget();
		const bytes = plan && 'replace' in plan ? plan.replace : disk;
		if (bytes) files.set(file.name, bytes);
	}
	const disk = await nodeDisk.read(join(folder, LOG_FILE));
	files.set(LOG_FILE, logBytes(disk ? Buffer.from(disk).toString() : '', lines));
	return files;
}

/** The log's file with all that the store has, and nothing newer. What no entry says in an old file stays. */
function logBytes(text: string, lines: readonly string[]): Buffer {
	const newline = /\r\n|\n/.exec(text)?.[0] ?? '\n';
	const standing = text.split(/\r\n|\n/).filter((line) => line !== '');
	const last = lines.findLastIndex((line) => standing.includes(line));
	const kept = last === -1 ? standing : standing.slice(0, standing.lastIndexOf(lines[last]!) + 1);
	return Buffer.from([...kept, ...lines.slice(last + 1)].map((line) => line + newline).join(''));
}

/** Every file of the folder, by its path in it, but for those that begin with a dot: the store's own and half-written ones. */
async function others(folder: string, inside = ''): Promise<string[]> {
	const found = await readdir(join(folder, inside), { withFileTypes: true });
	const names = found.filter(({ name }) => !name.startsWith('.')).sort((a, b) => (a.name < b.name ? -1 : 1));
	const paths = names.map(async (entry) => {
		const path = inside === '' ? entry.name : `${inside}/${entry.name}`;
		return entry.isDirectory() ? others(folder, path) : entry.isFile() ? [path] : [];
	});
	return (await Promise.all(paths)).flat();
}

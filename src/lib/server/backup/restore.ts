import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { createGunzip } from 'node:zlib';
import type { Config } from '../config';
import { takeLock } from '../csv/lock';
import { keepSecret } from '../secret';
import { MANIFEST, SECRET, type Manifest } from './backup';
import { readTar } from './tar';

/** Why nothing was restored, in words. */
export class RestoreError extends Error {
	override name = 'RestoreError';
}

/**
 * Brings the files of a backup into the data folder; the store is made from them at the next start. What stood there
 * before goes to `.pop/before-restore-TIME/`.
 * @param force whether a folder with files may be replaced
 * @param now ms since 1970
 * @throws RestoreError: then the folder is as it was
 */
export async function restore(
	archive: string,
	config: Pick<Config, 'dataDir' | 'secret'>,
	{ force, now }: { force: boolean; now: number }
): Promise<{ files: number; createdAt: string }> {
	const folder = config.dataDir;
	const own = join(folder, '.pop');
	const standing = await visible(folder);
	if (standing.length > 0 && !force)
		throw new RestoreError(
			`${folder} is not empty. Choose another DATA_DIR, or give --force to replace what is there.`
		);
	await mkdir(own, { recursive: true });
	const unlock = await takeLock(join(own, 'mirror.lock'));
	if (!unlock) throw new RestoreError(`A server runs on ${folder}. Stop it first.`);
	const incoming = join(own, 'restore');
	try {
		await rm(incoming, { recursive: true, force: true });
		const manifest = await extract(archive, incoming);
		const secret = SECRET in manifest.files ? await takeSecret(join(incoming, SECRET)) : null;
		const aside = join(own, `before-restore-${now}`);
		if (standing.length > 0) await mkdir(aside);
		for (const name of standing) await rename(join(folder, name), join(aside, name));
		for (const name of await readdir(own))
			if (/^(?:shop\.sqlite|history|demo)/.test(name)) await rm(join(own, name), { recursive: true });
		for (const name of await readdir(incoming)) await rename(join(incoming, name), join(folder, name));
		if (secret !== null && config.secret === null) keepSecret(config, secret);
		const files = Object.keys(manifest.files).length - (secret === null ? 0 : 1);
		return { files, createdAt: manifest.createdAt };
	} finally {
		await rm(incoming, { recursive: true, force: true });
		await unlock();
	}
}

async function visible(folder: string): Promise<string[]> {
	try {
		return (await readdir(folder)).filter((name) => !name.startsWith('.'));
	} catch {
		return [];
	}
}

/** Unpacks an archive into a folder, and looks whether all of it is there and whole. */
async function extract(archive: string, folder: string): Promise<Manifest> {
	const hashes = new Map<string, string>();
	let manifest: Manifest | null = null;
	await mkdir(folder, { recursive: true });
	try {
		const stream = createReadStream(archive);
		const unpacked = createGunzip();
		stream.on('error', (error) => unpacked.destroy(error));
		for await (const { name, bytes } of readTar(stream.pipe(unpacked))) {
			if (name === MANIFEST) {
				manifest = JSON.parse(Buffer.from(bytes).toString()) as Manifest;
				continue;
			}
			if (!isInside(name)) throw new Error(`${JSON.stringify(name)} is no name of a file in a backup.`);
			hashes.set(name, createHash('sha256').update(bytes).digest('hex'));
			const path = join(folder, name);
			await mkdir(dirname(path), { recursive: true });
			await writeFile(path, bytes, { flush: true, ...(name === SECRET && { mode: 0o600 }) });
		}
	} catch (error) {
		throw new RestoreError(`${archive} can't be restored: ${(error as Error).message}`);
	}
	if (manifest?.format !== 1) throw new RestoreError(`${archive} is no backup of a shop.`);
	const names = new Set([...hashes.keys(), ...Object.keys(manifest.files)]);
	for (const name of names)
		if (hashes.get(name) !== manifest.files[name])
			throw new RestoreError(`${archive} is damaged: ${name} is not what was put into it.`);
	return manifest;
}

/** Whether a name leads to a place in the folder, whatever the system. */
function isInside(name: string): boolean {
	return name.split('/').every((part) => /^[^.\\:\p{Cc}][^\\:\p{Cc}]*$/u.test(part));
}

async function takeSecret(path: string): Promise<string> {
	const secret = await readFile(path, 'utf8');
	await rm(path);
	return secret;
}

import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { state } from '../store/state';
import type { ReadTx, Store, WriteTx } from '../store/store';
import { PRIVATE_FILE, replaceFile, type Disk } from './disk';
import type { Fingerprint } from './fingerprint';
import type { Mark } from './marks';
import type { Since } from './shown-file';

/** A version of a file: of which of the store's versions it shows all, and by what it is known. */
export interface Written extends Fingerprint {
	version: number;
	/** The number of its last row, in files whose rows have the store's numbers. */
	last: number;
	/** Earlier ends of such a file. */
	marks?: readonly Mark[];
	/** As somebody else wrote it: how it is still to be compared with the store. */
	adopted?: Exclude<Since, number>;
}

/** By file, the versions that may be on disk: what was written last, and what was about to be. */
export type MirrorState = Record<string, Written[]>;
export const MIRROR_STATE = 'mirror';

/** The store's note of which versions of the files may be on disk. */
export class VersionNotes {
	/** Where this folder's versions are noted besides, in a store that others may show too. */
	#own: string | null = null;

	/**
	 * Nodes that share a database may each have a folder, and then a note. A folder that has lost its name goes on from
	 * the last note of all.
	 */
	async begin(store: Store, disk: Disk, folder: string): Promise<MirrorState> {
		if (store.kind === 'postgres') this.#own = `${MIRROR_STATE}:${await nameOf(disk, folder)}`;
		return store.read((tx) => this.read(tx));
	}

	async read(tx: ReadTx): Promise<MirrorState> {
		const own = this.#own === null ? undefined : await state.get<MirrorState>(tx, this.#own);
		return own ?? (await state.get<MirrorState>(tx, MIRROR_STATE)) ?? {};
	}

	/** Notes the versions of some files; those of the others stay. */
	async set(tx: WriteTx, versions: MirrorState): Promise<void> {
		const noted = { ...(await this.read(tx)), ...versions };
		await state.set(tx, MIRROR_STATE, noted);
		if (this.#own) await state.set(tx, this.#own, noted);
	}
}

/** What tells this folder from those of other nodes: made once. */
async function nameOf(disk: Disk, folder: string): Promise<string> {
	const path = join(folder, '.pop', 'folder-name');
	const known = await disk.read(path);
	if (known) return new TextDecoder().decode(known);
	const name = randomUUID();
	await replaceFile(disk, path, new TextEncoder().encode(name), undefined, PRIVATE_FILE);
	return name;
}

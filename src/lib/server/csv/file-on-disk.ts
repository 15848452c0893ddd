import { join } from 'node:path';
import type { ShopCells } from '../../domain/csv/read-table';
import type { Store, WriteTx } from '../store/store';
import { cellsOf } from './cells';
import { replaceFile, type Disk, type Stamp } from './disk';
import { fingerprintOf, grown, sameContent } from './fingerprint';
import type { History } from './history';
import type { End } from './marks';
import type { Pending, Plan, ShownFile, Since } from './shown-file';
import type { VersionNotes, Written } from './versions';

export interface ForeignEdit {
	/** `products.csv` */
	name: string;
	/** What stands there now. */
	bytes: Uint8Array;
	/** The number of the last row that the file had before, where its rows have the store's numbers. */
	last: number;
	/** Notes, in the transaction that takes the edit, that it was taken: a crash must not let it count twice. */
	taken(tx: WriteTx): Promise<void>;
}

/** What the files of one folder share. */
export interface Folder {
	store: Store;
	path: string;
	disk: Disk;
	now: () => number;
	/** How long a file must stay as it is before it is read: whoever saves it may not be done. */
	settleMs: number;
	history: History;
	notes: VersionNotes;
	takeEdit(edit: ForeignEdit): Promise<void>;
}

/** What is about to be written, and the version that it makes. */
export interface Draft {
	plan: Plan;
	next: Written;
}

/** A file this much smaller than before may be half written. */
const SHRUNK = 0.99;
const noEnd: End = { last: 0, size: 0 };

/** A file of the shop on the disk: what the mirror wrote there, and what somebody else did to it since. */
export class FileOnDisk {
	readonly file: ShownFile;
	readonly #folder: Folder;
	readonly #path: string;
	/** What may be on disk, newest last; empty where there is no file. */
	#versions: Written[] = [];
	#stamp: Stamp | null = null;
	/** Somebody else's version, null for none at all, and since when it stands there as it does. */
	#seen: { stamp: Stamp | null; since: number } | null = null;
	#writing = false;

	constructor(file: ShownFile, folder: Folder) {
		this.file = file;
		this.#folder = folder;
		this.#path = join(folder.path, file.name);
	}

	/** Goes on from the versions that were noted; cuts what a crash left of an append. */
	async begin(noted: Written[]): Promise<void> {
		this.#versions = noted;
		if (noted.length < 2) return;
		const bytes = await this.#folder.disk.read(this.#path);
		const content = bytes && fingerprintOf(bytes);
		if (bytes && !noted.some((version) => sameContent(version, content!))) await this.#repair(bytes);
	}

	get versions(): readonly Written[] {
		return this.#versions;
	}

	/** The store's version that the file shows, and where it ends. */
	get shows(): { since: Since; end: End } {
		const current = this.#versions.at(-1);
		return { since: current ? (current.adopted ?? current.version) : 'takeOver', end: current ?? noEnd };
	}

	/** Whether somebody else's version waits until it can be taken as complete. */
	get isSettling(): boolean {
		return this.#seen !== null;
	}

	/** Forgets what is known of the bytes on disk. */
	forget(): void {
		this.file.forget();
		this.#stamp = null;
	}

	/** Has all of the file compared with the store: its cells are read and written in another way from now on. */
	compareWhole(): void {
		this.file.forget();
		this.#versions = this.#versions.map((version) => ({ ...version, adopted: 'whole' }));
	}

	/** Whether somebody touched the file since the last look. Who saves it while it is written is found by that. */
	async isTouched(): Promise<boolean> {
		if (this.#writing) return false;
		const before = this.#stamp;
		const found = await this.#folder.disk.stamp(this.#path).catch(() => null);
		const isStale = this.#writing || this.#stamp !== before;
		return !isStale && !this.#isKnown(found) && this.#sees(found);
	}

	/** Notes since when somebody else's version stands there; false where that is noted. */
	#sees(stamp: Stamp | null): boolean {
		if (this.#seen && isSame(this.#seen.stamp, stamp)) return false;
		this.#seen = { stamp, since: this.#folder.now() };
		return true;
	}

	/**
	 * Makes sure that what stands on disk is what the mirror wrote, whatever a crash or a person did to it. Until when to
	 * wait, in ms, while somebody else's version may not be complete; otherwise null.
	 */
	async settle(): Promise<number | null> {
		const { disk, path: folder } = this.#folder;
		const stamp = await disk.stamp(this.#path);
		if (stamp && isSame(stamp, this.#stamp)) {
			this.#seen = null;
			return null;
		}
		const bytes = stamp && (await disk.read(this.#path));
		if (!bytes) {
			const until = this.#versions.length > 0 ? this.#settlesAt(null, null) : null;
			if (until !== null) return until;
			this.#versions = [];
			this.#seen = null;
			this.forget();
			return null;
		}
		const content = fingerprintOf(bytes);
		const ours = this.#versions.findLast((version) => sameContent(version, content));
		if (ours) {
			if (this.#versions.length > 1) {
				// Which version it is was in doubt: it may be written, and not yet be there for certain.
				await disk.sync(this.#path);
				await disk.syncFolder(folder);
			}
			this.#versions = [ours];
			// An edit may come before the shop's own first write: it is of this version.
			if (this.file.kept && !this.#stamp) await this.#folder.history.begin(this.file.name, bytes);
		} else if (this.file.generated) this.#versions = [{ version: 0, last: 0, ...content }];
		else if (!(await this.#repair(bytes))) {
			const until = this.#settlesAt(bytes, stamp);
			if (until !== null) return until;
			this.#versions = await this.#taken(bytes);
			this.file.forget();
		}
		this.#seen = null;
		this.#stamp = stamp;
		return null;
	}

	/** Has somebody else's version taken into the store, unless that is done and what came after it failed. */
	async #taken(bytes: Uint8Array): Promise<Written[]> {
		const { store, notes, takeEdit } = this.#folder;
		const { name } = this.file;
		const content = fingerprintOf(bytes);
		const noted = await store.read((tx) => notes.read(tx));
		// The last one alone: what was noted before that may have been saved again since.
		const last = noted[name]?.at(-1);
		if (last && sameContent(last, content)) return [last];
		const before = this.#versions.at(-1) ?? { version: 0, ...noEnd };
		const adopted: Written[] = [{ version: before.version, last: before.last, ...content, adopted: 'whole' }];
		await takeEdit({
			name,
			bytes,
			last: this.#versions.length > 0 ? before.last : Infinity,
			taken: (tx) => notes.set(tx, { [name]: adopted })
		});
		return adopted;
	}

	/**
	 * Until when somebody else's version is too new to be taken as complete, longer where it looks cut off; null where it
	 * is not.
	 */
	#settlesAt(bytes: Uint8Array | null, stamp: Stamp | null): number | null {
		const { now, settleMs } = this.#folder;
		this.#sees(stamp);
		const until = this.#seen!.since + (bytes && this.#looksWhole(bytes) ? settleMs : settleMs * 3);
		return until <= now() ? null : until;
	}

	/** A program that writes a file in pieces may rest at the end of a line, with much of it still to come. */
	#looksWhole(bytes: Uint8Array): boolean {
		const before = this.#versions.at(-1)?.size ?? 0;
		return (bytes.at(-1) === 0x0a || bytes.at(-1) === 0x0d) && bytes.length > before * SHRUNK;
	}

	/** Cuts what a crash left of an append: the file as it was, then a beginning of what was to come, or of nothing. */
	async #repair(bytes: Uint8Array): Promise<boolean> {
		const { store, disk } = this.#folder;
		const before = this.#versions.find(
			(version) =>
				version.size < bytes.length && sameContent(version, fingerprintOf(bytes.subarray(0, version.size)))
		);
		if (!before) return false;
		const whole = bytes.subarray(0, before.size);
		const { pending, cells } = await store.read(async (tx) => ({
			pending: await this.file.read(tx, before.version, before),
			cells: await cellsOf(tx)
		}));
		const plan = await pending?.plan(async () => whole, cells);
		this.file.forget();
		if (!plan || !('append' in plan)) return false;
		const torn = bytes.subarray(before.size);
		if (torn.some((byte, index) => byte !== plan.append[index] && byte !== 0)) return false;
		await replaceFile(disk, this.#path, whole);
		this.#versions = [before];
		return true;
	}

	/** What is to be written so that the file shows a version of the store; null where it shows it already. */
	async draft(pending: Pending | null, version: number, cells: ShopCells): Promise<Draft | null> {
		const current = this.#versions.at(-1);
		const plan = await pending?.plan(() => this.#folder.disk.read(this.#path), cells);
		if (!plan) {
			const last = pending?.last ?? current?.last ?? 0;
			if (current) this.#versions = [{ ...current, version, last, adopted: undefined }];
			return null;
		}
		const content = 'append' in plan ? grown(current!, plan.append) : fingerprintOf(plan.replace);
		return { plan, next: { version, last: pending!.last, marks: plan.marks, ...content } };
	}

	/** Writes a draft. False where somebody saved the file a moment ago: their edit comes first. */
	async write(draft: Draft): Promise<boolean> {
		this.#writing = true;
		try {
			return await this.#write(draft);
		} finally {
			this.#writing = false;
		}
	}

	async #write({ plan, next }: Draft): Promise<boolean> {
		const { disk, history } = this.#folder;
		// Before the history too: a plan that was made of what somebody just saved is no version that they had.
		if (!this.#isKnown(await disk.stamp(this.#path))) return false;
		if (this.file.kept && 'replace' in plan) {
			if (plan.delta) await history.add(this.file.name, plan.delta, () => disk.read(this.#path));
			else await history.start(this.file.name, plan.replace);
		}
		if (!this.#isKnown(await disk.stamp(this.#path))) return false;
		this.#versions = [...this.#versions, next];
		if ('append' in plan) {
			await disk.append(this.#path, plan.append);
			await disk.sync(this.#path);
			const stamp = await disk.stamp(this.#path);
			this.#stamp = stamp?.size === next.size && stamp.ino === this.#stamp?.ino ? stamp : null;
		} else {
			const isOurs = (found: Stamp | null) => this.#isKnown(found);
			const { replaced, stamp } = await replaceFile(disk, this.#path, plan.replace, isOurs);
			if (!replaced) return false;
			this.#stamp = stamp;
		}
		this.#versions = [next];
		return true;
	}

	#isKnown(found: Stamp | null): boolean {
		return isSame(found, this.#stamp);
	}
}

function isSame(a: Stamp | null, b: Stamp | null): boolean {
	if (!a || !b) return a === b;
	return a.size === b.size && a.mtimeMs === b.mtimeMs && a.ctimeMs === b.ctimeMs && a.ino === b.ino;
}

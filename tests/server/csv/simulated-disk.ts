import type { Disk, Stamp } from '../../../src/lib/server/csv/disk';

/** What a power loss leaves of bytes that were written and not synced. */
export type Tear = { kind: 'kept' } | { kind: 'dropped' } | { kind: 'torn'; at: number } | { kind: 'zeros' };

export const tears: Tear[] = [
	{ kind: 'kept' },
	{ kind: 'dropped' },
	{ kind: 'torn', at: 512 },
	{ kind: 'torn', at: 4096 },
	{ kind: 'zeros' }
];

interface Inode {
	id: number;
	/** As programs see it, and as the disk has it for certain. */
	bytes: Uint8Array;
	synced: Uint8Array;
	changes: number;
}

class PowerLoss extends Error {
	code = 'EIO';
}

/**
 * A disk in memory on which every step is numbered and one can be made the last. What was not synced by then may be there,
 * gone, torn or zeros; a rename that was not synced may have happened or not.
 */
export class SimulatedDisk implements Disk {
	steps = 0;
	lastStep = '';
	/** By path, every whole content that was meant to stand there. */
	readonly replacements = new Map<string, Set<string>>();
	#stopAt = Infinity;
	#inodes = 0;
	#names = new Map<string, Inode>();
	#syncedNames = new Map<string, Inode>();

	stopAt(step: number): void {
		this.steps = 0;
		this.#stopAt = step;
	}

	/** A file that was there before. */
	async put(path: string, text: string): Promise<void> {
		const bytes = new TextEncoder().encode(text);
		const inode = { id: ++this.#inodes, bytes, synced: bytes, changes: 0 };
		this.#names.set(path, inode);
		this.#syncedNames.set(path, inode);
		this.#meant(path, text);
	}

	#meant(path: string, text: string): void {
		this.replacements.set(path, (this.replacements.get(path) ?? new Set()).add(text));
	}

	texts(): Map<string, string> {
		return new Map(Array.from(this.#names, ([path, { bytes }]) => [path, new TextDecoder().decode(bytes)]));
	}

	/** The disk as it is found after the power went at the last step. */
	afterPowerLoss(tear: Tear): SimulatedDisk {
		const found = new SimulatedDisk();
		const names = tear.kind === 'dropped' ? this.#syncedNames : this.#names;
		const left = ({ bytes, synced }: Inode): Uint8Array => {
			if (tear.kind === 'kept') return bytes;
			const common = Math.min(bytes.length, synced.length);
			const appended = bytes.length > synced.length && !Buffer.compare(bytes.subarray(0, common), synced);
			if (tear.kind === 'dropped' || !appended) return synced;
			if (tear.kind === 'torn')
				return bytes.slice(0, Math.max(common, Math.floor(bytes.length / tear.at) * tear.at));
			return bytes.map((byte, index) => (index < common ? byte : 0));
		};
		for (const [path, inode] of names) {
			const bytes = left(inode);
			const copy = { id: ++found.#inodes, bytes, synced: bytes, changes: 0 };
			found.#names.set(path, copy);
			found.#syncedNames.set(path, copy);
		}
		return found;
	}

	async read(path: string): Promise<Uint8Array | null> {
		return this.#names.get(path)?.bytes ?? null;
	}
	async stamp(path: string): Promise<Stamp | null> {
		const inode = this.#names.get(path);
		if (!inode) return null;
		return {
			size: inode.bytes.length,
			mtimeMs: inode.changes,
			ctimeMs: inode.changes,
			ino: inode.id,
			mode: 0o644
		};
	}
	async write(path: string, bytes: Uint8Array): Promise<void> {
		const inode = this.#step(`create ${path}`, () => {
			const made = { id: ++this.#inodes, bytes: new Uint8Array(), synced: new Uint8Array(), changes: 0 };
			this.#names.set(path, made);
			return made;
		});
		for (const end of [bytes.length >> 1, bytes.length])
			this.#step(`write ${path} to ${end}`, () => {
				inode.bytes = bytes.slice(0, end);
				inode.changes++;
			});
	}
	async append(path: string, bytes: Uint8Array): Promise<void> {
		const inode = this.#names.get(path)!;
		const before = inode.bytes;
		for (const end of [bytes.length >> 1, bytes.length])
			this.#step(`append ${path} to ${end}`, () => {
				inode.bytes = Buffer.concat([before, bytes.slice(0, end)]);
				inode.changes++;
			});
	}
	async sync(path: string): Promise<void> {
		const inode = this.#names.get(path)!;
		this.#step(`sync ${path}`, () => (inode.synced = inode.bytes));
	}
	async rename(from: string, to: string): Promise<boolean> {
		this.#meant(to, new TextDecoder().decode(this.#names.get(from)!.bytes));
		this.#step(`rename ${from}`, () => {
			this.#names.set(to, this.#names.get(from)!);
			this.#names.delete(from);
		});
		return true;
	}
	async syncFolder(path: string): Promise<void> {
		this.#step(`sync ${path}`, () => (this.#syncedNames = new Map(this.#names)));
	}
	async remove(path: string): Promise<void> {
		this.#step(`remove ${path}`, () => this.#names.delete(path));
	}
	async makeFolder(): Promise<void> {}
	async list(path: string): Promise<string[]> {
		return [...this.#names.keys()]
			.filter((name) => name.startsWith(path + '/'))
			.map((name) => name.slice(path.length + 1));
	}
	watch(): () => void {
		return () => {};
	}
	async lock(): Promise<() => Promise<void>> {
		return async () => {};
	}

	#step<T>(what: string, act: () => T): T {
		if (this.steps >= this.#stopAt) throw new PowerLoss(`the power is gone: ${what}`);
		this.steps++;
		this.lastStep = what;
		return act();
	}
}

import { join } from 'node:path';
import type { Rows } from '../../domain/csv/merge';
import { PRIVATE_FILE, PRIVATE_FOLDER, replaceFile, type Disk } from './disk';

/** What a write changed in a file of rows with keys. */
export interface Delta {
	rows: readonly object[];
	deleted: readonly string[];
}

/** A file whose versions are kept: how its rows are read and held against each other. */
export interface KeptKind<Row> {
	/** `products.csv` */
	name: string;
	read(bytes: Uint8Array): Map<string, Row>;
	byKey(rows: readonly Row[]): Map<string, Row>;
	/** In how many cells two versions of a row differ; undefined where a version has no such row. */
	difference(a: Row | undefined, b: Row | undefined): number;
	/** Rows with what turned `before` into `after` done to them too. */
	redo(rows: Rows<Row>, before: Rows<Row>, after: Rows<Row>): Map<string, Row>;
}

/** What a person's save changed: before and after it, a file's rows that differ, or all of a file without rows. */
interface Saved<Side> {
	before: Side;
	after: Side;
}

/** The copy comes last: a segment without it has not begun. */
const segmentFiles = ['saved', 'changes', 'copy'] as const;
const DAY_MS = 86_400_000;
const KEPT_MS = 7 * DAY_MS;

/**
 * The versions of the files that the mirror wrote in the last 7 days, so that a person's edit can be compared with the one
 * they had: `.pop/history/products.csv/` holds a whole copy a day, and beside it each later version's changes, a line each;
 * of each file that a person saved a copy too, and beside it what they changed.
 */
export class History {
	readonly #disk: Disk;
	readonly #folder: string;
	readonly #now: () => number;
	/** By file, where the copy of the day begins (ms). */
	readonly #segments = new Map<string, number>();

	constructor(disk: Disk, folder: string, now: () => number) {
		this.#disk = disk;
		this.#folder = folder;
		this.#now = now;
	}

	/** Notes, durably, what is about to be written over `before`, the file as it stands. */
	async add(name: string, delta: Delta, before: () => Promise<Uint8Array | null>): Promise<void> {
		const begun = this.#segments.get(name) ?? (await this.#segmentsOf(name)).at(-1);
		if (begun === undefined || this.#now() - begun > DAY_MS)
			await this.start(name, (await before()) ?? new Uint8Array());
		else this.#segments.set(name, begun);
		const path = this.#path(name, this.#segments.get(name)!, 'changes');
		// The line end first: a line that a crash tore before stays by itself.
		const line = new TextEncoder().encode('\n' + JSON.stringify(delta));
		if (await this.#disk.stamp(path)) {
			await this.#disk.append(path, line);
			await this.#disk.sync(path);
		} else await replaceFile(this.#disk, path, line, undefined, PRIVATE_FILE);
	}

	/** Begins with a file as it stands, where no version of it is known. */
	async begin(name: string, bytes: Uint8Array): Promise<void> {
		if ((await this.#segmentsOf(name)).length === 0) await this.start(name, bytes);
	}

	/** Begins anew with a file as it stands, and drops what is too old. `saved`: what a person changed in it. */
	async start(name: string, bytes: Uint8Array, saved?: Saved<unknown>): Promise<void> {
		const segments = await this.#segmentsOf(name);
		const at = Math.max(this.#now(), (segments.at(-1) ?? 0) + 1);
		await this.#disk.makeFolder(this.#of(name), PRIVATE_FOLDER);
		if (saved) {
			const text = new TextEncoder().encode(JSON.stringify(saved));
			await replaceFile(this.#disk, this.#path(name, at, 'saved'), text, undefined, PRIVATE_FILE);
		}
		await replaceFile(this.#disk, this.#path(name, at, 'copy'), bytes, undefined, PRIVATE_FILE);
		this.#segments.set(name, at);
		// The last one before the limit still holds versions after it.
		const old = segments.filter((begun, index) => (segments[index + 1] ?? at) < at - KEPT_MS);
		for (const begun of old)
			for (const kind of segmentFiles) await this.#disk.remove(this.#path(name, begun, kind));
	}

	/** Begins anew with what a person saved, who had `base`: they may go on from it, or take it back. */
	async save<Row>(kind: KeptKind<Row>, bytes: Uint8Array, base: Rows<Row>, theirs: Rows<Row>): Promise<void> {
		const keys = [...new Set([...base.keys(), ...theirs.keys()])];
		const changed = keys.filter((key) => kind.difference(base.get(key), theirs.get(key)) > 0);
		const rowsIn = (rows: Rows<Row>) => changed.flatMap((key) => rows.get(key) ?? []);
		await this.start(kind.name, bytes, { before: rowsIn(base), after: rowsIn(theirs) });
	}

	/** The whole copies of a file, oldest first; of one that a person saved, what they changed. */
	async copiesOf<Side>(name: string): Promise<{ bytes: Uint8Array; saved: Saved<Side> | null }[]> {
		const copies = [];
		for (const segment of await this.#segmentsOf(name)) {
			const bytes = await this.#disk.read(this.#path(name, segment, 'copy'));
			if (bytes) copies.push({ bytes, saved: await this.#savedIn<Side>(name, segment) });
		}
		return copies;
	}

	/**
	 * The version that a saved file was made from: the one from which it differs in the fewest cells, of equals the newest.
	 * A file that says again what it said before takes back what people saved since, and nothing that the shop wrote: then
	 * it is compared with the older version and their changes, unless it does again what the shop undid. Null where none is
	 * known.
	 */
	async baseOf<Row>(
		kind: KeptKind<Row>,
		theirs: Rows<Row>,
		refused: ReadonlySet<string> = new Set()
	): Promise<Map<string, Row> | null> {
		let best: { segment: number; entries: number; difference: number } | null = null;
		for (const segment of await this.#segmentsOf(kind.name)) {
			let difference = 0;
			let entries = 0;
			const cost = (key: string, row: Row | undefined) =>
				refused.has(key) ? 0 : kind.difference(row, theirs.get(key));
			const consider = () => {
				if (!best || difference <= best.difference) best = { segment, entries, difference };
			};
			await this.#replay(kind, segment, Infinity, {
				begin(rows) {
					for (const key of new Set([...rows.keys(), ...theirs.keys()]))
						difference += cost(key, rows.get(key));
					consider();
				},
				change(key, before, after) {
					difference += cost(key, after) - cost(key, before);
				},
				entry() {
					entries++;
					consider();
				}
			});
		}
		const found = best as { segment: number; entries: number; difference: number } | null;
		if (!found) return null;
		const rows = await this.#replay(kind, found.segment, found.entries, {});
		if (found.difference > 0) return rows;
		return (await this.#undone(kind, theirs)) ?? this.#withSaves(kind, rows, found.segment);
	}

	/**
	 * The newest version, if it is what somebody has saved with one of their saves taken back: the shop undid that, and they
	 * do it again. Else null.
	 */
	async #undone<Row>(kind: KeptKind<Row>, theirs: Rows<Row>): Promise<Map<string, Row> | null> {
		const segments = await this.#segmentsOf(kind.name);
		const newest = await this.#replay(kind, segments.at(-1)!, Infinity, {});
		const keys = [...new Set([...newest.keys(), ...theirs.keys()])];
		const differing = keys.filter((key) => kind.difference(newest.get(key), theirs.get(key)) > 0);
		for (const segment of segments) {
			const saved = await this.#savedIn<Row[]>(kind.name, segment);
			if (!saved) continue;
			const [before, after] = [kind.byKey(saved.before), kind.byKey(saved.after)];
			const isSame = (key: string) =>
				kind.difference(newest.get(key), before.get(key)) === 0 &&
				kind.difference(theirs.get(key), after.get(key)) === 0;
			if (differing.length > 0 && differing.every(isSame)) return newest;
		}
		return null;
	}

	/** Rows with what people saved after a segment had begun. */
	async #withSaves<Row>(
		kind: KeptKind<Row>,
		rows: Map<string, Row>,
		after: number
	): Promise<Map<string, Row>> {
		for (const segment of await this.#segmentsOf(kind.name)) {
			const saved = segment > after ? await this.#savedIn<Row[]>(kind.name, segment) : null;
			if (saved) rows = kind.redo(rows, kind.byKey(saved.before), kind.byKey(saved.after));
		}
		return rows;
	}

	async #savedIn<Side>(name: string, segment: number): Promise<Saved<Side> | null> {
		const bytes = await this.#disk.read(this.#path(name, segment, 'saved'));
		return bytes && (JSON.parse(new TextDecoder().decode(bytes)) as Saved<Side>);
	}

	/** The rows after some of a segment's entries, telling on the way what each one did. */
	async #replay<Row>(
		{ name, read, byKey }: KeptKind<Row>,
		segment: number,
		entries: number,
		told: {
			begin?(rows: Rows<Row>): void;
			change?(key: string, before: Row | undefined, after: Row | undefined): void;
			entry?(): void;
		}
	): Promise<Map<string, Row>> {
		const copy = await this.#disk.read(this.#path(name, segment, 'copy'));
		const rows = read(copy ?? new Uint8Array());
		told.begin?.(rows);
		for (const delta of (await this.#deltas(name, segment)).slice(0, entries)) {
			for (const [key, row] of byKey(delta.rows as readonly Row[])) {
				told.change?.(key, rows.get(key), row);
				rows.set(key, row);
			}
			for (const key of delta.deleted) {
				told.change?.(key, rows.get(key), undefined);
				rows.delete(key);
			}
			told.entry?.();
		}
		return rows;
	}

	async #deltas(name: string, segment: number): Promise<Delta[]> {
		const bytes = await this.#disk.read(this.#path(name, segment, 'changes'));
		const lines = new TextDecoder().decode(bytes ?? new Uint8Array()).split('\n');
		return lines.flatMap((line) => {
			try {
				return [JSON.parse(line) as Delta];
			} catch {
				return []; // What a crash tore was not written to the file either.
			}
		});
	}

	async #segmentsOf(name: string): Promise<number[]> {
		const names = await this.#disk.list(this.#of(name));
		return names.flatMap((file) => (/^\d+\.copy$/.test(file) ? [parseInt(file)] : [])).sort((a, b) => a - b);
	}

	#of(name: string): string {
		return join(this.#folder, '.pop', 'history', name);
	}

	#path(name: string, segment: number, kind: (typeof segmentFiles)[number]): string {
		return join(this.#of(name), `${segment}.${kind}`);
	}
}

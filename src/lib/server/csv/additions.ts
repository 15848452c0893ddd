import type { VersionedTable } from '../store/schema';
import type { Added, Commit } from '../store/store';

/** What a file gains at its end: rows, or the bytes that they are there. `last` is the number of the last. */
export type Part = Added | { bytes: Uint8Array; last: number };

/** Rows that are kept at most: where the files lag further behind, they are read from the store. */
const MOST_ROWS = 500_000;

/**
 * What was added to a table without keys, as its commits tell: kept until its file has it, since reading rows back takes
 * longer than writing them down. Kept as the file's bytes where they can be: rows that wait are many objects, which the
 * memory's keeper moves about.
 */
export class Additions {
	readonly #table: VersionedTable;
	/** The bytes of rows in the file's style; null while that is not known, or can't say them. */
	readonly #bytesOf: (rows: readonly object[]) => Uint8Array | null;
	/** After this version, all that happened to the table is in `#commits`. */
	#from: number;
	#commits: { version: number; rows: number; part: Part }[] = [];
	#rows = 0;

	constructor(
		table: VersionedTable,
		version: number,
		bytesOf: (rows: readonly object[]) => Uint8Array | null
	) {
		this.#table = table;
		this.#from = version;
		this.#bytesOf = bytesOf;
	}

	add({ version, tables, added }: Commit): void {
		if (!tables.has(this.#table)) return;
		const more = added.get(this.#table);
		const rows = more?.rows.length ?? 0;
		this.#rows += rows;
		if (more && version > this.#from && this.#rows <= MOST_ROWS) {
			const bytes = this.#bytesOf(more.rows);
			this.#commits.push({ version, rows, part: bytes ? { bytes, last: more.last } : more });
		} else this.#forget(Math.max(version, this.#from, this.#commits.at(-1)?.version ?? 0));
	}

	/** All that happened between two versions, the second one included; null where that is not known. Asked for once. */
	take(since: number, upto: number): Part[] | null {
		const known = since >= this.#from;
		const commits = this.#commits.filter(({ version }) => version > since && version <= upto);
		const left = this.#commits.filter(({ version }) => version > upto);
		this.#forget(Math.max(upto, this.#from));
		this.#commits = left;
		this.#rows = left.reduce((sum, { rows }) => sum + rows, 0);
		return known ? commits.map(({ part }) => part) : null;
	}

	#forget(upto: number): void {
		this.#from = upto;
		this.#commits = [];
		this.#rows = 0;
	}
}

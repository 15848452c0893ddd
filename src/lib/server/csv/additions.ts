import type { VersionedTable } from '../store/schema';
import type { Added, Commit } from '../store/store';

/** Rows that are kept at most: where the files lag further behind, they are read from the store. */
const MOST_ROWS = 200_000;

/**
 * What was added to a table without keys, as its commits tell: kept until its file has it, since reading rows back takes
 * longer than writing them down.
 */
export class Additions {
	readonly #table: VersionedTable;
	/** After this version, all that happened to the table is in `#commits`. */
	#from: number;
	#commits: ({ version: number } & Added)[] = [];
	#rows = 0;

	constructor(table: VersionedTable, version: number) {
		this.#table = table;
		this.#from = version;
	}

	add({ version, tables, added }: Commit): void {
		if (!tables.has(this.#table)) return;
		const more = added.get(this.#table);
		this.#rows += more?.rows.length ?? 0;
		if (more && version > this.#from && this.#rows <= MOST_ROWS) this.#commits.push({ version, ...more });
		else this.#forget(Math.max(version, this.#from, this.#commits.at(-1)?.version ?? 0));
	}

	/** All that happened between two versions, the second one included; null where that is not known. Asked for once. */
	take(since: number, upto: number): Added | null {
		const known = since >= this.#from;
		const commits = this.#commits.filter(({ version }) => version > since && version <= upto);
		const left = this.#commits.filter(({ version }) => version > upto);
		this.#forget(Math.max(upto, this.#from));
		this.#commits = left;
		this.#rows = left.reduce((sum, { rows }) => sum + rows.length, 0);
		return known ? { rows: commits.flatMap(({ rows }) => rows), last: commits.at(-1)?.last ?? 0 } : null;
	}

	#forget(upto: number): void {
		this.#from = upto;
		this.#commits = [];
		this.#rows = 0;
	}
}

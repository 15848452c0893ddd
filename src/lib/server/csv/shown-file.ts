import type { ShopCells } from '../../domain/csv/read-table';
import type { VersionedTable } from '../store/schema';
import type { ReadTx } from '../store/store';
import type { Part } from './additions';
import type { Delta } from './history';
import type { End, Mark } from './marks';

/**
 * What to do to a file so that it shows what the store has: bytes at its end, or all of it anew. `marks` are then those of
 * a file without keys.
 */
export type Plan =
	| { append: Uint8Array; marks?: readonly Mark[] }
	| {
			replace: Uint8Array;
			/** What it changes, in files whose versions are kept; there, all of it is new without. */
			delta?: Delta;
			marks?: readonly Mark[];
	  };

/** Work that was read from the store in one snapshot; `plan` then needs the file alone. Null where nothing changed. */
export interface Pending {
	/** The number of the last row that the file will have, for files without keys. */
	last: number;
	/** Null where the file shows all of it already. */
	plan(bytes: () => Promise<Uint8Array | null>, cells: ShopCells): Promise<Plan | null>;
}

/**
 * The store's version that a file shows. `whole`: somebody else wrote it, so all of it is compared. `takeOver`: the same,
 * and it gains the optional columns, since it comes from an old shop or was not there.
 */
export type Since = number | 'whole' | 'takeOver';

/** A canonical file: how it follows the store. */
export interface ShownFile {
	/** `products.csv` */
	name: string;
	/** The store's tables that it shows. */
	tables: VersionedTable[];
	/** Made from the store alone: what somebody writes there is no edit. */
	generated?: true;
	/**
	 * Its rows have no key but the store's number: the bytes of some that come at its end; null while its style is not known,
	 * or where it has no way to say them.
	 */
	bytesOf?(rows: readonly object[]): Uint8Array | null;
	/** Its versions are kept, to know what a person who saves it had before them. */
	kept?: true;
	/**
	 * What the store has to say since a version, for a file that ends as `end` says; `added` is all that happened since, where
	 * that is known.
	 */
	read(tx: ReadTx, since: Since, end: End, added?: Part[] | null): Promise<Pending | null>;
	/** Forgets what it knows of the bytes on disk: they were changed by somebody else, or a write failed. */
	forget(): void;
}

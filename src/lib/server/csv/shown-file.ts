import type { ShopCells } from '../../domain/csv/read-table';
import type { VersionedTable } from '../store/schema';
import type { ReadTx } from '../store/store';

/** What to do to a file so that it shows what the store has: bytes at its end, or all of it anew. */
export type Plan = { append: Uint8Array } | { replace: Uint8Array };

/** Work that was read from the store in one snapshot; `plan` then needs the file alone. Null where nothing changed. */
export interface Pending {
	/** The number of the last row that the file will have, for files without keys. */
	last: number;
	/** Null where the file shows all of it already. */
	plan(bytes: () => Promise<Uint8Array | null>, cells: ShopCells): Promise<Plan | null>;
}

/** A canonical file: how it follows the store. */
export interface ShownFile {
	/** `products.csv` */
	name: string;
	/** The store's tables that it shows. */
	tables: VersionedTable[];
	/** Made from the store alone: what somebody writes there is no edit. */
	generated?: true;
	/** What the store has to say since a version, or in all: `whole`. `last` is the number of the file's last row. */
	read(tx: ReadTx, since: number | 'whole', last: number): Promise<Pending | null>;
	/** Forgets what it knows of the bytes on disk: they were changed by somebody else, or a write failed. */
	forget(): void;
}

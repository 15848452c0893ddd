/**
 * What an edit of a file wanted and the shop did not simply do: it waits on the desk's list for the admin. Accounts and
 * the PIN never leave the server, so of those a clash names the place alone.
 */
export type FileClash = {
	clashId: string;
	/** `products.csv` */
	file: string;
	/** ms since 1970. */
	at: number;
} & (ValueClash | HeldDeletion | RefusedChange);

/** The person and somebody else changed the same. */
export interface ValueClash {
	kind: 'value';
	/** The row's key, in shop.json the setting's. */
	key: string;
	/** The file's column; '' where the whole row or setting is at stake. */
	column: string;
	/** As cells: what the person saw, what they saved, what the store had then. Null for a row that is not there. */
	base?: string | null;
	theirs?: string | null;
	current?: string | null;
	/** The row that they saved, where the shop has none any more. */
	row?: unknown;
}

/** An edit that would empty a table or delete most of it, or the last rows of one to which rows are added at the end. */
export interface HeldDeletion {
	kind: 'deleted';
	/** How many rows the file no longer had. */
	count: number;
	/** What people know the first of them by. */
	keys: string[];
	/** They were the last ones: whoever saved the file may have opened it before they came. */
	atEnd?: true;
}

/** A change that the shop can't do at all. */
export interface RefusedChange {
	kind: 'refused';
	key: string;
	/** For people: what was wanted and why it can't be. */
	reason: string;
}

/** What the admin chooses: what the person saved in the file, or what the shop has. */
export type Choice = 'file' | 'shop';

/** Whether the file's side can be taken: it is known, and possible. */
export const canTakeFile = (clash: FileClash): boolean =>
	clash.kind === 'deleted' || (clash.kind === 'value' && clash.theirs !== undefined);

/** Whether a choice does what is behind the PIN elsewhere: it deletes rows, or changes settings. */
export const choiceNeedsPin = (clash: FileClash, choice: Choice): boolean =>
	choice === 'file' &&
	(clash.kind === 'deleted' ||
		clash.file === 'shop.json' ||
		(clash.kind === 'value' && clash.theirs === null));

/** Where in its file a clash is: `P1 price`, `4 rows`. */
export const clashPlace = (clash: FileClash): string =>
	clash.kind === 'deleted'
		? `${clash.count} rows`
		: [clash.key, clash.kind === 'value' ? clash.column : ''].filter(Boolean).join(' ');

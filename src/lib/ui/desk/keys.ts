/** A key of the desk: what it does, in words, as the sheet of shortcuts lists it. */
export interface Shortcut {
	/** `?`, `mod+k` (Ctrl, or ⌘ on a Mac), or two keys after each other: `g p`. */
	keys: string;
	does: string;
	run?(): void;
}

/** Keys that every table handles itself. */
export const tableKeys: Shortcut[] = [
	{ keys: '↑ ↓', does: 'Move from row to row' },
	{ keys: 'Enter', does: 'Open the row' }
];

/** Keys of the tables that are worked in: products, what to reorder, purchases, forecasts. */
export const gridKeys: Shortcut[] = [
	{ keys: '← →', does: 'Move in the row' },
	{ keys: 'Enter', does: 'Edit the cell, or open the row' },
	{ keys: 'Escape', does: 'Leave the cell as it was' },
	{ keys: 'Space', does: 'Choose the row' },
	{ keys: 'Shift ↑ ↓', does: 'Choose several rows' },
	{ keys: 'mod+a', does: 'Choose all rows' },
	{ keys: 'Delete', does: 'Delete the product' }
];

/** A key as people read it. */
export const keyText = (keys: string, mac: boolean): string =>
	keys.replace('mod+', mac ? '⌘ ' : 'Ctrl ').replace(/\b[a-z]\b/g, (letter) => letter.toUpperCase());

/** How long the second key of a pair may take, ms. */
const PAIR_MS = 1500;

/** Listens for shortcuts; keys typed into a field are the field's, but for those with `mod`. */
export function createKeys(shortcuts: () => Shortcut[]): (event: KeyboardEvent) => void {
	let before = '';
	let at = 0;
	return (event) => {
		if (event.defaultPrevented || event.altKey || event.isComposing) return;
		const mod = event.ctrlKey || event.metaKey;
		const element = event.target as HTMLElement;
		if (!mod && element.closest?.('input, textarea, select, [contenteditable], dialog[open]')) return;
		const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
		const pair = before && event.timeStamp - at < PAIR_MS ? `${before} ${key}` : null;
		const bound = (wanted: string | null) => shortcuts().find(({ keys, run }) => run && keys === wanted);
		const found = bound(mod ? `mod+${key}` : pair) ?? (mod ? undefined : bound(key));
		before = found || mod ? '' : key;
		at = event.timeStamp;
		if (!found) return;
		event.preventDefault();
		found.run!();
	};
}

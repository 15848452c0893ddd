import { rowAfter } from './window';

/** How many rows a page key leads on. */
const PAGE = 10;

/**
 * Lets the arrow and page keys move the focus from row to row of a plain table: to a row's first link or button, which
 * Enter then opens, else to the row itself. For the frame around the table, which Tab reaches.
 */
export function rowKeys(frame: HTMLElement): () => void {
	const move = (event: KeyboardEvent) => {
		if (event.ctrlKey || event.metaKey || event.altKey || event.shiftKey) return;
		const rows = [...frame.querySelectorAll<HTMLElement>('tbody tr')];
		const at = rows.findIndex((row) => row.contains(document.activeElement));
		const next = rowAfter(event.key, at, rows.length, PAGE);
		const row = next === null ? undefined : rows[next];
		if (!row) return;
		event.preventDefault();
		row.tabIndex = -1;
		(row.querySelector<HTMLElement>('a, button') ?? row).focus();
	};
	frame.addEventListener('keydown', move);
	return () => frame.removeEventListener('keydown', move);
}

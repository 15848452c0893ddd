/** The manifest's start address: the app was opened by its icon, not by a link. */
const START = 'from-icon';
const KEPT = 'pop:last-page';
/** Pages that are one step of something, or that belong to whoever was signed in then. */
const PASSING = /^\/(login|register|forgot|reset|checkout|shell)(\/|$)/;

/** Remembers the page that is open, for the next time that the app is opened by its icon. */
export function rememberPage(url: URL): void {
	if (PASSING.test(url.pathname) || url.searchParams.has(START)) return;
	try {
		localStorage.setItem(KEPT, url.pathname + url.search);
	} catch {
		// Storage is refused: the app opens on its first page.
	}
}

/** Where the person was, if the app was opened by its icon. */
export function pageToWakeTo(url: URL): string | null {
	if (!url.searchParams.has(START)) return null;
	let last: string | null = null;
	try {
		last = localStorage.getItem(KEPT);
	} catch {
		// As above.
	}
	// A path only: nothing that is kept may lead off the shop.
	return last && /^\/(?!\/)/.test(last) ? last : '/';
}

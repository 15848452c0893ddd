/** What outlives a reload, in this tab only. Where storage is refused nothing is kept. */

export function readTab(key: string): unknown {
	try {
		return JSON.parse(sessionStorage.getItem(key) ?? 'null');
	} catch {
		return null;
	}
}

/** Keeps a value as JSON; null forgets it. */
export function keepTab(key: string, value: unknown): void {
	try {
		if (value === null) sessionStorage.removeItem(key);
		else sessionStorage.setItem(key, JSON.stringify(value));
	} catch {
		// Storage is refused: it holds while the page is open.
	}
}

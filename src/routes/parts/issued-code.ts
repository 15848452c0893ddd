import type { CodeIssued } from '$lib/protocol/session';

const KEY = 'pop:code';

/** A one-time code that was issued in this tab. */
export interface Issued {
	orderId: string;
	/** When it runs out, ms since 1970. */
	until: number;
	code: CodeIssued;
}

/** Keeps what was issued: a reload of the page shows the same step, and the code still holds. */
export function keepIssued(issued: Issued): void {
	try {
		sessionStorage.setItem(KEY, JSON.stringify(issued));
	} catch {
		// Storage is refused: it stays while the page is open.
	}
}

/** What was issued in this tab for an order and still holds at `now`, ms since 1970. */
export function keptIssued(orderId: string, now: number): Issued | undefined {
	try {
		const kept: Issued | null = JSON.parse(sessionStorage.getItem(KEY) ?? 'null');
		if (kept?.orderId !== orderId) return undefined;
		const left = kept.until - now;
		// More time than it had: the clock was set back meanwhile, and nothing says when the code ends.
		return left > 0 && left <= kept.code.expiresInMs ? kept : undefined;
	} catch {
		return undefined;
	}
}

/** The code no longer counts, or its person signed out. */
export function forgetIssued(): void {
	try {
		sessionStorage.removeItem(KEY);
	} catch {
		// Storage is refused: nothing was kept.
	}
}

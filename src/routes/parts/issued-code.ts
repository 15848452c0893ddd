import type { CodeIssued } from '$lib/protocol/session';
import { kept } from './kept';

/** A one-time code that was issued in this tab. */
export interface Issued {
	orderId: string;
	/** When it runs out, ms since 1970. */
	until: number;
	code: CodeIssued;
}

const last = kept<Issued>('pop:code');

/** Keeps what was issued: a reload of the page shows the same step, and the code still holds. */
export const keepIssued = last.write;

/** What was issued in this tab for an order and still holds at `now`, ms since 1970. */
export function keptIssued(orderId: string, now: number): Issued | undefined {
	const issued = last.read();
	if (issued?.orderId !== orderId) return undefined;
	const left = issued.until - now;
	// More time than it had: the clock was set back meanwhile, and nothing says when the code ends.
	return left > 0 && left <= issued.code.expiresInMs ? issued : undefined;
}

/** The code no longer counts, or its person signed out. */
export const forgetIssued = last.forget;

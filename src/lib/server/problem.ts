import { problemStatus, type ProblemCode } from '../protocol/problems';

export interface ProblemDetails {
	/** For people: what is wrong and what to do. */
	detail: string;
	/** Where input is at fault: field → what is wrong with it. */
	fields?: Record<string, string>;
	/** For 429: sent as Retry-After too. */
	retryAfterMs?: number;
	/** Members of its own that a code carries, such as `lastSeq` or `attemptsLeft`. */
	[more: string]: unknown;
}

/** An expected refusal: becomes an RFC 9457 answer. Anything else that is thrown is a fault and shown as `internal`. */
export class ProblemError extends Error {
	readonly status: number;

	constructor(
		readonly code: ProblemCode,
		readonly details: ProblemDetails
	) {
		super(`${code}: ${details.detail}`);
		this.name = 'ProblemError';
		this.status = problemStatus[code];
	}
}

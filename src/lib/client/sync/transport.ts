import type { Problem } from '../../protocol/problems';
import { offline, type ProblemResult } from '../problem';

/** The shop's own answer, or why there is none. */
export type Reply<T> = { ok: true; body: T } | (ProblemResult & { retryAfterMs?: number });

/**
 * One call of the API. Only JSON and problem+json that the shop sent count as an answer: a captive portal's page, a
 * proxy's error and a broken line are all `unavailable`.
 */
export async function call<T>(method: string, path: string, body?: object): Promise<Reply<T>> {
	let response: Response;
	let parsed: unknown;
	try {
		response = await fetch(path, {
			method,
			...(body && { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } })
		});
		if (response.status === 204) return { ok: true, body: undefined as T };
		parsed = await response.json();
	} catch {
		return offline('This');
	}
	if (response.ok) return { ok: true, body: parsed as T };
	const problem = parsed as Problem;
	return typeof problem?.code === 'string' ? { ok: false, problem } : offline('This');
}

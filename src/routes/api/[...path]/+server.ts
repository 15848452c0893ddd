import { endpoint } from '$lib/server/http';
import { ProblemError } from '$lib/server/problem';

/** What no other file answers: told as a problem, not as a page. */
export const fallback = endpoint(async () => {
	throw new ProblemError('not_found', { detail: 'There is nothing at this address.' });
});

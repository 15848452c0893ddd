import { endpoint, pageNumber } from '$lib/server/http';
import { ProblemError } from '$lib/server/problem';
import type { RequestEvent } from './$types';

export const GET = endpoint<RequestEvent>(async ({ url, params, locals: { app } }) => {
	const page = await app.window.section(params.section, pageNumber(url));
	if (!page) throw new ProblemError('not_found', { detail: 'The shop has no section of this name.' });
	return Response.json(page);
});

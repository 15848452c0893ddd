import { endpoint } from '$lib/server/http';
import { ProblemError } from '$lib/server/problem';
import type { RequestEvent } from './$types';

export const GET = endpoint<RequestEvent>(async ({ params, locals: { app } }) => {
	const page = await app.window.product(params.id);
	if (!page) throw new ProblemError('not_found', { detail: 'The shop has no part of this number.' });
	return Response.json(page);
});

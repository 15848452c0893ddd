import { importRequest } from '$lib/server/imports/request';
import { admin, endpoint } from '$lib/server/http';
import type { RequestEvent } from './$types';

export const POST = endpoint<RequestEvent>(async (event) => {
	const actor = admin(event);
	const request = await importRequest(event.request, event.params.table, event.url.searchParams, actor);
	return Response.json(await event.locals.app.imports.run(request));
});

import { admin, endpoint } from '$lib/server/http';
import type { RequestEvent } from './$types';

/** Takes an import back: ends it while it runs; undoes it where it is through. */
export const DELETE = endpoint<RequestEvent>(async (event) => {
	const actor = admin(event);
	const { imports } = event.locals.app;
	const { id } = event.params;
	if (await imports.cancel(id)) return new Response(null, { status: 204 });
	return Response.json({ import: await imports.undo(id, actor) });
});

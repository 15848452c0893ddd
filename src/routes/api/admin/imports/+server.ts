import { admin, endpoint } from '$lib/server/http';

/** The running import, and the last one while it can be undone. */
export const GET = endpoint(async (event) => {
	admin(event);
	return Response.json(await event.locals.app.imports.status());
});

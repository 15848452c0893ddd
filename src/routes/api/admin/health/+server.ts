import { version } from '$app/environment';
import { admin, endpoint } from '$lib/server/http';
import { healthOf } from '$lib/server/settings/health';

export const GET = endpoint(async (event) => {
	admin(event);
	return Response.json(await healthOf(event.locals.app, version));
});

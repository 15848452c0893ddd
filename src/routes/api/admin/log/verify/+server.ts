import { admin, endpoint } from '$lib/server/http';
import { verifyLog } from '$lib/server/settings/verify-log';

export const GET = endpoint(async (event) => {
	admin(event);
	return Response.json(await verifyLog(event.locals.app));
});

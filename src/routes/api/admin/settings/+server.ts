import { readJson } from '$lib/server/body';
import { admin, endpoint, unlocked } from '$lib/server/http';
import { settingsRequest } from '$lib/protocol/settings';

export const GET = endpoint(async (event) => {
	admin(event);
	return Response.json(await event.locals.app.settings.show());
});

export const PUT = endpoint(async (event) => {
	const actor = unlocked(event);
	const changes = await readJson(event.request, settingsRequest);
	return Response.json(await event.locals.app.settings.save(actor, changes));
});

import { readJson } from '$lib/server/body';
import { admin, endpoint } from '$lib/server/http';
import { unlockRequest } from '$lib/protocol/session';

export const POST = endpoint(async (event) => {
	const actor = admin(event);
	const { pin } = await readJson(event.request, unlockRequest);
	await event.locals.app.auth.unlock(actor, pin);
	return new Response(null, { status: 204 });
});

import { readJson } from '$lib/server/body';
import { endpoint, unlocked } from '$lib/server/http';
import { setPasswordRequest } from '$lib/protocol/users';
import type { RequestEvent } from './$types';

export const POST = endpoint<RequestEvent>(async (event) => {
	const actor = unlocked(event);
	const { password } = await readJson(event.request, setPasswordRequest);
	return Response.json(await event.locals.app.users.setPassword(actor, event.params.username, password));
});

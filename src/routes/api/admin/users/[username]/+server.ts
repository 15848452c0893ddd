import { readJson } from '$lib/server/body';
import { endpoint, unlocked } from '$lib/server/http';
import { changeUserRequest } from '$lib/protocol/users';
import type { RequestEvent } from './$types';

export const PATCH = endpoint<RequestEvent>(async (event) => {
	const actor = unlocked(event);
	const changes = await readJson(event.request, changeUserRequest);
	return Response.json({ user: await event.locals.app.users.change(actor, event.params.username, changes) });
});

export const DELETE = endpoint<RequestEvent>(async (event) => {
	const actor = unlocked(event);
	await event.locals.app.users.remove(actor, event.params.username);
	return new Response(null, { status: 204 });
});

import { endpoint, unlocked } from '$lib/server/http';
import type { RequestEvent } from './$types';

export const DELETE = endpoint<RequestEvent>(async (event) => {
	const actor = unlocked(event);
	await event.locals.app.users.signOut(actor, event.params.username);
	return new Response(null, { status: 204 });
});

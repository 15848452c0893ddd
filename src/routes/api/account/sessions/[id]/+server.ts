import { endpoint, signedIn } from '$lib/server/http';
import type { RequestEvent } from './$types';

export const DELETE = endpoint<RequestEvent>(async (event) => {
	await event.locals.app.accounts.endSession(signedIn(event), event.params.id);
	return new Response(null, { status: 204 });
});

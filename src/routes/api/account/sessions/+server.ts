import { endpoint, signedIn } from '$lib/server/http';

export const DELETE = endpoint(async (event) => {
	await event.locals.app.accounts.endOtherSessions(signedIn(event));
	return new Response(null, { status: 204 });
});

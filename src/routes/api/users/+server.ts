import { keepCookie } from '$lib/server/auth/cookie';
import { readJson } from '$lib/server/body';
import { endpoint } from '$lib/server/http';
import { registerRequest } from '$lib/protocol/session';

export const POST = endpoint(async (event) => {
	const { app, address } = event.locals;
	const { user, token } = await app.auth.register(await readJson(event.request, registerRequest), address);
	keepCookie(event, token);
	return Response.json({ user }, { status: 201 });
});

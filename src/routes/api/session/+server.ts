import { dropCookie, keepCookie } from '$lib/server/auth/cookie';
import { readJson } from '$lib/server/body';
import { endpoint, signedIn } from '$lib/server/http';
import { deviceName } from '$lib/server/users/device-name';
import { signInRequest } from '$lib/protocol/session';

export const GET = endpoint(async (event) => {
	signedIn(event);
	return Response.json({ user: event.locals.user });
});

export const POST = endpoint(async (event) => {
	const { app, address, token: before } = event.locals;
	const credentials = await readJson(event.request, signInRequest);
	const device = deviceName(event.request.headers.get('user-agent'));
	const { user, token } = await app.auth.signIn(credentials, address, device);
	if (before) {
		await app.auth.signOut(before);
		app.events.end(before);
	}
	keepCookie(event, token);
	return Response.json({ user });
});

export const DELETE = endpoint(async (event) => {
	const { app, token } = event.locals;
	if (token) {
		await app.auth.signOut(token);
		app.events.end(token);
	}
	dropCookie(event);
	return new Response(null, { status: 204 });
});

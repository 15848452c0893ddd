import { keepCookie } from '$lib/server/auth/cookie';
import { readJson } from '$lib/server/body';
import { endpoint } from '$lib/server/http';
import { deviceName } from '$lib/server/users/device-name';
import { registerRequest } from '$lib/protocol/session';

export const POST = endpoint(async (event) => {
	const { app, address } = event.locals;
	const wish = await readJson(event.request, registerRequest);
	const device = deviceName(event.request.headers.get('user-agent'));
	const { user, token } = await app.auth.register(wish, address, device);
	keepCookie(event, token);
	return Response.json({ user }, { status: 201 });
});

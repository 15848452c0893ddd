import { dropCookie } from '$lib/server/auth/cookie';
import { readJson } from '$lib/server/body';
import { endpoint, signedIn } from '$lib/server/http';
import { deleteAccountRequest } from '$lib/protocol/account';

export const GET = endpoint(async (event) => {
	const actor = signedIn(event);
	return Response.json(await event.locals.app.accounts.show(actor));
});

export const DELETE = endpoint(async (event) => {
	const actor = signedIn(event);
	const { password } = await readJson(event.request, deleteAccountRequest);
	await event.locals.app.accounts.remove(actor, password);
	dropCookie(event);
	return new Response(null, { status: 204 });
});

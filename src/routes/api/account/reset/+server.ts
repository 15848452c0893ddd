import { readJson } from '$lib/server/body';
import { endpoint } from '$lib/server/http';
import { resetRequest } from '$lib/protocol/account';

export const POST = endpoint(async (event) => {
	const { app, address } = event.locals;
	const { token, newPassword } = await readJson(event.request, resetRequest);
	await app.accounts.reset(token, newPassword, address);
	return new Response(null, { status: 204 });
});

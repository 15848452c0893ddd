import { readJson } from '$lib/server/body';
import { endpoint, signedIn } from '$lib/server/http';
import { changePasswordRequest } from '$lib/protocol/account';

export const POST = endpoint(async (event) => {
	const actor = signedIn(event);
	const { password, newPassword } = await readJson(event.request, changePasswordRequest);
	const user = await event.locals.app.accounts.changePassword(actor, password, newPassword);
	return Response.json({ user });
});

import { readJson } from '$lib/server/body';
import { endpoint, signedIn } from '$lib/server/http';
import { changeEmailRequest } from '$lib/protocol/account';

export const POST = endpoint(async (event) => {
	const actor = signedIn(event);
	const { password, email } = await readJson(event.request, changeEmailRequest);
	return Response.json({ user: await event.locals.app.accounts.changeEmail(actor, password, email) });
});

import { readJson } from '$lib/server/body';
import { endpoint } from '$lib/server/http';
import { ProblemError } from '$lib/server/problem';
import { forgotRequest } from '$lib/protocol/account';

/** The same answer for every name. */
export const POST = endpoint(async (event) => {
	const { app, address } = event.locals;
	const { username } = await readJson(event.request, forgotRequest);
	if (!app.sendsMail)
		throw new ProblemError('no_delivery_address', {
			detail: 'This shop sends no e-mail. Ask it for a new password: its admins can set one.'
		});
	await app.accounts.forgot(username, address);
	return Response.json({}, { status: 202 });
});

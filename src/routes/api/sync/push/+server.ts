import { json } from '@sveltejs/kit';
import { readJson } from '$lib/server/body';
import { endpoint, signedIn } from '$lib/server/http';
import { pushRequest } from '$lib/protocol/sync';

export const POST = endpoint(async (event) => {
	const actor = signedIn(event);
	const push = await readJson(event.request, pushRequest);
	return json(await event.locals.app.push(push, actor));
});

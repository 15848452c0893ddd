import { json } from '@sveltejs/kit';
import { readJson } from '$lib/server/body';
import { endpoint, signedIn } from '$lib/server/http';
import { confirmRequest } from '$lib/protocol/session';
import type { RequestEvent } from './$types';

export const POST = endpoint<RequestEvent>(async (event) => {
	const actor = signedIn(event);
	const { code } = await readJson(event.request, confirmRequest);
	return json({ order: await event.locals.app.codes.confirm(event.params.id, code, actor) });
});
